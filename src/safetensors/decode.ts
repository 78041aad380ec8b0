/**
 * Tensors from the bytes of a safetensors file.
 *
 * @module
 */
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import { byteCount, bytes, patterns } from '../codec/contract.ts'
import type { ArrayPatterns, FittingAll } from '../codec/npz.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import type { AnyTensor } from '../tensor/tensor.ts'
import type { SafetensorsEntry, SafetensorsHeader } from './header.ts'
import {
  type Fill,
  memoryTaken,
  misfitOf,
  openingSafetensors,
  readingTensor,
  type SafetensorsReading,
} from './reading.ts'
import type { SafetensorsError } from './safetensorsError.ts'

/**
 * What is wanted of a safetensors file, and what is allowed of it.
 *
 * @category Codecs
 * @since 0.1.0
 */
export interface SafetensorsPattern<Ps extends ArrayPatterns = ArrayPatterns> {
  /** The tensors to read, and what each has to be. Defaults to all that there are. */
  readonly tensors?: Ps
  /**
   * How many bytes of memory the tensors may take. Defaults to no limit: they take no more than the file has, and twice that where it
   * has floats of 16 bits.
   */
  readonly maxBytes?: number
}

/**
 * What a safetensors file holds.
 *
 * @category Codecs
 * @since 0.1.0
 */
export interface Safetensors<Ps extends ArrayPatterns = ArrayPatterns> {
  readonly tensors: FittingAll<Ps>
  readonly metadata: { readonly [name: string]: string }
}

/** The tensors that are wanted of those that there are, or why they cannot be had. */
export const wantedOf = (
  { entries }: SafetensorsHeader,
  { tensors, maxBytes = Number.POSITIVE_INFINITY }: SafetensorsPattern,
): Either<SafetensorsError, readonly SafetensorsEntry[]> => {
  const wanted: SafetensorsEntry[] = []
  for (const name of tensors === undefined ? entries.keys() : Object.keys(tensors)) {
    const entry = entries.get(name)
    if (entry === undefined) return left({ _tag: 'TensorMissing', tensor: name, found: [...entries.keys()] })
    const error = misfitOf(entry, tensors === undefined ? {} : tensors[name]!)
    if (error !== null) return left(error)
    wanted.push(entry)
  }
  const taken = wanted.reduce((sum, entry) => sum + memoryTaken(entry), 0)
  return taken > maxBytes ? left({ _tag: 'TensorsTooLarge', limit: maxBytes, bytes: taken }) : right(wanted)
}

/** The conversation that reads tensors from a file of so many bytes. */
export function* readingSafetensors<const Ps extends ArrayPatterns>(
  length: number,
  pattern: SafetensorsPattern<Ps>,
): SafetensorsReading<Safetensors<Ps>> {
  const header = yield* openingSafetensors(length)
  if (isLeft(header)) return header
  const wanted = wantedOf(header.right, pattern)
  if (isLeft(wanted)) return wanted
  const tensors: (readonly [string, AnyTensor])[] = []
  for (const entry of wanted.right) {
    const tensor = yield* readingTensor(entry)
    if (isLeft(tensor)) return tensor
    tensors.push([entry.name, tensor.right])
  }
  const { metadata } = header.right
  return right({ tensors: Object.fromEntries(tensors) as FittingAll<Ps>, metadata })
}

/** What a conversation about bytes in memory ends with. */
export const answered = <A>(file: Uint8Array, reading: Generator<Fill, A, number>): A => {
  let step = reading.next()
  while (!step.done) {
    const { from, into } = step.value
    const found = file.subarray(from, from + into.length)
    into.set(found)
    step = reading.next(found.length)
  }
  return step.value
}

/**
 * Tensors in the bytes of a safetensors file, by name, and its metadata.
 *
 * F32, F64, I32 and U8 keep their types and every bit; F16 and BF16 become f32, which holds them exactly; BOOL becomes u8; I64 becomes
 * i32 if it fits. Every rule of the format is checked, also those that its reference implementation passes over: names that are there
 * twice, bytes that belong to no tensor or to two, integers that are not written as such.
 *
 * The left says which tensor breaks which rule at which byte, that a tensor is missing, of another type or shape than wanted, of a type
 * that is not read, or has an integer that does not fit; `showSafetensorsError` makes a sentence of it.
 *
 * @throws ArgumentError unless the first argument is a Uint8Array.
 *
 * @example
 * import { isRight } from 'fp-ts/lib/Either.js'
 * import { tensor } from 'pullback'
 * import { decodeSafetensors, encodeSafetensors } from 'pullback/safetensors'
 * const bytes = encodeSafetensors({ metadata: { from: 'here' } })({ w: tensor([1, 2, 3]) })
 * const decoded = decodeSafetensors(bytes, { tensors: { w: { dtype: 'f32', shape: [null] } } })
 * if (isRight(decoded)) console.log(decoded.right.tensors.w.shape, decoded.right.metadata.from) // [3] 'here'
 *
 * @category Codecs
 * @since 0.1.0
 */
export const decodeSafetensors = takes(
  'decodeSafetensors',
  { bytes, pattern: needs.options({ tensors: patterns, maxBytes: byteCount }) },
  () => decodeSafetensorsUnchecked,
)

const decodeSafetensorsUnchecked = <const Ps extends ArrayPatterns = ArrayPatterns>(
  file: Uint8Array,
  pattern: SafetensorsPattern<Ps> = {},
): Either<SafetensorsError, Safetensors<Ps>> => answered(file, readingSafetensors(file.length, pattern))
