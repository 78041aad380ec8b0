/**
 * The formats npy and IDX as their documents describe them: numbers of every kind, headers, and data in both orders.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import type { DType, Shape } from '../../src/index.ts'
import { countOf, joined, latin, sizes } from './samples.ts'

type Writer = (view: DataView, at: number, value: number, little: boolean) => void

interface Stored {
  readonly name: string
  readonly width: number
  readonly dtype: DType
  readonly write: Writer
  readonly values: Arbitrary<number>
}

const stored = (
  name: string,
  width: number,
  dtype: DType,
  write: Writer,
  values: Arbitrary<number>,
): Stored => ({ name, width, dtype, write, values })

const between = (min: number, max: number): Arbitrary<number> =>
  fc.oneof(fc.integer({ min, max }), fc.constantFrom(min, max, 0, 1))

/** The halves that are written here: their bits, sign, exponent and fraction, say what they are. */
const halves = new Map<number, number>(
  Array.from({ length: 2 ** 16 }, (_, bits) => {
    const [sign, exponent, fraction] = [bits >> 15 ? -1 : 1, (bits >> 10) & 31, bits & 1023] as const
    const size = exponent === 0 ? 2 ** -24 * fraction : 2 ** (exponent - 25) * (1024 + fraction)
    return [sign * (exponent === 31 ? (fraction === 0 ? Infinity : Number.NaN) : size), bits] as const
  }),
)
const half = fc.oneof(
  fc.constantFrom(...[...halves.keys()].filter(value => !Number.isNaN(value))),
  fc.constantFrom(Infinity, -Infinity, 65504, 2 ** -24, 2 ** -14, 1, -1),
)

const kinds: readonly Stored[] = [
  stored('u1', 1, 'u8', (view, at, x) => view.setUint8(at, x), between(0, 255)),
  stored('b1', 1, 'u8', (view, at, x) => view.setUint8(at, x), between(0, 1)),
  stored('i1', 1, 'i32', (view, at, x) => view.setInt8(at, x), between(-128, 127)),
  stored('u2', 2, 'i32', (view, at, x, little) => view.setUint16(at, x, little), between(0, 65535)),
  stored('i2', 2, 'i32', (view, at, x, little) => view.setInt16(at, x, little), between(-32768, 32767)),
  stored('u4', 4, 'i32', (view, at, x, little) => view.setUint32(at, x, little), between(0, 2 ** 31 - 1)),
  stored(
    'i4',
    4,
    'i32',
    (view, at, x, little) => view.setInt32(at, x, little),
    between(-(2 ** 31), 2 ** 31 - 1),
  ),
  stored(
    'u8',
    8,
    'i32',
    (view, at, x, little) => view.setBigUint64(at, BigInt(x), little),
    between(0, 2 ** 31 - 1),
  ),
  stored(
    'i8',
    8,
    'i32',
    (view, at, x, little) => view.setBigInt64(at, BigInt(x), little),
    between(-(2 ** 31), 2 ** 31 - 1),
  ),
  stored(
    'f2',
    2,
    'f32',
    (view, at, x, little) =>
      view.setUint16(at, Object.is(x, -0) ? 2 ** 15 : x === 0 ? 0 : halves.get(x)!, little),
    half,
  ),
  stored('f4', 4, 'f32', (view, at, x, little) => view.setFloat32(at, x, little), fc.float({ noNaN: true })),
  stored('f8', 8, 'f64', (view, at, x, little) => view.setFloat64(at, x, little), fc.double({ noNaN: true })),
]

/** Places of the elements of a shape, the first axis fastest, as places with the last axis fastest. */
export const fortranPlaces = (shape: Shape): readonly number[] =>
  Array.from({ length: countOf(shape) }, (_, place) => {
    let [left, at, stride] = [place, 0, countOf(shape)]
    for (const size of shape) {
      stride /= size
      at += (left % size) * stride
      left = Math.floor(left / size)
    }
    return at
  })

export const dataOf = ({ width, write }: Stored, values: readonly number[], little: boolean): Uint8Array => {
  const bytes = new Uint8Array(values.length * width)
  values.forEach((value, i) => {
    write(new DataView(bytes.buffer), i * width, value, little)
  })
  return bytes
}

export const counted = (bytes: 2 | 4, n: number, little: boolean): Uint8Array => {
  const found = new Uint8Array(bytes)
  if (bytes === 2) new DataView(found.buffer).setUint16(0, n, little)
  else new DataView(found.buffer).setUint32(0, n, little)
  return found
}

/** An npy file with this dictionary, of a version, and these data. */
export const npy = (dictionary: string, data: ArrayLike<number> = [], version = 1): Uint8Array => {
  const begin = version === 1 ? 10 : 12
  const length = Math.ceil((begin + dictionary.length + 1) / 64) * 64 - begin
  return joined(
    [0x93],
    latin('NUMPY'),
    [version, 0],
    counted(version === 1 ? 2 : 4, length, true),
    latin(`${dictionary.padEnd(length - 1)}\n`),
    data,
  )
}

export const tuple = (shape: Shape): string => `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`

export const dictionaryOf = (descriptor: string, shape: string, fortran = false): string =>
  `{'descr': '${descriptor}', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': ${shape}, }`

export const npyDescriptors: Readonly<Record<DType, string>> = {
  f32: '<f4',
  f64: '<f8',
  i32: '<i4',
  u8: '|u1',
}
export const nameOf: Readonly<Record<DType, string>> = { f32: 'f4', f64: 'f8', i32: 'i4', u8: 'u1' }
export const kindOf = (name: string): Stored => kinds.find(kind => kind.name === name) as Stored

export const idxCodes: Readonly<Record<string, number>> = { u1: 8, i1: 9, i2: 11, i4: 12, f4: 13, f8: 14 }

export const idx = (code: number, shape: Shape, data: ArrayLike<number>): Uint8Array =>
  joined([0, 0, code, shape.length], ...shape.map(size => counted(4, size, false)), data)

/** Files of any kind of number, with what is in them. */
export const filled = fc
  .tuple(fc.constantFrom(...kinds), sizes)
  .chain(([kind, shape]) =>
    fc.tuple(
      fc.constant(kind),
      fc.constant(shape),
      fc.array(kind.values, { minLength: countOf(shape), maxLength: countOf(shape) }),
      fc.boolean(),
      fc.boolean(),
    ),
  )
