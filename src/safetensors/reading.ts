/**
 * The reading of safetensors: a pure conversation that asks for bytes at places of the file, so that a file in memory, one on a disk and
 * one in a browser's storage are read alike, and no more is read than is wanted.
 *
 * @module
 */
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import { type ArrayPattern, misfit } from '../codec/arrayPattern.ts'
import { allocate, type DType, type Elements, type Kind, mostElements } from '../tensor/dtype.ts'
import { type Shape, sizeOf } from '../tensor/shape.ts'
import { type AnyTensor, unsafeFromElements } from '../tensor/tensor.ts'
import { bitsOf, dtypeOf, type SafetensorsElement } from './elementType.ts'
import { headerLength, headerOf, prefix, type SafetensorsEntry, type SafetensorsHeader } from './header.ts'
import { conversionOf, isAsInMemory, memoryOf, toHostOrder } from './numbers.ts'
import { broken, type SafetensorsError } from './safetensorsError.ts'

/** Asks that memory be filled with the bytes of the file from a place on. */
export interface Fill {
  readonly from: number
  readonly into: Uint8Array
}

/** A conversation: each answer is how many bytes were filled, fewer than asked for only where the file ends. */
export type SafetensorsReading<A> = Generator<Fill, Either<SafetensorsError, A>, number>

/** What the header says of a file of `length` bytes. */
export function* openingSafetensors(length: number): SafetensorsReading<SafetensorsHeader> {
  const first = new Uint8Array(Math.min(prefix, length))
  const found = first.length === 0 ? 0 : yield { from: 0, into: first }
  const size = headerLength(first.subarray(0, found), length)
  if (isLeft(size)) return size
  const header = new Uint8Array(size.right)
  const read = header.length === 0 ? 0 : yield { from: prefix, into: header }
  return read < header.length ? left(endedAt(prefix + read, null)) : headerOf(header, length)
}

/** The error of a file that became shorter while it was read. */
const endedAt = (byte: number, tensor: string | null): SafetensorsError =>
  broken('end', byte, 'the file ends here, earlier than it did when its length was asked for', tensor)

/** How many bytes are converted at once. */
const piece = 2 ** 20

/** Elements of a tensor from a place on, as many as there is memory for, which are of the element type that it is read as. */
export function* filling(
  entry: SafetensorsEntry,
  elements: Elements,
  first: number,
): SafetensorsReading<Elements> {
  const { name, elements: stored, from, byte } = entry
  const width = bitsOf(stored) / 8
  const begin = from + first * width
  if (isAsInMemory(stored)) {
    const into = memoryOf(elements)
    const read = into.length === 0 ? 0 : yield { from: begin, into }
    if (read < into.length) return left(endedAt(begin + read, name))
    toHostOrder(elements)
    return right(elements)
  }
  const convert = conversionOf(stored)
  const bytes = elements.length * width
  const scratch = new Uint8Array(Math.min(piece, bytes))
  for (let done = 0; done < bytes; done += scratch.length) {
    const into = scratch.subarray(0, Math.min(scratch.length, bytes - done))
    const read = yield { from: begin + done, into }
    if (read < into.length) return left(endedAt(begin + done + read, name))
    const unfit = convert(into, elements, done / width)
    if (unfit === -1) continue
    const at = unfit * width - done
    const value = new DataView(into.buffer, into.byteOffset, into.length).getBigInt64(at, true)
    return left({ _tag: 'IntegerOutOfRange', tensor: name, byte: byte, position: first + unfit, value })
  }
  return right(elements)
}

/** The element type of the tensor, or why there is no such tensor. */
export const readableAs = ({
  name,
  elements,
  shape,
  byte,
}: SafetensorsEntry): Either<SafetensorsError, DType> => {
  const dtype = dtypeOf(elements)
  if (dtype === null) return left({ _tag: 'ElementsUnsupported', tensor: name, byte, elements })
  const size = shape.includes(0) ? 0 : sizeOf(shape)
  return size > mostElements
    ? left({
        _tag: 'TensorTooLarge',
        tensor: name,
        byte,
        reason: `it has ${size} elements, and no tensor has more than ${mostElements} here`,
      })
    : right(dtype)
}

/** So many elements of a tensor, from a place on, as one axis. */
export function* readingPart(
  entry: SafetensorsEntry,
  first: number,
  count: number,
): SafetensorsReading<AnyTensor> {
  const dtype = dtypeOf(entry.elements)
  if (dtype === null) return readableAs(entry) as Either<SafetensorsError, never>
  const elements = yield* filling(entry, allocate(dtype, count), first)
  return isLeft(elements) ? elements : right(unsafeFromElements<Shape, Kind>([count], dtype, elements.right))
}

/** What keeps a tensor from fitting a pattern; `null` if it fits. */
export const misfitOf = (entry: SafetensorsEntry, pattern: ArrayPattern): SafetensorsError | null => {
  const dtype = readableAs(entry)
  if (isLeft(dtype)) return dtype.left
  const { name, shape, byte } = entry
  const error = misfit({ dtype: dtype.right, shape }, pattern)
  return error === null ? null : { _tag: 'TensorMisfit', tensor: name, byte, error }
}

/** A whole tensor. */
export function* readingTensor(entry: SafetensorsEntry): SafetensorsReading<AnyTensor> {
  const dtype = readableAs(entry)
  if (isLeft(dtype)) return dtype
  const { shape } = entry
  const elements = yield* filling(entry, allocate(dtype.right, shape.includes(0) ? 0 : sizeOf(shape)), 0)
  return isLeft(elements)
    ? elements
    : right(unsafeFromElements<Shape, Kind>(shape, dtype.right, elements.right))
}

/** How much memory a tensor takes. */
export const memoryTaken = ({ elements, bytes }: SafetensorsEntry): number =>
  bytes * (growth.get(elements) ?? 1)

const growth: ReadonlyMap<SafetensorsElement, number> = new Map([
  ['F16', 2],
  ['BF16', 2],
  ['I64', 0.5],
])
