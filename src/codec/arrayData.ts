/**
 * The elements of an array file as a tensor.
 *
 * @module
 */
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { allocate, type Elements, type Kind } from '../tensor/dtype.ts'
import { type Shape, stridesOf } from '../tensor/shape.ts'
import { type AnyTensor, unsafeFromElements } from '../tensor/tensor.ts'
import { type ArrayHeader, type Storage, widthOf } from './arrayHeader.ts'
import type { FormatError } from './formatError.ts'

type Reader = (view: DataView, place: number, littleEndian: boolean) => number

const readers: Readonly<Record<Exclude<Storage, 'i8'>, Reader>> = {
  u1: (view, place) => view.getUint8(place),
  b1: (view, place) => (view.getUint8(place) === 0 ? 0 : 1),
  u2: (view, place, little) => view.getUint16(place, little),
  i1: (view, place) => view.getInt8(place),
  i2: (view, place, little) => view.getInt16(place, little),
  i4: (view, place, little) => view.getInt32(place, little),
  f4: (view, place, little) => view.getFloat32(place, little),
  f8: (view, place, little) => view.getFloat64(place, little),
}

const hostIsLittleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1

/** Whether the bytes in the file are those that the tensor will have in memory. */
const isAsInMemory = ({ storage, littleEndian }: ArrayHeader): boolean =>
  storage === 'u1' || (/^(i4|f4|f8)$/.test(storage) && littleEndian === hostIsLittleEndian)

const widened = (
  { littleEndian }: ArrayHeader,
  view: DataView,
  elements: Elements,
): Either<FormatError, Elements> => {
  for (let i = 0; i < elements.length; i++) {
    const value = view.getBigInt64(i * 8, littleEndian)
    if (BigInt.asIntN(32, value) !== value) return left({ _tag: 'OutOfRange', position: i, value })
    elements[i] = Number(value)
  }
  return right(elements)
}

/** The elements in the order of the file, from just their bytes. */
const inFileOrder = (header: ArrayHeader, bytes: Uint8Array): Either<FormatError, Elements> => {
  const { storage, littleEndian, dtype } = header
  const elements = allocate(dtype, bytes.length / widthOf(storage))
  if (isAsInMemory(header)) {
    new Uint8Array(elements.buffer).set(bytes)
    return right(elements)
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  if (storage === 'i8') return widened(header, view, elements)
  const read = readers[storage]
  const width = widthOf(storage)
  for (let i = 0; i < elements.length; i++) elements[i] = read(view, i * width, littleEndian)
  return right(elements)
}

/** From the first axis fastest to the last axis fastest. */
const rowMajor = (shape: Shape, elements: Elements): Elements => {
  const to = elements.slice()
  const strides = stridesOf(shape)
  const index = shape.map(() => 0)
  let place = 0
  for (const element of elements) {
    to[place] = element
    for (let axis = 0; axis < shape.length; axis++) {
      place += strides[axis]!
      if (++index[axis]! < shape[axis]!) break
      place -= strides[axis]! * shape[axis]!
      index[axis] = 0
    }
  }
  return to
}

/**
 * The tensor whose data lie in `bytes`, without the header; exactly as many bytes as the elements take.
 *
 * The left is `OutOfRange`, if there are 64-bit integers.
 */
export const decodeElements = (header: ArrayHeader, bytes: Uint8Array): Either<FormatError, AnyTensor> => {
  const elements = inFileOrder(header, bytes)
  if (elements._tag === 'Left') return elements
  const ordered =
    header.fortran && header.shape.length > 1 ? rowMajor(header.shape, elements.right) : elements.right
  return right(unsafeFromElements<Shape, Kind>(header.shape, header.dtype, ordered))
}

/** The tensor in `bytes`, header included; anything after it is an error. */
export const decodeData = (header: ArrayHeader, bytes: Uint8Array): Either<FormatError, AnyTensor> => {
  const { format, offset, bytes: expected } = header
  if (bytes.length < expected) return left({ _tag: 'Truncated', format, expected, found: bytes.length })
  if (bytes.length > expected) return left({ _tag: 'TrailingBytes', format, expected })
  return decodeElements(header, bytes.subarray(offset))
}

/** The bytes of a tensor's elements, last axis fastest. */
export const encodeElements = (elements: Elements, littleEndian: boolean): Uint8Array => {
  const bytes = new Uint8Array(elements.buffer, elements.byteOffset, elements.byteLength).slice()
  const width = elements.BYTES_PER_ELEMENT
  if (width > 1 && littleEndian !== hostIsLittleEndian)
    for (let i = 0; i < bytes.length; i += width) bytes.subarray(i, i + width).reverse()
  return bytes
}
