/**
 * The bytes of a safetensors file.
 *
 * @module
 */
import { joined } from '../codec/bytes.ts'
import { namedTensors } from '../codec/contract.ts'
import { hostIsLittleEndian } from '../codec/hostOrder.ts'
import { bytesOfText } from '../codec/utf8.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import { allocate, type DType } from '../tensor/dtype.ts'
import { ArgumentError } from '../tensor/error.ts'
import { sizeOf } from '../tensor/shape.ts'
import { type AnyTensor, elementsOf, uniformOf } from '../tensor/tensor.ts'
import { metadata } from './contract.ts'
import { elementOf } from './elementType.ts'
import { longestHeader, metadataName, prefix } from './header.ts'
import { memoryOf, swapped } from './numbers.ts'
import { quoted } from './safetensorsError.ts'

/**
 * Tensors by name.
 *
 * @category Codecs
 * @since 0.1.0
 */
export type NamedTensors = { readonly [name: string]: AnyTensor }

/**
 * How a safetensors file is written.
 *
 * @category Codecs
 * @since 0.1.0
 */
export interface SafetensorsOptions {
  /** Texts by name that are written beside the tensors. Defaults to none. */
  readonly metadata?: { readonly [name: string]: string }
}

/** What is known of a tensor before its numbers. */
export interface Described {
  readonly dtype: DType
  readonly shape: readonly number[]
}

/** The order of the reference implementation: wide elements first, so that all lie at multiples of their width. */
const ranks: Readonly<Record<DType, number>> = { f64: 0, f32: 1, i32: 2, u8: 3 }

const widths: Readonly<Record<DType, number>> = { f64: 8, f32: 4, i32: 4, u8: 1 }

/** Where the halves of characters beyond U+FFFF come: behind all others. */
const ranked = (unit: number): number => (unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit)

/** By code points, as UTF-8 orders its bytes; JavaScript's own order compares halves of characters with whole ones. */
export const byCodePoint = (x: string, y: string): number => {
  const length = Math.min(x.length, y.length)
  for (let i = 0; i < length; i++) {
    const [a, b] = [x.charCodeAt(i), y.charCodeAt(i)]
    if (a !== b) return ranked(a) - ranked(b)
  }
  return x.length - y.length
}

/** Tensors in the order in which they are written. */
export const inFileOrder = <T extends Described>(
  tensors: Readonly<Record<string, T>>,
): readonly (readonly [name: string, tensor: T])[] =>
  Object.entries(tensors).toSorted(
    ([name, x], [other, y]) => ranks[x.dtype] - ranks[y.dtype] || byCodePoint(name, other),
  )

/** How many bytes the numbers of a tensor take. */
export const bytesTakenBy = ({ dtype, shape }: Described): number => sizeOf(shape) * widths[dtype]

const jsonText = (what: string, text: string): string => {
  if (bytesOfText(text) === null)
    throw new ArgumentError(
      `${what} ${quoted(text)} has half of a character, a lone surrogate. Mend the text.`,
    )
  return JSON.stringify(text)
}

/** The length of the header and the header, for tensors in the order in which they are written. */
export const headerBytes = (
  tensors: readonly (readonly [name: string, tensor: Described])[],
  about: { readonly [name: string]: string },
): Uint8Array => {
  const entries: string[] = []
  const texts = Object.entries(about).toSorted(([x], [y]) => byCodePoint(x, y))
  if (texts.length > 0) {
    const written = texts.map(
      ([name, text]) =>
        `${jsonText('The name of metadata', name)}:${jsonText(`The metadata ${quoted(name)}:`, text)}`,
    )
    entries.push(`"${metadataName}":{${written.join(',')}}`)
  }
  let place = 0
  for (const [name, tensor] of tensors) {
    if (name === metadataName)
      throw new ArgumentError(
        `${metadataName} is the name of metadata, and of no tensor: give it another name.`,
      )
    const end = place + bytesTakenBy(tensor)
    entries.push(
      `${jsonText("A tensor's name", name)}:{"dtype":"${elementOf[tensor.dtype]}","shape":[${tensor.shape.join(',')}],` +
        `"data_offsets":[${place},${end}]}`,
    )
    place = end
  }
  // It has no halves of characters.
  const text = bytesOfText(`{${entries.join(',')}}`) as Uint8Array
  const length = Math.ceil(text.length / 8) * 8
  if (length > longestHeader)
    throw new ArgumentError(
      `The names and metadata take ${length} bytes, and a header has up to ${longestHeader}: write fewer tensors to a file.`,
    )
  const bytes = new Uint8Array(prefix + length).fill(0x20)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true)
  bytes.set(text, prefix)
  return bytes
}

/** How many bytes are made at once, where those in memory are not those of the file. */
const piece = 2 ** 20

/** Elements that are all one number have no memory of their own: pieces of it are written. */
function* repeated(dtype: DType, value: number, bytes: number): Generator<Uint8Array> {
  const width = widths[dtype]
  const elements = allocate(dtype, piece / width).fill(value)
  const filled = inFileBytes(memoryOf(elements), width)
  for (let rest = bytes; rest > 0; rest -= filled.length)
    yield filled.subarray(0, Math.min(rest, filled.length))
}

/** Memory in the order of bytes that files have. */
const inFileBytes = (memory: Uint8Array, width: number): Uint8Array =>
  hostIsLittleEndian || width === 1 ? memory : swapped(memory.slice(), width)

/** The numbers of a tensor as a file has them, piece by piece: a view of its memory where that is the same. */
export function* numbersOf(x: AnyTensor): Generator<Uint8Array> {
  const bytes = bytesTakenBy(x)
  const uniform = uniformOf(x)
  if (uniform !== undefined && bytes > piece) yield* repeated(x.dtype, uniform, bytes)
  else {
    const memory = memoryOf(elementsOf(x))
    const length = hostIsLittleEndian ? bytes : piece
    for (let from = 0; from < bytes; from += length)
      yield inFileBytes(memory.subarray(from, from + length), widths[x.dtype])
  }
}

/**
 * The bytes of a file, piece by piece, as often as they are asked for.
 *
 * @throws ArgumentError, at once, if a name or a text cannot be written.
 */
export const contentOf = (
  tensors: NamedTensors,
  about: { readonly [name: string]: string },
): (() => Generator<Uint8Array>) => {
  const ordered = inFileOrder(tensors)
  const header = headerBytes(ordered, about)
  return function* () {
    yield header
    for (const [, tensor] of ordered) yield* numbersOf(tensor)
  }
}

/**
 * The bytes of a safetensors file with named tensors: what `decodeSafetensors` gives back, bit for bit, and what the format's other
 * libraries read. The same tensors and metadata give the same bytes, in whatever order they are named: wide elements come first, then
 * names in order, as the reference implementation has it, and the data begin at a multiple of 8.
 *
 * @throws ArgumentError if a name or a text has half of a character, or a tensor is called `__metadata__`.
 *
 * @example
 * import { tensor, zeros } from 'pullback'
 * import { encodeSafetensors } from 'pullback/safetensors'
 * const bytes = encodeSafetensors({ metadata: { licence: 'MIT' } })({ w: zeros([64, 10]), b: tensor([0.5, 1]) })
 *
 * @category Codecs
 * @since 0.1.0
 */
export const encodeSafetensors = takes(
  'encodeSafetensors',
  [{ options: needs.options({ metadata }) }, { tensors: namedTensors }],
  () => encodeSafetensorsUnchecked,
)

const encodeSafetensorsUnchecked =
  ({ metadata = {} }: SafetensorsOptions = {}) =>
  (tensors: NamedTensors): Uint8Array =>
    joined([...contentOf(tensors, metadata)()])
