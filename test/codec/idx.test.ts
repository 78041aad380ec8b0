import * as fc from 'fast-check'
import { isLeft, isRight, left, right } from 'fp-ts/lib/Either.js'
import { Eq, fromElements, isTensor, tensor, toNested, toValues } from 'pullback'
import {
  type ArrayPattern,
  decodeIdx,
  encodeIdx,
  fitting,
  ShowFormatError,
  showFormatError,
} from 'pullback/codec'
import { describe, expect, test } from 'vitest'
import { arrays, flipped } from './arrays.ts'

const labels = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 3, 7, 0, 9)

const sentence = (bytes: Uint8Array): string => {
  const result = decodeIdx(bytes)
  return isLeft(result) ? showFormatError(result.left) : 'decoded'
}

describe('reads', () => {
  const values = (bytes: readonly number[]) => {
    const result = decodeIdx(Uint8Array.from(bytes))
    if (isLeft(result)) throw new Error(showFormatError(result.left))
    return [result.right.dtype, toNested(result.right)]
  }

  test.each([
    ['bytes', [0, 0, 8, 2, 0, 0, 0, 1, 0, 0, 0, 2, 7, 255], ['u8', [[7, 255]]]],
    ['signed bytes', [0, 0, 9, 1, 0, 0, 0, 2, 7, 255], ['i32', [7, -1]]],
    ['16-bit integers', [0, 0, 11, 1, 0, 0, 0, 2, 1, 0, 255, 254], ['i32', [256, -2]]],
    ['32-bit integers', [0, 0, 12, 1, 0, 0, 0, 1, 255, 255, 255, 254], ['i32', [-2]]],
    ['32-bit floats', [0, 0, 13, 1, 0, 0, 0, 1, 0xc0, 0x20, 0, 0], ['f32', [-2.5]]],
    ['64-bit floats', [0, 0, 14, 1, 0, 0, 0, 1, 0xc0, 0x04, 0, 0, 0, 0, 0, 0], ['f64', [-2.5]]],
    ['a scalar', [0, 0, 8, 0, 5], ['u8', 5]],
  ])('%s', (_, bytes, expected) => {
    expect(values(bytes)).toEqual(expected)
  })

  test('bytes that lie anywhere in a larger buffer', () => {
    const larger = Uint8Array.of(1, ...encodeIdx(tensor([1.5, -2], 'f64')))
    expect(decodeIdx(larger.subarray(1))).toEqual(right(tensor([1.5, -2], 'f64')))
  })

  test('a copy: the tensor does not see the bytes change', () => {
    const bytes = labels.slice()
    const result = decodeIdx(bytes)
    bytes.fill(1)
    expect(isRight(result) && Array.from(toValues(result.right))).toEqual([7, 0, 9])
  })
})

test('decodes what it encodes, bit for bit', () => {
  fc.assert(
    fc.property(arrays, x => {
      const back = decodeIdx(encodeIdx(x))
      expect(isRight(back) && Eq.equals(back.right as typeof x, x)).toBe(true)
      expect(isRight(back) && back.right.dtype).toBe(x.dtype)
    }),
  )
})

describe('says what is wrong, and how to mend it', () => {
  test.each([
    [
      'another magic number',
      Uint8Array.of(0, 1, 8, 1, 0, 0, 0, 0),
      'the bytes begin with 00 01 08 01, but IDX begins with 00 00, a type code and the number of axes. Check that it is ' +
        'the right file, and decompressed or named .gz.',
    ],
    ['an unknown type code', Uint8Array.of(0, 0, 10, 1, 0, 0, 0, 0), 'the bytes begin with 00 00 0a 01'],
    ['gzip', Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0), 'the bytes begin with 1f 8b 08 00'],
    ['nothing', new Uint8Array(0), 'the bytes begin with nothing'],
    [
      'a header that ends too early',
      labels.subarray(0, 6),
      'the IDX data end after 6 bytes, but the header announces 8. Get a complete copy.',
    ],
    [
      'data that end too early',
      labels.subarray(0, 10),
      'the IDX data end after 10 bytes, but the header announces 11. Get a complete copy.',
    ],
    [
      'bytes after the data',
      Uint8Array.of(...labels, 0),
      'there are bytes after the 11 that the IDX header announces. Get an intact copy, or cut the file.',
    ],
    [
      'sizes beyond all memory',
      Uint8Array.of(0, 0, 14, 2, 255, 255, 255, 255, 255, 255, 255, 255),
      'the IDX header is wrong: no memory holds an array of [4294967295, 4294967295]. Get an intact copy, or convert the ' +
        'file.',
    ],
    [
      'sizes beyond all memory beside a zero',
      Uint8Array.of(0, 0, 14, 3, 0, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255),
      'the IDX header is wrong: no memory holds an array of [0, 4294967295, 4294967295].',
    ],
    [
      'a large array that is not there',
      Uint8Array.of(0, 0, 14, 1, 255, 255, 255, 255),
      'the IDX data end after 8 bytes, but the header announces 34359738368.',
    ],
  ])('%s', (_, bytes, expected) => {
    expect(sentence(bytes)).toContain(expected)
    const result = decodeIdx(bytes)
    expect(isLeft(result) && ShowFormatError.show(result.left)).toBe(sentence(bytes))
  })
})

describe('never throws and never hangs', () => {
  const isOutcome = (bytes: Uint8Array): void => {
    const result = decodeIdx(bytes)
    if (isRight(result)) expect(isTensor(result.right)).toBe(true)
    else expect(showFormatError(result.left)).toMatch(/\. [A-Z].*\.$/)
  }

  test('on any bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), isOutcome), { numRuns: 1000 })
  })

  test('on any bytes after a magic number', () => {
    const header = fc.constantFrom(8, 9, 11, 12, 13, 14)
    fc.assert(
      fc.property(header, fc.nat(255), fc.uint8Array({ maxLength: 64 }), (code, axes, rest) => {
        isOutcome(Uint8Array.of(0, 0, code, axes, ...rest))
      }),
      { numRuns: 1000 },
    )
  })

  test('on an array cut at any length, which is never read as a whole one', () => {
    fc.assert(
      fc.property(arrays, x => {
        const bytes = encodeIdx(x)
        for (let length = 0; length < bytes.length; length++)
          expect(isLeft(decodeIdx(bytes.subarray(0, length))), `cut to ${length}`).toBe(true)
      }),
    )
  })

  test('on an array with one bit turned over, which is never read as the same', () => {
    fc.assert(
      fc.property(arrays, fc.nat(), (x, n) => {
        const bytes = encodeIdx(x)
        const damaged = flipped(bytes, n % (bytes.length * 8))
        isOutcome(damaged)
        const result = decodeIdx(damaged)
        if (isRight(result)) expect(encodeIdx(result.right)).not.toEqual(bytes)
      }),
    )
  })
})

describe('an array that has to fit', () => {
  const images = fromElements([2, 1, 2], Uint8Array.of(1, 2, 3, 4))
  const outcome = (pattern: ArrayPattern) => {
    const result = fitting(pattern)(images)
    return isLeft(result) ? left(showFormatError(result.left)) : right(result.right === images)
  }

  test.each<[string, ArrayPattern]>([
    ['anything', {}],
    ['its element type', { dtype: 'u8' }],
    ['its shape', { shape: [2, 1, 2] }],
    ['some sizes', { dtype: 'u8', shape: [null, 1, 2] }],
  ])('fits %s', (_, pattern) => {
    expect(outcome(pattern)).toEqual(right(true))
  })

  test.each<[string, ArrayPattern, string]>([
    [
      'another element type',
      { dtype: 'f32' },
      'the elements are u8, but f32 is wanted. Ask for u8, and convert.',
    ],
    [
      'another size',
      { shape: [null, 28, 2] },
      'the array is [2, 1, 2], but [any, 28, 2] is wanted. Check that it is the right file, or ask for another shape.',
    ],
    ['another number of axes', { shape: [null] }, 'the array is [2, 1, 2], but [any] is wanted.'],
  ])('does not fit %s', (_, pattern, expected) => {
    const result = outcome(pattern)
    expect(isLeft(result) && result.left).toContain(expected)
  })
})

test('what IDX cannot hold is refused', () => {
  const deep = fromElements<number, readonly number[], Uint8Array>(
    Array.from({ length: 256 }, () => 1),
    Uint8Array.of(1),
  )
  expect(() => encodeIdx(deep)).toThrow('IDX takes up to 255 axes, each shorter than 2^32, but was given')
})
