/**
 * IDX files, the format of MNIST.
 *
 * @module
 */
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Fitting } from '../codec/arrayPattern.ts'
import type { SizePattern } from '../codec/formatError.ts'
import { encodeIdx, idxHeader } from '../codec/idx.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import type { DType } from '../tensor/dtype.ts'
import type { AnyTensor } from '../tensor/tensor.ts'
import { type ArrayFileOptions, readArray } from './arrayFile.ts'
import { arrayFileOptions, path } from './contract.ts'
import type { DataError } from './dataError.ts'
import { writeBytes } from './writeWhole.ts'

/**
 * The array in an IDX file, plain or (if the name ends in .gz) compressed with gzip: one task, which reads the file when it is
 * run. The element type and the sizes that are asked for are checked, and then the type knows them.
 *
 * @example
 * import { isRight } from 'fp-ts/lib/Either.js'
 * import { readIdx } from 'pullback/node'
 *
 * const images = await readIdx('train-images-idx3-ubyte.gz', { dtype: 'u8', shape: [null, 28, 28] })()
 * if (isRight(images)) console.log(images.right.shape) // [60000, 28, 28]
 *
 * @category Files and hosts
 * @since 0.1.0
 */
export const readIdx = takes('readIdx', { path, options: arrayFileOptions }, () => readIdxUnchecked)

const readIdxUnchecked = <const P extends SizePattern = SizePattern, D extends DType = DType>(
  path: string,
  options: ArrayFileOptions<P, D> = {},
): TaskEither<DataError, Fitting<P, D>> => readArray(idxHeader, path, options)

/**
 * Writes a tensor to an IDX file, compressed with gzip if the name ends in .gz. The file appears when it is complete.
 *
 * @example
 * import { tensor } from 'pullback'
 * import { writeIdx } from 'pullback/node'
 * const write = writeIdx('labels-idx1-ubyte.gz')(tensor([7, 9], 'u8')) // write() does it
 *
 * @category Files and hosts
 * @since 0.1.0
 */
export const writeIdx = takes('writeIdx', [{ path }, { x: needs.tensor }], () => writeIdxUnchecked)

const writeIdxUnchecked =
  (path: string) =>
  (x: AnyTensor): TaskEither<DataError, void> =>
    writeBytes(path, encodeIdx(x))
