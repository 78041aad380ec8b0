/**
 * Laws of array files: what is written is read, what is read is what the formats say, and nothing else is read.
 *
 * @module
 */
import type { Either } from 'fp-ts/lib/Either.js'
import fc, { type Arbitrary } from 'fast-check'
import {
  decodeIdx,
  decodeNpy,
  encodeIdx,
  encodeNpy,
  fitting,
  showFormatError,
} from '../../src/codec/index.ts'
import { type AnyTensor, type DType, type Shape, toValues } from '../../src/index.ts'
import { idxHeader } from '../../src/codec/idx.ts'
import { npyHeader } from '../../src/codec/npyHeader.ts'
import { every } from '../close.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { refused } from '../oracle/refusal.ts'
import { arrays, countOf, decodes, joined, latin, made, refuses, same, sizes } from './samples.ts'

// -------------------------------------------------------------------------------------
// the formats, by their documents
// -------------------------------------------------------------------------------------

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
const fortranPlaces = (shape: Shape): readonly number[] =>
  Array.from({ length: countOf(shape) }, (_, place) => {
    let [left, at, stride] = [place, 0, countOf(shape)]
    for (const size of shape) {
      stride /= size
      at += (left % size) * stride
      left = Math.floor(left / size)
    }
    return at
  })

const dataOf = ({ width, write }: Stored, values: readonly number[], little: boolean): Uint8Array => {
  const bytes = new Uint8Array(values.length * width)
  values.forEach((value, i) => {
    write(new DataView(bytes.buffer), i * width, value, little)
  })
  return bytes
}

const counted = (bytes: 2 | 4, n: number, little: boolean): Uint8Array => {
  const found = new Uint8Array(bytes)
  if (bytes === 2) new DataView(found.buffer).setUint16(0, n, little)
  else new DataView(found.buffer).setUint32(0, n, little)
  return found
}

/** An npy file with this dictionary, of a version, and these data. */
const npy = (dictionary: string, data: ArrayLike<number> = [], version = 1): Uint8Array => {
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

const tuple = (shape: Shape): string => `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`

const dictionaryOf = (descriptor: string, shape: string, fortran = false): string =>
  `{'descr': '${descriptor}', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': ${shape}, }`

const npyDescriptors: Readonly<Record<DType, string>> = { f32: '<f4', f64: '<f8', i32: '<i4', u8: '|u1' }
const nameOf: Readonly<Record<DType, string>> = { f32: 'f4', f64: 'f8', i32: 'i4', u8: 'u1' }
const kindOf = (name: string): Stored => kinds.find(kind => kind.name === name) as Stored

const idxCodes: Readonly<Record<string, number>> = { u1: 8, i1: 9, i2: 11, i4: 12, f4: 13, f8: 14 }

const idx = (code: number, shape: Shape, data: ArrayLike<number>): Uint8Array =>
  joined([0, 0, code, shape.length], ...shape.map(size => counted(4, size, false)), data)

/** Files of any kind of number, with what is in them. */
const filled = fc
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

// -------------------------------------------------------------------------------------
// laws
// -------------------------------------------------------------------------------------

const text = (x: AnyTensor): string => tuple(x.shape)

interface Format {
  readonly name: 'npy' | 'IDX'
  readonly encode: (x: AnyTensor) => Uint8Array
  readonly decode: (bytes: Uint8Array) => Either<unknown, AnyTensor>
}

const npyFormat: Format = { name: 'npy', encode: encodeNpy, decode: decodeNpy }
const idxFormat: Format = { name: 'IDX', encode: encodeIdx, decode: decodeIdx }

const filesOf = ({ name, encode, decode }: Format): LawSet => {
  const headerOf = (x: AnyTensor, bytes: Uint8Array): number => bytes.length - countOf(x.shape) * widthOf(x)
  const prefix = name === 'npy' ? 12 : 4
  return lawSet(`${name} files`, [
    law('C1', 'what is encoded is decoded, bit for bit', [arrays], x => decodes(decode(encode(x)), x)),
    law(
      'C2',
      'the first bytes of a file are refused, however many, with how many there should be',
      [arrays, fc.nat(), fc.nat(20)],
      (x, cut, few) => {
        const bytes = encode(x)
        const header = headerOf(x, bytes)
        return every(
          ...[few, cut % bytes.length, header - 1, header, bytes.length - 1].map(found => {
            if (found >= bytes.length) return same(true, true)
            const decoded = decode(bytes.subarray(0, found))
            const begins = { _tag: 'BadMagic', format: name, found: '' }
            if (found === 0) return refuses(decoded, begins)
            const expected =
              name === 'npy' && found < prefix ? prefix : found < header ? header : bytes.length
            // A scalar's IDX header of four bytes says by its first three how long it is.
            const announced = name === 'IDX' && found < prefix ? prefix : expected
            return refuses(decoded, { _tag: 'Truncated', format: name, expected: announced, found })
          }),
        )
      },
    ),
    law('C3', 'bytes behind the data are refused', [arrays, fc.integer({ min: 1, max: 9 })], (x, more) => {
      const bytes = encode(x)
      return refuses(decode(joined(bytes, new Uint8Array(more))), {
        _tag: 'TrailingBytes',
        format: name,
        expected: bytes.length,
      })
    }),
    law(
      'C4',
      'bytes that begin as no file does are refused, with these bytes in hexadecimal',
      [arrays, fc.nat(1), fc.integer({ min: 1, max: 255 })],
      (x, place, change) => {
        const bytes = encode(x).map((byte, i) => (i === place ? byte ^ change : byte))
        const beginning = Array.from(bytes.subarray(0, name === 'npy' ? 6 : 4))
        const found = beginning.map(byte => byte.toString(16).padStart(2, '0')).join(' ')
        return refuses(decode(bytes), { _tag: 'BadMagic', format: name, found })
      },
    ),
    law(
      'C5',
      'bytes may lie anywhere in others, and are not held on to',
      [arrays, fc.nat(9)],
      (x, before) => {
        const own = encode(x)
        const bytes = joined(new Uint8Array(before), own, [1, 2, 3]).subarray(before, before + own.length)
        const decoded = decode(bytes)
        bytes.fill(1)
        return decodes(decoded, x)
      },
    ),
  ])
}

const widthOf = (x: AnyTensor): number => toValues(x).BYTES_PER_ELEMENT

const wide = fc.tuple(
  fc.constantFrom('u4' as const, 'u8' as const, 'i8' as const),
  fc.bigInt(2n ** 31n, 2n ** 40n),
  fc.nat(3),
  fc.boolean(),
)

const pattern = fc.record(
  { dtype: fc.constantFrom<DType>('u8', 'i32', 'f32', 'f64'), shape: fc.array(fc.option(fc.nat(4))) },
  { requiredKeys: [] },
)

/** Laws of npy files. */
export const npyLaws: LawSet = lawSet(
  'npy',
  [
    law(
      'C6',
      'every kind of number is read, in both orders of bytes and of axes, in versions 1 to 3',
      [filled, fc.integer({ min: 1, max: 3 })],
      ([kind, shape, values, little, fortran], version) => {
        const places = fortran ? fortranPlaces(shape) : values.map((_, i) => i)
        const order = kind.width === 1 ? '|' : little ? '<' : '>'
        const data = dataOf(
          kind,
          places.map(place => values[place]!),
          little,
        )
        const file = npy(dictionaryOf(`${order}${kind.name}`, tuple(shape), fortran), data, version)
        return decodes(decodeNpy(file), made(shape, values, kind.dtype))
      },
    ),
    law(
      'C7',
      'a file has what the format says: magic, version, length, dictionary, spaces to a multiple of 64, data',
      [arrays],
      x =>
        same(
          encodeNpy(x),
          npy(
            dictionaryOf(npyDescriptors[x.dtype], text(x)),
            dataOf(kindOf(nameOf[x.dtype]), Array.from(toValues(x)), true),
          ),
        ),
    ),
    law(
      'C8',
      'integers beyond 32 bits are refused, with the first and its place',
      [wide],
      ([name, value, at, little]) => {
        const data = new Uint8Array(4 * Number(name[1]))
        const view = new DataView(data.buffer)
        const beyond =
          name === 'u4'
            ? (value % 2n ** 31n) + 2n ** 31n
            : at % 2 === 0 || name === 'u8'
              ? value
              : -value - 1n
        if (name === 'u4') view.setUint32(4 * at, Number(beyond), little)
        else view.setBigInt64(8 * at, beyond, little)
        const decoded = decodeNpy(npy(dictionaryOf(`${little ? '<' : '>'}${name}`, '(4,)'), data))
        return refuses(decoded, { _tag: 'OutOfRange', position: at, value: beyond })
      },
    ),
    law(
      'C9',
      'dictionaries of other writers are read: other quotes, order and spaces, long integers',
      [arrays, fc.nat(3)],
      (x, which) => {
        const [sizes, descriptor] = [x.shape.map(size => `${size}L,`).join(''), npyDescriptors[x.dtype]]
        const dictionary = [
          `{"shape":(${sizes}),"fortran_order":False,"descr":"${descriptor}"}`,
          `  { 'fortran_order' : False , 'descr':"${descriptor}",\n 'shape' :( ${sizes} ) , } `,
          `{'descr': '${descriptor.replace(/[<|]/, x.dtype === 'u8' ? '' : '<')}', "shape": (${sizes}), 'fortran_order': False}`,
          `{'descr': '${descriptor}', 'more': 'x', 'fortran_order': False, 'shape': (${sizes}),}`,
        ][which]!
        return decodes(
          decodeNpy(npy(dictionary, dataOf(kindOf(nameOf[x.dtype]), Array.from(toValues(x)), true))),
          x,
        )
      },
    ),
    law(
      'C10',
      'what is not a header, or says what no tensor holds, is refused with what it says',
      [fc.nat()],
      _ => {
        const wrong = (bytes: Uint8Array, reason: string) =>
          refuses(decodeNpy(bytes), { _tag: 'BadHeader', format: 'npy', reason })
        const says = (dictionary: string) =>
          `'${dictionary.slice(0, 100)}' does not say descr, fortran_order and shape`
        const types = 'are none of float16, float32, float64, bool, and int and uint of 8, 16, 32 and 64 bits'
        const long = `{'descr': '${'x'.repeat(200)}', 'fortran_order': False, 'shape': (1,), }`
        const patched = (place: number, byte: number) =>
          npy(dictionaryOf('|u1', '(1,)'), [7]).map((old, i) => (i === place ? byte : old))
        return every(
          ...[
            'no dictionary',
            `'descr': '|u1', 'fortran_order': False, 'shape': (1,), }`,
            `{'descr': '|u1', 'fortran_order': False, 'shape': (1,), 'descr': '|u1', }`,
            `{'descr': '|u1', 'shape': (1,), }`,
            `{'descr': '|u1', 'fortran_order': False, }`,
            `{'fortran_order': False, 'shape': (1,), }`,
            `{'descr': '|u1', 'fortran_order': 'no', 'shape': (1,), }`,
            `{'descr': '|u1', 'fortran_order': False, 'shape': (1,), } more`,
            `{'descr': '|u1', 'fortran_order': False, 'shape': (1,)`,
            `{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }`,
            `{'descr': '|u1', 'fortran_order': False, 'shape': (1,), ${"'x': 'y', ".repeat(20)}'descr': '|u1'}`,
          ].map(dictionary => wrong(npy(dictionary), says(dictionary))),
          ...['|f4', '<c8', '<U3', '<u3', 'f16', '<f4x'].map(descriptor =>
            wrong(npy(dictionaryOf(descriptor, '(1,)')), `elements of type '${descriptor}' ${types}`),
          ),
          wrong(npy(long), `elements of type '${'x'.repeat(20)}' ${types}`),
          ...['(,)', '(1 2)', '(1,,2)', '(L)'].map(shape =>
            wrong(npy(dictionaryOf('|u1', shape)), `'${shape}' is not a shape`),
          ),
          wrong(
            npy(dictionaryOf('|u1', '(9007199254740992,)')),
            'no memory holds an array of [9007199254740992]',
          ),
          wrong(
            npy(dictionaryOf('<f8', '(4503599627370496,)')),
            'no memory holds an array of [4503599627370496]',
          ),
          wrong(
            npy(dictionaryOf('|u1', '(0, 94906267, 94906267)')),
            'no memory holds an array of [0, 94906267, 94906267]',
          ),
          decodes(decodeNpy(npy(dictionaryOf('<f8', '(0, 1000000)'))), made([0, 1000000], [], 'f64')),
          wrong(patched(6, 0), 'version 0.0 is none of 1.0, 2.0 and 3.0'),
          wrong(patched(6, 4), 'version 4.0 is none of 1.0, 2.0 and 3.0'),
          wrong(patched(7, 1), 'version 1.1 is none of 1.0, 2.0 and 3.0'),
          wrong(
            joined([0x93], latin('NUMPY'), [2, 0], counted(4, 2 ** 20 + 1, true)),
            `it has ${2 ** 20 + 1} bytes`,
          ),
          refuses(decodeNpy(joined([0x93], latin('NUMPY'), [2, 0], counted(4, 2 ** 20, true))), {
            _tag: 'Truncated',
            format: 'npy',
            expected: 12 + 2 ** 20,
            found: 12,
          }),
        )
      },
    ),
  ],
  [filesOf(npyFormat)],
)

/** Laws of IDX files. */
export const idxLaws: LawSet = lawSet(
  'IDX',
  [
    law(
      'C11',
      'a file has what the format says: zeros, a code, the axes and their sizes, and data, the highest byte first',
      [arrays],
      x =>
        same(
          encodeIdx(x),
          idx(
            idxCodes[nameOf[x.dtype]]!,
            x.shape,
            dataOf(kindOf(nameOf[x.dtype]), Array.from(toValues(x)), false),
          ),
        ),
    ),
    law('C12', 'every kind of number is read', [filled], ([kind, shape, values]) => {
      const code = idxCodes[kind.name]
      if (code === undefined) return same(true, true)
      return decodes(
        decodeIdx(idx(code, shape, dataOf(kind, values, false))),
        made(shape, values, kind.dtype),
      )
    }),
    law('C43', 'a file has at most 255 axes, each shorter than 2^32', [fc.nat(2)], more =>
      every(
        refused('ArgumentError', () => encodeIdx(made(new Array(256 + more).fill(1), [7], 'u8'))),
        refused('ArgumentError', () => encodeIdx(made([0, 2 ** 32 + more], [], 'u8'))),
        ...[new Array(255 - more).fill(1), [0, 2 ** 32 - 1 - more]].map(shape => {
          const x = made(shape, shape.includes(0) ? [] : [7], 'u8')
          return decodes(decodeIdx(encodeIdx(x)), x)
        }),
      ),
    ),
    law(
      'C13',
      'another code is refused',
      [fc.nat(255).filter(code => ![8, 9, 11, 12, 13, 14].includes(code))],
      code =>
        refuses(decodeIdx(idx(code, [1], [7])), {
          _tag: 'BadMagic',
          format: 'IDX',
          found: `00 00 ${code.toString(16).padStart(2, '0')} 01`,
        }),
    ),
  ],
  [filesOf(idxFormat)],
)

/** Laws of what is known of a header before all of a file is there. */
export const headerLaws: LawSet = lawSet('headers', [
  law(
    'C14',
    'the first bytes of a file tell its header as soon as it is whole, or ask for more',
    [arrays, fc.nat()],
    (x, cut) =>
      every(
        ...[
          { bytes: encodeNpy(x), header: npyHeader },
          { bytes: encodeIdx(x), header: idxHeader },
        ].flatMap(({ bytes, header }) => {
          const whole = header.decodeHeader(bytes)
          const offset = whole._tag === 'Right' ? whole.right.offset : Number.NaN
          return [cut % (offset + 1), offset - 1, offset, bytes.length].map(n =>
            same(header.headerIn(bytes.subarray(0, n)), n < offset ? null : whole),
          )
        }),
      ),
  ),
])

/** Laws of what an array has to be. */
export const fittingLaws: LawSet = lawSet('fitting', [
  law(
    'C15',
    'an array fits if its element type and every size that is named are those wanted',
    [arrays, pattern],
    (x, wanted) => {
      const { dtype, shape } = wanted
      const given = fitting(wanted)(x) as Either<unknown, AnyTensor>
      if (dtype !== undefined && dtype !== x.dtype)
        return refuses(given, { _tag: 'WrongDType', expected: dtype, found: x.dtype })
      const isOther =
        shape !== undefined &&
        (shape.length !== x.shape.length || shape.some((size, i) => size !== null && size !== x.shape[i]))
      return isOther
        ? refuses(given, { _tag: 'WrongShape', expected: shape, found: x.shape })
        : decodes(given, x)
    },
  ),
  law('C16', 'an array fits its own sizes, with any of them left open', [arrays, fc.nat(15)], (x, open) =>
    decodes(
      fitting({ dtype: x.dtype, shape: x.shape.map((size, i) => ((open >> i) & 1 ? null : size)) })(
        x,
      ) as Either<unknown, AnyTensor>,
      x,
    ),
  ),
])

/** Laws of how errors of array files read. */
export const formatErrorLaws: LawSet = lawSet('errors of array files', [
  law(
    'C17',
    'each error says what was found, what was wanted and how to mend it',
    [fc.nat(999), fc.nat(999)],
    (a, b) => {
      const says = (error: Parameters<typeof showFormatError>[0], sentence: string) =>
        same(showFormatError(error), sentence)
      return every(
        says(
          { _tag: 'BadMagic', format: 'IDX', found: '' },
          'the bytes begin with nothing, but IDX begins with 00 00, a type code and the number of axes. Check that it is the right file, and decompressed or named .gz.',
        ),
        says(
          { _tag: 'BadMagic', format: 'npy', found: '1f 8b' },
          'the bytes begin with 1f 8b, but npy begins with 93 4e 55 4d 50 59 (\\x93NUMPY). Check that it is the right file, and decompressed or named .gz.',
        ),
        says(
          { _tag: 'Truncated', format: 'npy', expected: a, found: b },
          `the npy data end after ${b} bytes, but the header announces ${a}. Get a complete copy.`,
        ),
        says(
          { _tag: 'WrongShape', expected: [a, null], found: [b] },
          `the array is [${b}], but [${a}, any] is wanted. Check that it is the right file, or ask for another shape.`,
        ),
        says(
          { _tag: 'ArrayMissing', name: 'x', found: ['y', 'z'] },
          "there is no array 'x', only 'y', 'z'. Check the name.",
        ),
        says(
          { _tag: 'ArrayMissing', name: 'x', found: [] },
          "there is no array 'x', only none. Check the name.",
        ),
        says(
          { _tag: 'TooLarge', limit: a },
          `the content is longer than ${a} bytes. Raise maxBytes if you trust the file.`,
        ),
      )
    },
  ),
])
