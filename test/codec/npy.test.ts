import * as fc from 'fast-check'
import { isLeft, isRight } from 'fp-ts/lib/Either.js'
import { Eq, isTensor, tensor, toNested, toValues, zeros } from 'pullback'
import { decodeNpy, encodeNpy, showFormatError } from 'pullback/codec'
import { describe, expect, test } from 'vitest'
import { arrays, flipped } from './arrays.ts'

/** The bytes of an npy file as NumPy lays them out: the data begin at a multiple of 64. */
const npy = (dictionary: string, data = '', version: readonly [number, number] = [1, 0]): Uint8Array => {
  const begin = version[0] === 1 ? 10 : 12
  const offset = Math.ceil((begin + dictionary.length + 1) / 64) * 64
  const length = offset - begin
  const counted = [length & 255, (length >> 8) & 255, length >> 16, 0].slice(0, begin - 8)
  const text = Buffer.from(`${dictionary.padEnd(length - 1)}\n`, 'latin1')
  const magic = Uint8Array.of(0x93, ...Buffer.from('NUMPY'), ...version, ...counted)
  return new Uint8Array(Buffer.concat([magic, text, Buffer.from(data, 'hex')]))
}

const dictionary = (descriptor: string, shape: string, fortran = false): string =>
  `{'descr': '${descriptor}', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': ${shape}, }`

const hostOrder = (x: Float32Array): string => Buffer.from(x.buffer).toString('hex')

const decoded = (bytes: Uint8Array) => {
  const result = decodeNpy(bytes)
  if (isLeft(result)) throw new Error(showFormatError(result.left))
  return [result.right.dtype, toNested(result.right)]
}

// What NumPy 2.4.6 writes of these arrays.
describe('reads what NumPy writes', () => {
  const halves =
    '000000000000e03f000000000000f4bf00000000000008409c7500883ce4377e00000000000000000000000000000080'
  const columns =
    '00000000000000000000000000000840000000000000f03f000000000000104000000000000000400000000000001440'
  const rows = [
    [0, 1, 2],
    [3, 4, 5],
  ]
  const cube = [0, 12].map(from => [0, 4, 8].map(row => [0, 1, 2, 3].map(column => from + row + column)))
  test.each([
    [
      '64-bit floats',
      dictionary('<f8', '(2, 3)'),
      halves,
      [
        'f64',
        [
          [0.5, -1.25, 3],
          [1e300, 0, -0],
        ],
      ],
    ],
    ['32-bit floats', dictionary('<f4', '(2,)'), '0000c03f000000c0', ['f32', [1.5, -2]]],
    [
      '32-bit integers',
      dictionary('<i4', '(2, 1)'),
      '00000080ffffff7f',
      ['i32', [[-2147483648], [2147483647]]],
    ],
    ['bytes', dictionary('|u1', '(1, 1, 2)'), '00ff', ['u8', [[[0, 255]]]]],
    [
      '64-bit integers that fit',
      dictionary('<i8', '(3,)'),
      '00000080ffffffff0700000000000000ffffff7f00000000',
      ['i32', [-2147483648, 7, 2147483647]],
    ],
    ['truth values', dictionary('|b1', '(2,)'), '0100', ['u8', [1, 0]]],
    ['signed bytes', dictionary('|i1', '(2,)'), '807f', ['i32', [-128, 127]]],
    ['16-bit integers', dictionary('<i2', '(2,)'), 'd4fe2c01', ['i32', [-300, 300]]],
    ['unsigned 16-bit integers', dictionary('<u2', '(1,)'), 'ffff', ['i32', [65535]]],
    ['big-endian 16-bit integers', dictionary('>u2', '(2,)'), '0001ff00', ['i32', [1, 65280]]],
    ['uint32 that fit', dictionary('<u4', '(2,)'), '07000000ffffff7f', ['i32', [7, 2147483647]]],
    [
      'uint64 that fit',
      dictionary('<u8', '(2,)'),
      '0700000000000000ffffff7f00000000',
      ['i32', [7, 2147483647]],
    ],
    ['big-endian int64', dictionary('>i8', '(1,)'), 'fffffffffffffffe', ['i32', [-2]]],
    [
      // numpy.array([0, -0., 1, -2.5, 65504, 2**-24, 2**-14, inf, -inf, nan, 1/3], dtype='<f2')
      'float16, exactly',
      dictionary('<f2', '(11,)'),
      '00000080003c00c1ff7b01000004007c00fc007e5535',
      ['f32', [0, -0, 1, -2.5, 65504, 2 ** -24, 2 ** -14, Infinity, -Infinity, Number.NaN, 0.333251953125]],
    ],
    ['big-endian float16', dictionary('>f2', '(2,)'), '3c00c100', ['f32', [1, -2.5]]],
    ["the machine's order", dictionary('=f4', '(1,)'), hostOrder(Float32Array.of(1.5)), ['f32', [1.5]]],
    [
      'no order, which is that of the machine',
      dictionary('f4', '(1,)'),
      hostOrder(Float32Array.of(1.5)),
      ['f32', [1.5]],
    ],
    ['Fortran order', dictionary('<f8', '(2, 3)', true), columns, ['f64', rows]],
    [
      'Fortran order in three axes',
      dictionary('|u1', '(2, 3, 4)', true),
      '000c04100814010d05110915020e06120a16030f07130b17',
      ['u8', cube],
    ],
    ['big-endian floats', dictionary('>f8', '(2,)'), '3fe00000000000004004000000000000', ['f64', [0.5, 2.5]]],
    ['big-endian integers', dictionary('>i4', '(2,)'), '00000001fffffffe', ['i32', [1, -2]]],
    ['a scalar', dictionary('<f8', '()'), '0000000000000440', ['f64', 2.5]],
    ['no elements', dictionary('<f4', '(0, 3)'), '', ['f32', []]],
  ])('%s', (_, header, data, expected) => {
    expect(decoded(npy(header, data))).toEqual(expected)
  })

  test.each([
    ['version 2', [2, 0]],
    ['version 3', [3, 0]],
  ] as const)('%s', (_, version) => {
    expect(decoded(npy(dictionary('<f8', '(1,)'), '000000000000f03f', version))).toEqual(['f64', [1]])
  })

  test('the dictionaries of other writers: double quotes, another order, no spaces, long integers', () => {
    const other = '{"shape":(1L,2L),"fortran_order":False,"descr":"|u1"}'
    expect(decoded(npy(other, '0709'))).toEqual(['u8', [[7, 9]]])
  })
})

test('every float16 is what the host makes of it', () => {
  const bits = Uint16Array.from({ length: 2 ** 16 }, (_, i) => i)
  const bytes = npy(dictionary('=f2', '(65536,)'), Buffer.from(bits.buffer).toString('hex'))
  const result = decodeNpy(bytes)
  const host = Array.from(new Float16Array(bits.buffer))
  expect(isRight(result) && Array.from(toValues(result.right)).every((x, i) => Object.is(x, host[i]))).toBe(
    true,
  )
})

test('Fortran order with very many axes of size 1 takes no longer', () => {
  const ones = Array.from({ length: 30_000 }, () => 1).join(', ')
  const data = '0001020304050607'.repeat(1024)
  const result = decodeNpy(npy(dictionary('|u1', `(${ones}, 2, 4096)`, true), data, [2, 0]))
  expect(isRight(result) && Array.from(toValues(result.right).subarray(0, 4))).toEqual([0, 2, 4, 6])
})

test('writes what NumPy writes, byte for byte', () => {
  const x = tensor([
    [0.5, -1.25],
    [3, 0],
  ])
  expect(encodeNpy(x)).toEqual(npy(dictionary('<f4', '(2, 2)'), '0000003f0000a0bf0000404000000000'))
  expect(encodeNpy(zeros([3], 'u8'))).toEqual(npy(dictionary('|u1', '(3,)'), '000000'))
  expect(encodeNpy(zeros([], 'i32'))).toEqual(npy(dictionary('<i4', '()'), '00000000'))
})

test('decodes what it encodes, bit for bit', () => {
  fc.assert(
    fc.property(arrays, x => {
      const bytes = encodeNpy(x)
      expect((bytes.length - toNestedBytes(x)) % 64).toBe(0)
      const back = decodeNpy(bytes)
      expect(isRight(back) && Eq.equals(back.right as typeof x, x)).toBe(true)
      expect(isRight(back) && back.right.dtype).toBe(x.dtype)
    }),
  )
})

const toNestedBytes = ({
  shape,
  dtype,
}: {
  readonly shape: readonly number[]
  readonly dtype: string
}): number => shape.reduce((n, size) => n * size, 1) * { u8: 1, i32: 4, f32: 4, f64: 8 }[dtype]!

test('a header that is too long for version 1 becomes version 2', () => {
  const deep = zeros<number, readonly number[], 'u8'>(
    Array.from({ length: 30_000 }, () => 1),
    'u8',
  )
  const bytes = encodeNpy(deep)
  expect(Array.from(bytes.subarray(6, 8))).toEqual([2, 0])
  const back = decodeNpy(bytes)
  expect(isRight(back) && back.right.shape.length).toBe(30_000)
})

describe('says what is wrong, and how to mend it', () => {
  const good = npy(dictionary('|u1', '(2,)'), '0709')
  test.each([
    [
      'another magic string',
      Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0, 0, 0),
      'the bytes begin with 50 4b 03 04 00 00, but npy begins with 93 4e 55 4d 50 59 (\\x93NUMPY). Check that it is the ' +
        'right file, and decompressed or named .gz.',
    ],
    ['nothing', new Uint8Array(0), 'the bytes begin with nothing'],
    [
      'a cut magic string',
      good.subarray(0, 5),
      'the npy data end after 5 bytes, but the header announces 12.',
    ],
    ['a cut header', good.subarray(0, 60), 'the npy data end after 60 bytes, but the header announces 128.'],
    [
      'data that end too early',
      good.subarray(0, -1),
      'the npy data end after 129 bytes, but the header announces 130. Get a complete copy.',
    ],
    [
      'bytes after the data',
      Uint8Array.of(...good, 0),
      'there are bytes after the 130 that the npy header announces. Get an intact copy, or cut the file.',
    ],
    [
      'an unknown version',
      npy(dictionary('|u1', '(2,)'), '0709', [4, 0]),
      'the npy header is wrong: version 4.0 is none of 1.0, 2.0 and 3.0. Get an intact copy, or convert the file.',
    ],
    [
      'a header without end',
      Uint8Array.of(0x93, ...Buffer.from('NUMPY'), 2, 0, 255, 255, 255, 255),
      'the npy header is wrong: it has 4294967295 bytes.',
    ],
    [
      'complex numbers',
      npy(dictionary('<c16', '(1,)'), '00'.repeat(16)),
      "the npy header is wrong: elements of type '<c16' are none of float16, float32, float64, bool, and int and uint of 8, " +
        '16, 32 and 64 bits.',
    ],
    ['Python objects', npy(dictionary('|O', '(1,)'), '80'), "elements of type '|O' are none of"],
    [
      'large numbers without an order of bytes',
      npy(dictionary('|f8', '(0,)')),
      "elements of type '|f8' are none of",
    ],
    [
      'records',
      npy("{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (1,), }"),
      "'{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (1,), }' does not say descr, fortran_order and shape",
    ],
    [
      'a missing key',
      npy("{'descr': '<f8', 'shape': (1,), }"),
      'does not say descr, fortran_order and shape',
    ],
    [
      'a key twice',
      npy("{'descr': '<f8', 'fortran_order': False, 'shape': (1,), 'shape': (2,), }"),
      'does not say descr, fortran_order and shape',
    ],
    [
      'an order that is none',
      npy("{'descr': '<f8', 'fortran_order': 'C', 'shape': (1,), }"),
      'does not say descr',
    ],
    ['no dictionary', npy("'descr'"), 'does not say descr, fortran_order and shape'],
    ['something after the dictionary', npy(`${dictionary('<f8', '(0,)')} + 1`), 'does not say descr'],
    [
      'a shape that is none',
      npy(dictionary('<f8', '(1 2)')),
      "the npy header is wrong: '(1 2)' is not a shape.",
    ],
    ['a number for a shape', npy(dictionary('<f8', '3')), 'does not say descr, fortran_order and shape'],
    [
      'sizes beyond all memory',
      npy(dictionary('<f8', '(99999999, 99999999, 99999999)')),
      'no memory holds an array of [99999999, 99999999, 99999999]',
    ],
    [
      'a size that is not a safe integer, beside a zero',
      npy(dictionary('<f8', '(0, 99999999999999999999)')),
      'no memory holds an array of [0, 100000000000000000000]',
    ],
    [
      'a uint32 that does not fit',
      npy(dictionary('<u4', '(2,)'), '0000000000000080'),
      'element 1 is 2147483648, which does not fit an i32.',
    ],
    [
      'a uint64 that does not fit',
      npy(dictionary('>u8', '(1,)'), 'ffffffffffffffff'),
      'element 0 is 18446744073709551615, which does not fit an i32.',
    ],
    [
      'a 64-bit integer that does not fit',
      npy(dictionary('<i8', '(2,)'), '00000000000000000000008000000000'),
      'element 1 is 2147483648, which does not fit an i32. Save the array as float64, or subtract an offset.',
    ],
  ])('%s', (_, bytes, expected) => {
    const result = decodeNpy(bytes)
    expect(isLeft(result) ? showFormatError(result.left) : 'decoded').toContain(expected)
  })
})

describe('never throws and never hangs', () => {
  const isOutcome = (bytes: Uint8Array): void => {
    const result = decodeNpy(bytes)
    if (isRight(result)) expect(isTensor(result.right)).toBe(true)
    else expect(showFormatError(result.left)).toMatch(/\. [A-Z][\s\S]*\.$/)
  }

  test('on any bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), isOutcome), { numRuns: 1000 })
  })

  test('on any dictionary', () => {
    const pieces = [
      "{'descr': '<f8'",
      "'fortran_order': True",
      "'shape': (2,)",
      ', }',
      ', ',
      '(',
      '9',
      "'",
      ' ',
      '{}',
    ]
    const texts = fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 4 })), {
      maxLength: 12,
    })
    fc.assert(
      fc.property(texts, fc.uint8Array({ maxLength: 32 }), (parts, data) => {
        isOutcome(npy(Buffer.from(parts.join('')).toString('latin1'), Buffer.from(data).toString('hex')))
      }),
      { numRuns: 1000 },
    )
  })

  test('on an array cut at any length, which is never read as a whole one', () => {
    fc.assert(
      fc.property(arrays, x => {
        const bytes = encodeNpy(x)
        for (let length = 0; length < bytes.length; length++)
          expect(isLeft(decodeNpy(bytes.subarray(0, length))), `cut to ${length}`).toBe(true)
      }),
    )
  })

  test('on an array with one bit turned over', () => {
    fc.assert(
      fc.property(arrays, fc.nat(), (x, n) => {
        const bytes = encodeNpy(x)
        isOutcome(flipped(bytes, n % (bytes.length * 8)))
      }),
      { numRuns: 1000 },
    )
  })
})
