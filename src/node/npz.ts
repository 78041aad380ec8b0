/**
 * npz files, NumPy's format of several arrays: a zip archive of npy files.
 *
 * @module
 */
import { promisify } from 'node:util'
import { deflateRaw } from 'node:zlib'
import { mapLeft } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { namedTensors, patterns, writeOptions } from '../codec/contract.ts'
import { encodeNpy } from '../codec/npy.ts'
import {
  type ArrayPatterns,
  type FittingAll,
  fileOf,
  type NpzPattern,
  readingNpz,
  requireNames,
  type WriteNpzOptions,
} from '../codec/npz.ts'
import { zipOf } from '../codec/zipWriting.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import type { AnyTensor } from '../tensor/tensor.ts'
import { inFile } from './arrayFile.ts'
import type { FileOptions } from './byteFile.ts'
import { verify } from './checksum.ts'
import { fileEntries, path } from './contract.ts'
import type { DataError } from './dataError.ts'
import { caught } from './dataFailure.ts'
import { writeWhole } from './writeWhole.ts'
import { conversation } from './zipFile.ts'

/**
 * What is wanted of an npz file, and what is allowed of it.
 *
 * @category Files and hosts
 * @since 0.1.0
 */
export interface NpzOptions<Ps extends ArrayPatterns = ArrayPatterns> extends FileOptions, NpzPattern<Ps> {}

/**
 * Arrays in an npz file, compressed or not, by name: one task, which reads the file when it is run. Only the arrays that are
 * asked for are read; what each has to be is checked, and then its type knows it.
 *
 * @example
 * import { isRight } from 'fp-ts/lib/Either.js'
 * import { readNpz } from 'pullback/node'
 *
 * const arrays = { x_train: { dtype: 'u8', shape: [null, 28, 28] }, y_train: { dtype: 'u8', shape: [null] } } as const
 * const mnist = await readNpz('mnist.npz', { arrays })()
 * if (isRight(mnist)) console.log(mnist.right.x_train.shape) // [60000, 28, 28]
 *
 * @category Files and hosts
 * @since 0.1.0
 */
export const readNpz = takes(
  'readNpz',
  { path, options: needs.options({ arrays: patterns, ...fileEntries }) },
  () => readNpzUnchecked,
)

const readNpzUnchecked =
  <const Ps extends ArrayPatterns = ArrayPatterns>(
    path: string,
    options: NpzOptions<Ps> = {},
  ): TaskEither<DataError, FittingAll<Ps>> =>
  () =>
    caught(async () => {
      await verify(path, options.checksum)
      const read = await conversation(path, length => readingNpz(length, options))
      return pipe(
        read,
        mapLeft(({ file, error }) => inFile(file === null ? path : `${path}, ${file}`)(error)),
      )
    })

/**
 * Writes named tensors to an npz file, which NumPy's `load` reads. The file appears when it is complete, and the same tensors
 * give the same bytes.
 *
 * @throws ArgumentError if a name is not a path in an archive.
 *
 * @example
 * import { tensor, zeros } from 'pullback'
 * import { writeNpz } from 'pullback/node'
 * const write = writeNpz('model.npz')({ w: zeros([64, 10]), b: tensor([0.5, 1]) }) // write() does it
 *
 * @category Files and hosts
 * @since 0.1.0
 */
export const writeNpz = takes(
  'writeNpz',
  [{ path, options: writeOptions }, { tensors: namedTensors }],
  () => writeNpzUnchecked,
)

const writeNpzUnchecked =
  (path: string, { compress = true }: WriteNpzOptions = {}) =>
  (tensors: { readonly [name: string]: AnyTensor }): TaskEither<DataError, void> => {
    requireNames(Object.keys(tensors))
    return writeWhole(path, async () => {
      const files = await Promise.all(
        Object.entries(tensors).map(async ([name, x]) => {
          const content = encodeNpy(x)
          return {
            name: fileOf(name),
            content,
            deflated: compress ? await promisify(deflateRaw)(content) : null,
          }
        }),
      )
      return zipOf(files)
    })
  }
