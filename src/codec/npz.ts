/**
 * npz, NumPy's format of several arrays: a zip archive of npy files.
 *
 * @module
 */
import { deflateSync, inflateSync } from 'fflate'
import { chain, type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { needs, takes } from '../tensor/contract/index.ts'
import type { DType } from '../tensor/dtype.ts'
import { ArgumentError } from '../tensor/error.ts'
import type { AnyTensor } from '../tensor/tensor.ts'
import { type ArrayPattern, type Fitting, fittingUnchecked } from './arrayPattern.ts'
import { joined } from './bytes.ts'
import { byteCount, bytes, namedTensors, patterns, writeOptions } from './contract.ts'
import { type FormatError, formatError, type SizePattern, showFormatError } from './formatError.ts'
import { decodeNpy, encodeNpy } from './npy.ts'
import { bytesOfText } from './utf8.ts'
import { contentOf, filesOf, type ZipRequest } from './zipReading.ts'
import { isPathOut } from './zipRecord.ts'
import { zipOf } from './zipWriting.ts'

/**
 * Which arrays are wanted, by name.
 *
 * @category Codecs
 * @since 0.1.0
 */
export type ArrayPatterns = { readonly [name: string]: ArrayPattern }

/**
 * The tensors that fit the patterns.
 *
 * @category Codecs
 * @since 0.1.0
 */
export type FittingAll<Ps extends ArrayPatterns> = {
  readonly [N in keyof Ps]: Fitting<
    Ps[N] extends { readonly shape: infer P extends SizePattern } ? P : SizePattern,
    Ps[N] extends { readonly dtype: infer D extends DType } ? D : DType
  >
}

/**
 * What is wanted of an npz archive, and what is allowed of it.
 *
 * @category Codecs
 * @since 0.1.0
 */
export interface NpzPattern<Ps extends ArrayPatterns = ArrayPatterns> {
  /** The arrays to read, and what each has to be. Defaults to all that there are. */
  readonly arrays?: Ps
  /** How many bytes the arrays may have, decompressed. Defaults to 2³⁰. */
  readonly maxBytes?: number
}

/**
 * What is wrong with an npz archive, and the file in it that is wrong; `null` if it is the archive itself.
 *
 * @category Codecs
 * @since 0.1.0
 */
export interface NpzError {
  readonly file: string | null
  readonly error: FormatError
}

/**
 * An npz error in one line: the file in the archive, what is wrong and how to mend it.
 *
 * @category Codecs
 * @since 0.1.0
 */
export const showNpzError = takes(
  'showNpzError',
  { error: { ...needs.record({ file: needs.anything, error: formatError }), subject: true } },
  () => showNpzErrorUnchecked,
)

const showNpzErrorUnchecked = ({ file, error }: NpzError): string =>
  `${file === null ? '' : `${file}: `}${showFormatError(error)}`

const extension = '.npy'

/** The file in the archive that has an array. */
export const fileOf = (name: string): string => `${name}${extension}`

const nameOf = (file: string): string => file.slice(0, -extension.length)

const ofArchive = (error: FormatError): Either<NpzError, never> => left({ file: null, error })

/** The conversation that reads arrays from an archive of so many bytes. */
export function* readingNpz<const Ps extends ArrayPatterns>(
  length: number,
  { arrays, maxBytes = 2 ** 30 }: NpzPattern<Ps>,
): Generator<ZipRequest, Either<NpzError, FittingAll<Ps>>, Uint8Array | null> {
  const all = yield* filesOf(length)
  if (isLeft(all)) return ofArchive({ _tag: 'ZipCorrupt', reason: all.left })
  const files = new Map(
    all.right.filter(({ name }) => name.endsWith(extension)).map(file => [nameOf(file.name), file]),
  )
  const names = arrays === undefined ? [...files.keys()] : Object.keys(arrays)
  const missing = names.find(name => !files.has(name))
  if (missing !== undefined)
    return ofArchive({ _tag: 'ArrayMissing', name: missing, found: [...files.keys()] })
  const wanted = names.map(name => [name, files.get(name)!] as const)
  if (wanted.reduce((sum, [, { size }]) => sum + size, 0) > maxBytes)
    return ofArchive({ _tag: 'TooLarge', limit: maxBytes })
  const tensors: (readonly [string, AnyTensor])[] = []
  for (const [name, file] of wanted) {
    const bytes = yield* contentOf(file)
    if (isLeft(bytes)) return ofArchive({ _tag: 'ZipCorrupt', reason: bytes.left })
    const pattern = arrays !== undefined && Object.hasOwn(arrays, name) ? arrays[name]! : {}
    const decoded = pipe(decodeNpy(bytes.right), chain(fittingUnchecked(pattern)))
    if (isLeft(decoded)) return left({ file: file.name, error: decoded.left })
    tensors.push([name, decoded.right])
  }
  return right(Object.fromEntries(tensors) as FittingAll<Ps>)
}

const inflated = (bytes: Uint8Array, size: number): Uint8Array | null => {
  try {
    // One byte more shows what is longer than it should be.
    return inflateSync(bytes, { out: new Uint8Array(size + 1) })
  } catch {
    return null
  }
}

const answer = (archive: Uint8Array, request: ZipRequest): Uint8Array | null =>
  request._tag === 'Read'
    ? archive.subarray(request.from, request.from + request.length)
    : inflated(request.bytes, request.size)

/**
 * Arrays in the bytes of an npz archive, compressed or not, by name. Other files in it are passed over.
 *
 * The left says that the archive is damaged (a file is missing, doubled, encrypted, longer or shorter than stated, has another
 * checksum, or bytes belong to no file), that it holds more than allowed, or what is wrong with an array and with which.
 *
 * @throws ArgumentError unless the first argument is a Uint8Array.
 *
 * @example
 * import { isRight } from 'fp-ts/lib/Either.js'
 * import { tensor } from 'pullback'
 * import { decodeNpz, encodeNpz } from 'pullback/codec'
 * const arrays = { w: { dtype: 'f32', shape: [null] } } as const
 * const decoded = decodeNpz(encodeNpz({ w: tensor([1, 2, 3]) }), { arrays })
 * if (isRight(decoded)) console.log(decoded.right.w.shape) // [3]
 *
 * @category Codecs
 * @since 0.1.0
 */
export const decodeNpz = takes(
  'decodeNpz',
  { bytes, pattern: needs.options({ arrays: patterns, maxBytes: byteCount }) },
  () => decodeNpzUnchecked,
)

const decodeNpzUnchecked = <const Ps extends ArrayPatterns = ArrayPatterns>(
  archive: Uint8Array,
  pattern: NpzPattern<Ps> = {},
): Either<NpzError, FittingAll<Ps>> => {
  const reading = readingNpz(archive.length, pattern)
  let step = reading.next()
  while (!step.done) step = reading.next(answer(archive, step.value))
  return step.value
}

/**
 * How an npz archive is written.
 *
 * @category Codecs
 * @since 0.1.0
 */
export interface WriteNpzOptions {
  /** Whether the arrays are compressed. Defaults to true. */
  readonly compress?: boolean
}

/** @throws ArgumentError if a name cannot be that of an array in an archive. */
export const requireNames = (names: readonly string[]): void => {
  const wrong = names.find(
    name => isPathOut(name) || (bytesOfText(fileOf(name))?.length ?? 2 ** 16) >= 2 ** 16,
  )
  if (wrong !== undefined)
    throw new ArgumentError(
      `'${wrong.slice(0, 100)}' cannot name an array in an archive: use letters, digits, '_' and '/'.`,
    )
}

/**
 * The bytes of an npz archive with named tensors: what `decodeNpz` gives back, and what NumPy's `load` reads. The same tensors give
 * the same bytes.
 *
 * @throws ArgumentError if a name cannot be that of an array in an archive.
 *
 * @example
 * import { tensor, zeros } from 'pullback'
 * import { encodeNpz } from 'pullback/codec'
 * const bytes = encodeNpz({ w: zeros([64, 10]), b: tensor([0.5, 1]) })
 *
 * @category Codecs
 * @since 0.1.0
 */
export const encodeNpz = takes(
  'encodeNpz',
  { tensors: namedTensors, options: writeOptions },
  () => encodeNpzUnchecked,
)

const encodeNpzUnchecked = (
  tensors: { readonly [name: string]: AnyTensor },
  { compress = true }: WriteNpzOptions = {},
): Uint8Array => {
  requireNames(Object.keys(tensors))
  const files = Object.entries(tensors).map(([name, x]) => {
    const content = encodeNpy(x)
    return { name: fileOf(name), content, deflated: compress ? deflateSync(content) : null }
  })
  return joined(zipOf(files))
}
