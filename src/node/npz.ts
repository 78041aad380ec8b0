/**
 * npz files, NumPy's format of several arrays: a zip archive of npy files.
 *
 * @module
 */
import { chain, isLeft, left, right } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { type ArrayPattern, type Fitting, fitting } from '../codec/arrayPattern.ts'
import type { SizePattern } from '../codec/formatError.ts'
import { decodeNpy, encodeNpy } from '../codec/npy.ts'
import type { DType } from '../tensor/dtype.ts'
import { ArgumentError } from '../tensor/error.ts'
import type { AnyTensor } from '../tensor/tensor.ts'
import { inFile } from './arrayFile.ts'
import type { FileOptions } from './byteFile.ts'
import { verify } from './checksum.ts'
import type { DataError } from './dataError.ts'
import { caught, DataFailure } from './dataFailure.ts'
import { writeWhole } from './writeWhole.ts'
import { readZip, zipOf } from './zipFile.ts'

/** Which arrays are wanted, by name. */
export type ArrayPatterns = { readonly [name: string]: ArrayPattern }

/** The tensors that fit the patterns. */
export type FittingAll<Ps extends ArrayPatterns> = {
  readonly [N in keyof Ps]: Fitting<
    Ps[N] extends { readonly shape: infer P extends SizePattern } ? P : SizePattern,
    Ps[N] extends { readonly dtype: infer D extends DType } ? D : DType
  >
}

/** What is wanted of an npz file, and what is allowed of it. */
export interface NpzOptions<Ps extends ArrayPatterns = ArrayPatterns> extends FileOptions {
  /** The arrays to read, and what each has to be; all that there are unless told. */
  readonly arrays?: Ps
}

const extension = '.npy'

const fileOf = (name: string): string => `${name}${extension}`

const nameOf = (file: string): string => file.slice(0, -extension.length)

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
 */
export const readNpz =
  <const Ps extends ArrayPatterns = ArrayPatterns>(
    path: string,
    { arrays, checksum, ...options }: NpzOptions<Ps> = {},
  ): TaskEither<DataError, FittingAll<Ps>> =>
  () =>
    caught(async () => {
      await verify(path, checksum)
      const files = await readZip(path, options, all => {
        const found = all.filter(file => file.endsWith(extension))
        if (arrays === undefined) return found
        const missing = Object.keys(arrays).find(name => !found.includes(fileOf(name)))
        if (missing !== undefined)
          throw new DataFailure({ _tag: 'ArrayMissing', path, name: missing, found: found.map(nameOf) })
        return Object.keys(arrays).map(fileOf)
      })
      const tensors: (readonly [string, AnyTensor])[] = []
      for (const [file, bytes] of files) {
        const name = nameOf(file)
        const decoded = pipe(decodeNpy(bytes), chain(fitting(arrays?.[name] ?? {})))
        if (isLeft(decoded)) return left(inFile(`${path}, ${file}`)(decoded.left))
        tensors.push([name, decoded.right])
      }
      return right(Object.fromEntries(tensors) as FittingAll<Ps>)
    })

/** How an npz file is written. */
export interface WriteNpzOptions {
  /** Whether the arrays are compressed; they are unless told. */
  readonly compress?: boolean
}

/**
 * Writes named tensors to an npz file, which NumPy's `load` reads. The file appears when it is complete, and the same tensors
 * give the same bytes.
 *
 * @throws ArgumentError if a name is no path in an archive.
 *
 * @example
 * import { tensor, zeros } from 'pullback'
 * import { writeNpz } from 'pullback/node'
 * const write = writeNpz('model.npz')({ w: zeros([64, 10]), b: tensor([0.5, 1]) }) // write() does it
 */
export const writeNpz =
  (path: string, { compress = true }: WriteNpzOptions = {}) =>
  (tensors: { readonly [name: string]: AnyTensor }): TaskEither<DataError, void> => {
    const wrong = Object.keys(tensors).find(name =>
      /^(|\/.*|[A-Za-z]:.*)$|\\|(^|\/)\.\.(\/|$)|\p{Cc}/u.test(name),
    )
    if (wrong !== undefined)
      throw new ArgumentError(
        `'${wrong}' cannot name an array in an archive: use letters, digits, '_' and '/'.`,
      )
    return writeWhole(path, async () =>
      zipOf(new Map(Object.entries(tensors).map(([name, x]) => [fileOf(name), encodeNpy(x)])), compress),
    )
  }
