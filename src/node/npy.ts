/**
 * npy files, NumPy's format of one array.
 *
 * @module
 */
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Fitting } from '../codec/arrayPattern.ts'
import type { SizePattern } from '../codec/formatError.ts'
import { encodeNpy } from '../codec/npy.ts'
import { npyHeader } from '../codec/npyHeader.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import type { DType } from '../tensor/dtype.ts'
import type { AnyTensor } from '../tensor/tensor.ts'
import { type ArrayFileOptions, readArray } from './arrayFile.ts'
import { arrayFileOptions, path } from './contract.ts'
import type { DataError } from './dataError.ts'
import { writeBytes } from './writeWhole.ts'

/**
 * The array in an npy file, plain or (if the name ends in .gz) compressed with gzip: one task, which reads the file when it is
 * run. `decodeNpy` says which arrays it takes. The element type and the sizes that are asked for are checked, and then
 * the type knows them.
 *
 * @example
 * import { isRight } from 'fp-ts/lib/Either.js'
 * import { readNpy } from 'pullback/node'
 *
 * const features = await readNpy('features.npy', { dtype: 'f64', shape: [null, 64] })()
 * if (isRight(features)) console.log(features.right.shape) // such as [1797, 64]
 *
 * @category Files and hosts
 * @since 0.1.0
 */
export const readNpy = takes('readNpy', { path, options: arrayFileOptions }, () => readNpyUnchecked)

const readNpyUnchecked = <const P extends SizePattern = SizePattern, D extends DType = DType>(
  path: string,
  options: ArrayFileOptions<P, D> = {},
): TaskEither<DataError, Fitting<P, D>> => readArray(npyHeader, path, options)

/**
 * Writes a tensor to an npy file, compressed with gzip if the name ends in .gz. The file appears when it is complete.
 *
 * @example
 * import { zeros } from 'pullback'
 * import { writeNpy } from 'pullback/node'
 * const write = writeNpy('zeros.npy')(zeros([2, 3])) // write() does it
 *
 * @category Files and hosts
 * @since 0.1.0
 */
export const writeNpy = takes('writeNpy', [{ path }, { x: needs.tensor }], () => writeNpyUnchecked)

const writeNpyUnchecked =
  (path: string) =>
  (x: AnyTensor): TaskEither<DataError, void> =>
    writeBytes(path, encodeNpy(x))
