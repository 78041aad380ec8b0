/**
 * IDX, the format of MNIST: two zero bytes, a type code, the number of axes, their sizes as 32-bit integers, and the elements,
 * all big-endian (LeCun, Cortes, Burges: "The MNIST database").
 *
 * @module
 */
import { chain, type Either, left } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { needs, takes } from '../tensor/contract/index.ts'
import type { DType } from '../tensor/dtype.ts'
import { ArgumentError } from '../tensor/error.ts'
import { showShape } from '../tensor/shape.ts'
import { type AnyTensor, elementsOf } from '../tensor/tensor.ts'
import { decodeData, encodeElements } from './arrayData.ts'
import { type ArrayHeader, arrayHeader, type Storage } from './arrayHeader.ts'
import { bytes } from './contract.ts'
import { badMagic, type FormatError } from './formatError.ts'
import { type HeaderCodec, headerCodec } from './headerCodec.ts'

const storages: Readonly<Record<number, Storage>> = {
  8: 'u1',
  9: 'i1',
  11: 'i2',
  12: 'i4',
  13: 'f4',
  14: 'f8',
}

const codes: Readonly<Record<DType, number>> = { u8: 8, i32: 12, f32: 13, f64: 14 }

/** How many bytes come before the sizes. */
const prefix = 4

const headerBytes = (bytes: Uint8Array): number => prefix + 4 * (bytes[3] ?? 0)

const decodeHeader = (bytes: Uint8Array): Either<FormatError, ArrayHeader> => {
  const format = 'IDX'
  const storage = storages[bytes[2] ?? 8]
  if (bytes.length === 0 || bytes[0] !== 0 || (bytes[1] ?? 0) !== 0 || storage === undefined)
    return left(badMagic(format, bytes.subarray(0, prefix)))
  const offset = headerBytes(bytes)
  if (bytes.length < offset) return left({ _tag: 'Truncated', format, expected: offset, found: bytes.length })
  const view = new DataView(bytes.buffer, bytes.byteOffset, offset)
  const shape = Array.from({ length: bytes[3]! }, (_, axis) => view.getUint32(prefix + 4 * axis))
  return arrayHeader({ format, offset, storage, littleEndian: false, fortran: false, shape })
}

/** How IDX headers are read. */
export const idxHeader: HeaderCodec = headerCodec(decodeHeader, prefix, headerBytes)

/**
 * The array in the bytes of an IDX file. Signed bytes and 16-bit integers become i32; all other types keep theirs.
 *
 * The left says whether the magic number is wrong, the data end too early, or there are bytes behind them.
 *
 * @throws ArgumentError unless it is given a Uint8Array.
 *
 * @example
 * import { decodeIdx } from 'pullback/codec'
 * decodeIdx(Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 7, 9)) // right: the bytes [7, 9]
 *
 * @category Codecs
 * @since 0.1.0
 */
export const decodeIdx = takes('decodeIdx', { bytes }, () => decodeIdxUnchecked)

const decodeIdxUnchecked = (bytes: Uint8Array): Either<FormatError, AnyTensor> =>
  pipe(
    decodeHeader(bytes),
    chain(header => decodeData(header, bytes)),
  )

/**
 * The bytes of an IDX file with this tensor: what `decodeIdx` gives back.
 *
 * @throws ArgumentError if the tensor has more than 255 axes or an axis is 2³² or longer.
 *
 * @example
 * import { tensor } from 'pullback'
 * import { encodeIdx } from 'pullback/codec'
 * encodeIdx(tensor([7, 9], 'u8')) // 0 0 8 1, 0 0 0 2, 7 9
 *
 * @category Codecs
 * @since 0.1.0
 */
export const encodeIdx = takes('encodeIdx', { x: needs.tensor }, () => encodeIdxUnchecked)

const encodeIdxUnchecked = (x: AnyTensor): Uint8Array => {
  if (x.shape.length > 255 || x.shape.some(size => size >= 2 ** 32))
    throw new ArgumentError(
      `IDX takes up to 255 axes, each shorter than 2^32, but was given ${showShape(x.shape)}.`,
    )
  const data = encodeElements(elementsOf(x), false)
  const bytes = new Uint8Array(prefix + 4 * x.shape.length + data.length)
  const view = new DataView(bytes.buffer)
  bytes.set([0, 0, codes[x.dtype], x.shape.length])
  x.shape.forEach((size, axis) => {
    view.setUint32(prefix + 4 * axis, size)
  })
  bytes.set(data, prefix + 4 * x.shape.length)
  return bytes
}
