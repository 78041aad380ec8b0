/**
 * Safetensors files that are larger than memory, or of which little is wanted.
 *
 * @module
 */
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { ArrayPattern, Fitting } from '../../codec/arrayPattern.ts'
import { anyText, patternEntries } from '../../codec/contract.ts'
import type { SizePattern } from '../../codec/formatError.ts'
import { bitsOf, type SafetensorsElement } from '../../safetensors/elementType.ts'
import type { SafetensorsEntry } from '../../safetensors/header.ts'
import { filling, misfitOf, readingPart, readingTensor } from '../../safetensors/reading.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import type { DType, Elements } from '../../tensor/dtype.ts'
import type { AnyTensor } from '../../tensor/tensor.ts'
import { dtypeOfElements } from '../../tensor/typedArray.ts'
import { path } from '../contract.ts'
import type { DataError } from '../dataError.ts'
import { caught, DataFailure } from '../dataFailure.ts'
import { type FindOptions, openTensorFiles, type TensorFiles } from './tensorFiles.ts'
import { askOf } from './whole.ts'

/**
 * A safetensors file that was looked into: what it says of its tensors, and how to read them one by one. Nothing of it stays open, and
 * none of its numbers are in memory; that it is still the same file is checked whenever it is read.
 *
 * @category Files and hosts
 * @since 0.1.0
 */
export interface SafetensorsFile {
  /** The tensors by name, in the order of their data: element type, shape, and where the data lie. */
  readonly entries: ReadonlyMap<string, SafetensorsEntry>
  readonly metadata: { readonly [name: string]: string }
  /** One tensor, of which an element type and sizes may be asked for. */
  readonly read: <const P extends SizePattern = SizePattern, D extends DType = DType>(
    name: string,
    pattern?: ArrayPattern<P, D>,
  ) => TaskEither<DataError, Fitting<P, D>>
  /**
   * Fills an array with the numbers of a tensor, in row-major order from a position on; gives how many there were. The array is of the
   * type that the tensor's elements have here: memory of your own, which can be filled again and again.
   */
  readonly readInto: (
    name: string,
    from: number,
    into: Float32Array | Float64Array | Int32Array | Uint8Array,
  ) => TaskEither<DataError, number>
}

/**
 * Looks into a safetensors file, or into those that an index names, without reading a number: one task, which takes as long for a large
 * file as for a small one.
 *
 * @example
 * import { isRight } from 'fp-ts/lib/Either.js'
 * import { openSafetensors } from 'pullback/node'
 *
 * const file = await openSafetensors('model.safetensors')()
 * if (isRight(file)) {
 *   for (const { name, elements, shape } of file.right.entries.values()) console.log(name, elements, shape)
 *   const embedding = await file.right.read('embedding.weight', { dtype: 'f32' })()
 * }
 *
 * @category Files and hosts
 * @since 0.1.0
 */
export const openSafetensors = takes(
  'openSafetensors',
  { path, options: needs.options({ followLinks: needs.boolean }) },
  () => openSafetensorsUnchecked,
)

/** Memory for numbers of one of the element types. */
const numbers = needs.described(
  'a Float32Array, Float64Array, Int32Array or Uint8Array',
  x =>
    ArrayBuffer.isView(x) &&
    /^(Float32|Float64|Int32|Uint8)Array$/.test(Object.prototype.toString.call(x).slice(8, -1)),
)

const missing = (name: string, files: TensorFiles, path: string): DataError => ({
  _tag: 'TensorMissing',
  tensor: name,
  found: [...files.header.entries.keys()],
  path,
})

const openSafetensorsUnchecked =
  (path: string, options: FindOptions = {}): TaskEither<DataError, SafetensorsFile> =>
  () =>
    caught(async () => {
      const files = await openTensorFiles(path, options)
      const read = takes(
        'read',
        { name: anyText, pattern: needs.options(patternEntries) },
        () => readUnchecked,
      )
      const readUnchecked =
        <const P extends SizePattern = SizePattern, D extends DType = DType>(
          name: string,
          pattern: ArrayPattern<P, D> = {},
        ): TaskEither<DataError, Fitting<P, D>> =>
        () =>
          caught(async () => {
            const entry = files.header.entries.get(name)
            if (entry === undefined) return left(missing(name, files, path))
            const misfit = misfitOf(entry, pattern)
            const file = files.fileOf(name)
            if (misfit !== null) return left({ ...misfit, path: file.path })
            return right((await askOf(file, readingTensor(entry))) as Fitting<P, D>)
          })
      const readInto = takes(
        'readInto',
        { name: anyText, from: needs.count, into: numbers },
        () =>
          (name: string, from: number, into: Elements): TaskEither<DataError, number> =>
          () =>
            caught(async () => {
              const entry = files.header.entries.get(name)
              if (entry === undefined) return left(missing(name, files, path))
              const file = files.fileOf(name)
              // Of a tensor that is larger than one here can be, a part can be read.
              const misfit = misfitOf({ ...entry, shape: [] }, { dtype: dtypeOfElements(into) })
              if (misfit !== null) return left({ ...misfit, path: file.path })
              const count = (entry.bytes * 8) / bitsOf(entry.elements)
              const part = into.subarray(0, Math.max(0, count - from))
              await askOf(file, filling(entry, part, from))
              return right(part.length)
            }),
      )
      return right({ entries: files.header.entries, metadata: files.header.metadata, read, readInto })
    })

/**
 * A part of a tensor: so many of its numbers, in row-major order.
 *
 * @category Files and hosts
 * @since 0.1.0
 */
export interface TensorPart {
  readonly name: string
  /** How the tensor's elements are stored. */
  readonly elements: SafetensorsElement
  /** The shape of the whole tensor. */
  readonly shape: readonly number[]
  /** The position of the first number in the whole tensor. */
  readonly from: number
  readonly values: AnyTensor
}

/**
 * How a file is read in parts.
 *
 * @category Files and hosts
 * @since 0.1.0
 */
export interface StreamSafetensorsOptions extends FindOptions {
  /** The tensors to read, by name. Defaults to all that there are. */
  readonly names?: readonly string[]
  /**
   * How many bytes of the file a part has at most. Defaults to 2²⁰ (1 MiB).
   *
   * @default 1_048_576
   */
  readonly partBytes?: number
}

/**
 * The numbers of a safetensors file in the order in which they lie there, part by part, as they are read: memory holds a part of a
 * tensor, however large the tensor is. The first error ends the iteration, as the only `left`.
 *
 * @throws ArgumentError unless it is given a path, and options that there are.
 *
 * @example
 * import { isRight } from 'fp-ts/lib/Either.js'
 * import { streamSafetensors } from 'pullback/node'
 *
 * for await (const part of streamSafetensors('model.safetensors'))
 *   if (isRight(part)) console.log(part.right.name, part.right.from, part.right.values.shape)
 *
 * @category Files and hosts
 * @since 0.1.0
 */
export const streamSafetensors = takes(
  'streamSafetensors',
  {
    path,
    options: needs.options({
      names: needs.listOf(anyText, 'names'),
      partBytes: needs.positiveInteger,
      followLinks: needs.boolean,
    }),
  },
  () => partsOf,
)

/** The places where the parts of a tensor begin, and how many numbers each has; a tensor without numbers has one part. */
function* cut(
  { elements, bytes }: SafetensorsEntry,
  partBytes: number,
): Generator<readonly [number, number]> {
  const width = bitsOf(elements) / 8
  const [count, most] = [bytes / width, Math.max(1, Math.floor(partBytes / width))]
  for (let from = 0; from === 0 || from < count; from += most) yield [from, Math.min(most, count - from)]
}

async function* partsOf(
  path: string,
  { names, partBytes = 2 ** 20, ...options }: StreamSafetensorsOptions = {},
): AsyncGenerator<Either<DataError, TensorPart>> {
  try {
    const files = await openTensorFiles(path, options)
    const { entries } = files.header
    for (const name of names ?? entries.keys()) {
      const entry = entries.get(name)
      if (entry === undefined) throw new DataFailure(missing(name, files, path))
      const misfit = misfitOf({ ...entry, shape: [] }, {})
      const file = files.fileOf(name)
      if (misfit !== null) throw new DataFailure({ ...misfit, path: file.path })
      const { elements, shape } = entry
      for (const [from, count] of cut(entry, partBytes)) {
        const values = await askOf(file, readingPart(entry, from, count))
        yield right({ name, elements, shape, from, values })
      }
    }
  } catch (cause) {
    if (!(cause instanceof DataFailure)) throw cause
    yield left(cause.error)
  }
}
