import { deflateRawSync } from 'node:zlib'
import * as fc from 'fast-check'
import { isLeft, isRight, right } from 'fp-ts/lib/Either.js'
import { ArgumentError, Eq, tensor, zeros } from 'pullback'
import { decodeNpz, encodeNpy, encodeNpz, showNpzError } from 'pullback/codec'
import { describe, expect, test } from 'vitest'
import { crc32 } from '../../src/codec/crc32.ts'
import { zipOf } from '../../src/codec/zipWriting.ts'
import { arrays, flipped } from './arrays.ts'

const x = tensor([1, 2, 3])
const y = tensor([[1, 2]], 'u8')

/** What is wrong with an archive, as a sentence. */
const sentence = (bytes: Uint8Array, pattern = {}): string => {
  const result = decodeNpz(bytes, pattern)
  return isLeft(result) ? showNpzError(result.left) : `read ${Object.keys(result.right).join(', ')}`
}

const stored = encodeNpz({ x, y }, { compress: false })
const packed = encodeNpz({ x, y })

/** Where a signature stands the `nth` time, from the beginning. */
const placeOf = (bytes: Uint8Array, signature: number, nth = 0): number => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  for (let place = 0, seen = 0; place + 4 <= bytes.length; place++)
    if (view.getUint32(place, true) === signature && seen++ === nth) return place
  throw new Error('no such signature')
}
const [local, directory, end] = [0x04034b50, 0x02014b50, 0x06054b50]

/** The same archive with numbers of 16 or 32 bits put in other places. */
const patched = (
  bytes: Uint8Array,
  ...patches: readonly (readonly [place: number, bits: 16 | 32, value: number])[]
) => {
  const copy = bytes.slice()
  const view = new DataView(copy.buffer)
  for (const [place, bits, value] of patches)
    if (bits === 16) view.setUint16(place, value, true)
    else view.setUint32(place, value, true)
  return copy
}
const at = (bytes: Uint8Array, place: number): number => new DataView(bytes.buffer).getUint32(place, true)

test('decodes what it encodes, compressed or not', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.stringMatching(/^[a-z_ü€😀]{1,8}$/u), arrays),
      fc.boolean(),
      (tensors, compress) => {
        const back = decodeNpz(encodeNpz(tensors, { compress }))
        expect(isRight(back) && Object.keys(back.right).sort()).toEqual(Object.keys(tensors).sort())
        for (const [name, value] of Object.entries(tensors))
          expect(isRight(back) && Eq.equals(back.right[name] as typeof value, value)).toBe(true)
      },
    ),
  )
})

test('the checksum of a zip archive is CRC-32', () => {
  expect(crc32(Buffer.from('123456789'))).toBe(0xcbf43926)
})

test('selects arrays by name, and checks what they have to be', () => {
  expect(sentence(packed, { arrays: { y: { dtype: 'u8' } } })).toBe('read y')
  expect(sentence(packed, { arrays: { z: {} } })).toBe(
    "there is no array 'z', only 'x', 'y'. Check the name.",
  )
  expect(sentence(packed, { arrays: { constructor: {} } })).toContain("there is no array 'constructor'")
  expect(sentence(packed, { arrays: { x: { dtype: 'f64' } } })).toContain(
    'x.npy: the elements are f32, but f64',
  )
  expect(sentence(packed, { maxBytes: 100 })).toContain('the content is longer than 100 bytes')
})

describe('an archive that does not say what it holds is refused', () => {
  const first = placeOf(stored, directory)
  const second = placeOf(stored, directory, 1)
  const last = placeOf(stored, end)
  const before = at(stored, last + 16)
  test.each<[string, Uint8Array, string | RegExp]>([
    [
      'its end record counts fewer entries than its directory has',
      patched(stored, [last + 8, 16, 1], [last + 10, 16, 1]),
      'its end record counts 1 files, but its directory has 2',
    ],
    [
      'its end record counts more',
      patched(stored, [last + 8, 16, 3], [last + 10, 16, 3]),
      'its end record counts 3 files, but its directory has 2',
    ],
    [
      'its end record counts fewer entries and bytes',
      patched(stored, [last + 8, 16, 1], [last + 10, 16, 1], [last + 12, 32, second - first]),
      'its directory is not where its end record says',
    ],
    [
      'its end record passes over the first entry',
      patched(
        stored,
        ...([
          [last + 8, 16, 1],
          [last + 10, 16, 1],
          [last + 12, 32, last - second],
          [last + 16, 32, second],
        ] as const),
      ),
      'its first bytes belong to no file',
    ],
    [
      'names twice',
      Uint8Array.from(
        Buffer.from(stored).toString('latin1').replaceAll('y.npy', 'x.npy'),
        (character: string) => character.charCodeAt(0),
      ),
      'it has x.npy twice',
    ],
    ['encrypted entries', patched(stored, [first + 8, 16, 0x801]), 'x.npy in it is encrypted'],
    ['an encrypted header', patched(stored, [6, 16, 0x801]), 'x.npy is not where its directory says'],
    [
      'another method',
      patched(stored, [first + 10, 16, 12], [8, 16, 12]),
      'is compressed by method 12, not by deflate',
    ],
    [
      'a size that lies',
      patched(stored, [first + 24, 32, 10]),
      'x.npy has not the 10 bytes that its directory says',
    ],
    [
      'a size that lies in a compressed entry',
      patched(packed, [placeOf(packed, directory) + 24, 32, 10]),
      'x.npy has not',
    ],
    [
      'a size beyond what deflate can make',
      patched(packed, [placeOf(packed, directory) + 24, 32, 2 ** 29]),
      'x.npy has not',
    ],
    [
      'an entry that runs into the next',
      patched(
        stored,
        [first + 20, 32, at(stored, first + 20) + 8],
        [first + 24, 32, at(stored, first + 24) + 8],
      ),
      'x.npy lies over another file',
    ],
    [
      'an entry that is not there',
      patched(stored, [second + 42, 32, before]),
      'y.npy is not where its directory says',
    ],
    [
      'another name in the header',
      patched(stored, [30, 16, 0x7a7a]),
      'x.npy is not where its directory says',
    ],
    ['a checksum that is wrong', patched(stored, [first + 16, 32, 0]), 'the checksum of x.npy is wrong'],
    ['bytes at the end', Uint8Array.of(...stored, 0), 'it does not end as one'],
    ['bytes at the beginning', Uint8Array.of(0, ...stored), /is not where its/],
    ['several parts', patched(stored, [last + 4, 16, 1]), 'it has several parts'],
    [
      'a 64-bit end record that is missing',
      patched(stored, [last + 16, 32, 0xffffffff]),
      'its 64-bit end record is missing',
    ],
    [
      'a 64-bit size that is missing',
      patched(stored, [first + 20, 32, 0xffffffff]),
      'the 64-bit sizes of x.npy in it are missing',
    ],
    ['nothing', new Uint8Array(0), 'it does not end as one'],
  ])('%s', (_, bytes, expected) => {
    expect(sentence(bytes)).toMatch(expected)
    expect(sentence(bytes)).toMatch(/^the zip archive is damaged, or is none \(.+\)\. Get an intact copy\.$/)
  })

  test.each(['../x.npy', '/x.npy', 'C:x.npy', 'a\\x.npy', 'a/../x.npy'])('the name %s', name => {
    const content = encodeNpy(x)
    const [archive] = [Buffer.concat(zipOf([{ name, content, deflated: null }]))]
    expect(sentence(archive)).toContain(`'${name}' in it is not the name of a file in an archive`)
  })

  test('a compressed entry that ends too early, goes on, or is none', () => {
    const content = encodeNpy(x)
    const good = deflateRawSync(content)
    for (const deflated of [
      good.subarray(0, -3),
      deflateRawSync(Buffer.concat([content, content])),
      Buffer.from('no'),
    ])
      expect(sentence(Buffer.concat(zipOf([{ name: 'x.npy', content, deflated }])))).toContain(
        'x.npy has not the',
      )
  })
})

test('what others write is read: sizes behind the data, and in 64 bits', () => {
  // By Python's zipfile, to a stream that cannot seek: ZipFile(stream, 'w').writestr('x.npy', …).
  const content = encodeNpy(y)
  const plain = Buffer.from(Buffer.concat(zipOf([{ name: 'y.npy', content, deflated: null }])))
  const header = 30 + 5 + content.length
  const descriptor = Buffer.alloc(16)
  descriptor.writeUInt32LE(0x08074b50, 0)
  descriptor.writeUInt32LE(crc32(content), 4)
  descriptor.writeUInt32LE(content.length, 8)
  descriptor.writeUInt32LE(content.length, 12)
  const streamed = Buffer.concat([plain.subarray(0, header), descriptor, plain.subarray(header)])
  streamed.writeUInt16LE(0x808, 6)
  streamed.writeUInt16LE(0x808, placeOf(streamed, directory) + 8)
  streamed.writeUInt32LE(header + 16, placeOf(streamed, end) + 16)
  expect(decodeNpz(new Uint8Array(streamed))).toEqual(right({ y }))
  streamed.writeUInt16LE(0x800, 6)
  streamed.writeUInt16LE(0x800, placeOf(streamed, directory) + 8)
  expect(sentence(new Uint8Array(streamed))).toContain('bytes behind y.npy belong to no file')
})

test('more than 65,535 files are written, and read', () => {
  const content = encodeNpy(tensor(1, 'u8'))
  const files = Array.from({ length: 2 ** 16 + 1 }, (_, i) => ({ name: `${i}.npy`, content, deflated: null }))
  const back = decodeNpz(new Uint8Array(Buffer.concat(zipOf(files))), { arrays: { 65536: { dtype: 'u8' } } })
  expect(isRight(back) && String(back.right[65536])).toBe(String(tensor(1, 'u8')))
})

test('names that cannot be written, and bytes that are none, are mistakes of the program', () => {
  expect(() => encodeNpz({ '../x': x })).toThrow(ArgumentError)
  expect(() => encodeNpz({ ['x'.repeat(70_000)]: x })).toThrow('cannot name an array in an archive')
  expect(() => encodeNpz({ '\ud800': x })).toThrow('cannot name an array in an archive')
  for (const junk of ['PK', null, undefined, 5, [1], new ArrayBuffer(4), new Uint16Array(2), {}])
    expect(() => decodeNpz(junk as never)).toThrow(ArgumentError)
  expect(() => decodeNpz(new ArrayBuffer(4) as never)).toThrow('new Uint8Array(buffer)')
})

test('any one bit turned over, any cut and any rubbish is an error or gives the same arrays', () => {
  const check = (bytes: Uint8Array): void => {
    const result = decodeNpz(bytes, { maxBytes: 2 ** 16 })
    if (isLeft(result)) {
      expect(showNpzError(result.left)).toMatch(/\.$/)
      return
    }
    for (const array of Object.values(result.right)) {
      const right = array.dtype === 'u8' ? y : x
      expect(Eq.equals(array, right)).toBe(true)
    }
    expect(Object.keys(result.right)).toHaveLength(2)
  }
  for (let bit = 0; bit < packed.length * 8; bit++) check(flipped(packed, bit))
  for (let length = 0; length < packed.length; length++)
    expect(isLeft(decodeNpz(packed.subarray(0, length)))).toBe(true)
  const number = fc.oneof(fc.constantFrom(0, 1, 0xffff, 0xffffffff, 0x7fffffff), fc.nat())
  fc.assert(
    fc.property(
      fc.constantFrom(stored, packed),
      fc.array(fc.tuple(fc.nat(), number), { maxLength: 4 }),
      (bytes, patches) => {
        check(patched(bytes, ...patches.map(([n, value]) => [n % (bytes.length - 4), 32, value] as const)))
      },
    ),
    { numRuns: 500 },
  )
})

test('an archive of nothing', () => {
  expect(decodeNpz(encodeNpz({}))).toEqual(right({}))
  expect(decodeNpz(encodeNpz({ empty: zeros([0, 3]) }))).toEqual(right({ empty: zeros([0, 3]) }))
  expect(placeOf(stored, local)).toBe(0)
})
