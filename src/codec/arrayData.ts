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
import { fromHalf } from './half.ts'
import { hostIsLittleEndian } from './hostOrder.ts'

type Reader<N> = (view: DataView, place: number, littleEndian: boolean) => N

/** Storages whose numbers all fit the element type that they become. */
const readers: Readonly<Record<Exclude<Storage, WideStorage>, Reader<number>>> = {
  u1: (view, place) => view.getUint8(place),
  b1: (view, place) => (view.getUint8(place) === 0 ? 0 : 1),
  u2: (view, place, little) => view.getUint16(place, little),
  i1: (view, place) => view.getInt8(place),
  i2: (view, place, little) => view.getInt16(place, little),
  i4: (view, place, little) => view.getInt32(place, little),
  f2: (view, place, little) => fromHalf(view.getUint16(place, little)),
  f4: (view, place, little) => view.getFloat32(place, little),
  f8: (view, place, little) => view.getFloat64(place, little),
}

type WideStorage = 'u4' | 'u8' | 'i8'

/** Storages of integers that need not fit 32 bits with a sign. */
const wideReaders: Readonly<Record<WideStorage, Reader<number | bigint>>> = {
  u4: (view, place, little) => view.getUint32(place, little),
  u8: (view, place, little) => view.getBigUint64(place, little),
  i8: (view, place, little) => view.getBigInt64(place, little),
}

const isWide = (storage: Storage): storage is WideStorage => storage in wideReaders

/** Whether the bytes in the file are those that the tensor will have in memory. */
const isAsInMemory = ({ storage, littleEndian }: ArrayHeader): boolean =>
  storage === 'u1' || (/^(i4|f4|f8)$/.test(storage) && littleEndian === hostIsLittleEndian)

const narrowed = (
  storage: WideStorage,
  littleEndian: boolean,
  view: DataView,
  elements: Elements,
): Either<FormatError, Elements> => {
  const read = wideReaders[storage]
  const width = widthOf(storage)
  for (let i = 0; i < elements.length; i++) {
    const value = read(view, i * width, littleEndian)
    if (value < -(2 ** 31) || value >= 2 ** 31)
      return left({ _tag: 'OutOfRange', position: i, value: BigInt(value) })
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
  if (isWide(storage)) return narrowed(storage, littleEndian, view, elements)
  const read = readers[storage]
  const width = widthOf(storage)
  for (let i = 0; i < elements.length; i++) elements[i] = read(view, i * width, littleEndian)
  return right(elements)
}

/** From the first axis fastest to the last axis fastest. */
const rowMajor = (shape: Shape, elements: Elements): Elements => {
  const to = elements.slice()
  // Axes of size 1 move nothing, and there may be very many of them.
  const axes = shape.flatMap((size, axis) => (size === 1 ? [] : [axis]))
  const [sizes, all] = [axes.map(axis => shape[axis]!), stridesOf(shape)]
  const strides = axes.map(axis => all[axis]!)
  const index = axes.map(() => 0)
  let place = 0
  for (const element of elements) {
    to[place] = element
    for (let axis = 0; axis < sizes.length; axis++) {
      place += strides[axis]!
      if (++index[axis]! < sizes[axis]!) break
      place -= strides[axis]! * sizes[axis]!
      index[axis] = 0
    }
  }
  return to
}

/**
 * The tensor whose data lie in `bytes`, without the header; exactly as many bytes as the elements take.
 *
 * The left is `OutOfRange`, if there are integers of 64 bits or of 32 without a sign.
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
