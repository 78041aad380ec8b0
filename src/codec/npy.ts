/**
 * npy, NumPy's format of one array.
 *
 * @module
 */
import { chain, type Either } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { needs, takes } from '../tensor/contract/index.ts'
import type { DType } from '../tensor/dtype.ts'
import { type AnyTensor, elementsOf } from '../tensor/tensor.ts'
import { decodeData, encodeElements } from './arrayData.ts'
import { bytes } from './contract.ts'
import type { FormatError } from './formatError.ts'
import { npyHeader, npyMagic } from './npyHeader.ts'

/**
 * The array in the bytes of an npy file of version 1, 2 or 3, in C or Fortran order and either order of bytes.
 *
 * float32, float64, int32 and uint8 keep their types; float16 becomes f32, which holds it exactly; bool becomes u8; all other
 * integers become i32. The left says whether the magic string is wrong, the header says what tensors cannot hold, the data end too
 * early, there are bytes behind them, or an integer of uint32, int64 or uint64 does not fit i32.
 *
 * @throws ArgumentError unless it is given a Uint8Array.
 *
 * @example
 * import { tensor } from 'pullback'
 * import { decodeNpy, encodeNpy } from 'pullback/codec'
 * decodeNpy(encodeNpy(tensor([0.5, 1]))) // right: [0.5, 1]
 *
 * @category Codecs
 * @since 0.1.0
 */
export const decodeNpy = takes('decodeNpy', { bytes }, () => decodeNpyUnchecked)

const decodeNpyUnchecked = (bytes: Uint8Array): Either<FormatError, AnyTensor> =>
  pipe(
    npyHeader.decodeHeader(bytes),
    chain(header => decodeData(header, bytes)),
  )

const descriptors: Readonly<Record<DType, string>> = { f32: '<f4', f64: '<f8', i32: '<i4', u8: '|u1' }

/** Data begin at a multiple of this, so that they can be mapped into memory. */
const alignment = 64

/**
 * The bytes of an npy file with this tensor: what `decodeNpy` gives back, and what NumPy's `load` reads.
 *
 * @example
 * import { zeros } from 'pullback'
 * import { encodeNpy } from 'pullback/codec'
 * encodeNpy(zeros([2, 3])).length // 128 of header and 24 of data
 *
 * @category Codecs
 * @since 0.1.0
 */
export const encodeNpy = takes('encodeNpy', { x: needs.tensor }, () => encodeNpyUnchecked)

const encodeNpyUnchecked = (x: AnyTensor): Uint8Array => {
  const sizes = x.shape.length === 1 ? `${x.shape[0]},` : x.shape.join(', ')
  const dictionary = `{'descr': '${descriptors[x.dtype]}', 'fortran_order': False, 'shape': (${sizes}), }`
  // Version 1 counts the dictionary in 16 bits.
  const version = dictionary.length + alignment < 2 ** 16 ? 1 : 2
  const begin = version === 1 ? 10 : 12
  const offset = Math.ceil((begin + dictionary.length + 1) / alignment) * alignment
  const data = encodeElements(elementsOf(x), true)
  const bytes = new Uint8Array(offset + data.length)
  bytes.set([...npyMagic, version, 0])
  const view = new DataView(bytes.buffer)
  if (version === 1) view.setUint16(8, offset - begin, true)
  else view.setUint32(8, offset - begin, true)
  const text = `${dictionary.padEnd(offset - begin - 1)}\n`
  for (let i = 0; i < text.length; i++) bytes[begin + i] = text.charCodeAt(i)
  bytes.set(data, offset)
  return bytes
}
