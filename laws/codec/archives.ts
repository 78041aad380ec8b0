/**
 * Laws of npz archives: arrays come back by name, an archive is what zip says it is, and one that lies is refused.
 *
 * @module
 */
import { isLeft, isRight } from 'fp-ts/lib/Either.js'
import fc, { type Arbitrary } from 'fast-check'
import { decodeNpz, encodeNpy, encodeNpz, showNpzError } from '../../src/codec/index.ts'
import { zipOf } from '../../src/codec/zipWriting.ts'
import { type AnyTensor, Eq } from '../../src/index.ts'
import { every, holds } from '../close.ts'
import { type LawSet, type Verdict, law, lawSet } from '../law.ts'
import { loosely } from '../oracle/loose.ts'
import { refused } from '../oracle/refusal.ts'
import { arrays, joined, latin, made, same } from './samples.ts'

// -------------------------------------------------------------------------------------
// archives, by PKWARE's document
// -------------------------------------------------------------------------------------

type Field = readonly [bytes: 2 | 4 | 8, value: number]

const fields = (...all: readonly Field[]): Uint8Array =>
  joined(
    ...all.map(([bytes, value]) =>
      Array.from({ length: bytes }, (_, i) => Math.floor(value / 2 ** (8 * i)) % 256),
    ),
  )

/** CRC-32, bit by bit. */
const checksum = (bytes: Uint8Array): number => {
  let rest = 0xffffffff
  for (const byte of bytes)
    for (let bit = 0; bit < 8; bit++) {
      const isOdd = ((rest ^ (byte >> bit)) & 1) === 1
      rest = isOdd ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1
    }
  return ~rest >>> 0
}

/** What deflate may make of bytes: one block that holds them as they are. */
const deflated = (bytes: Uint8Array): Uint8Array =>
  joined(
    fields([2, 1 + 256 * (bytes.length % 256)]),
    [bytes.length >> 8],
    fields([2, 0xffff - bytes.length]),
    bytes,
  )

/** How an archive is written. */
interface Writing {
  readonly isDeflated: boolean
  /** Whether sizes stand in 64 bits, though they would fit 32. */
  readonly isWide: boolean
  /** How many bytes tell the sizes once more, behind the data: none, or those of four ways to do so. */
  readonly behind: 0 | 12 | 16 | 20 | 24
  /** Bytes of another extra field, before that of the sizes. */
  readonly extra: number
  readonly comment: number
  readonly ending: number
  readonly isWideEnd: boolean
}

const plainly: Writing = {
  isDeflated: false,
  isWide: false,
  behind: 0,
  extra: 0,
  comment: 0,
  ending: 0,
  isWideEnd: false,
}

const archive = (
  files: readonly (readonly [name: Uint8Array, content: Uint8Array])[],
  { isDeflated, isWide, behind, extra, comment, ending, isWideEnd }: Writing,
): Uint8Array => {
  let body: Uint8Array = new Uint8Array(0)
  let directory: Uint8Array = new Uint8Array(0)
  const other =
    extra === 0 ? new Uint8Array(0) : joined(fields([2, 0x7075], [2, extra]), new Uint8Array(extra).fill(1))
  for (const [name, content] of files) {
    const data = isDeflated ? deflated(content) : content
    const at = body.length
    const about: readonly Field[] = [
      [2, 0x800 + (behind > 0 ? 8 : 0)],
      [2, isDeflated ? 8 : 0],
      [4, 0x210000],
      [4, checksum(content)],
    ]
    const sizes = isWide
      ? joined(fields([2, 1], [2, 24]), fields([8, content.length], [8, data.length], [8, at]))
      : []
    const narrow = (n: number): Field => [4, isWide ? 0xffffffff : n]
    body = joined(
      body,
      fields([4, 0x04034b50], [2, 45], ...about, [4, data.length], [4, content.length]),
      fields([2, name.length], [2, other.length]),
      ...[name, other, data, new Uint8Array(behind).fill(7)],
    )
    directory = joined(
      directory,
      fields([4, 0x02014b50], [2, 45], [2, 45], ...about, narrow(data.length), narrow(content.length)),
      fields([2, name.length], [2, other.length + sizes.length], [2, comment], [4, 0], [4, 0], narrow(at)),
      ...[name, other, sizes, new Uint8Array(comment)],
    )
  }
  const [count, size, at] = [files.length, directory.length, body.length]
  const wideEnd = isWideEnd
    ? joined(
        fields([4, 0x06064b50], [8, 44], [2, 45], [2, 45], [4, 0], [4, 0]),
        fields([8, count], [8, count], [8, size], [8, at]),
        fields([4, 0x07064b50], [4, 0], [8, at + size], [4, 1]),
      )
    : []
  const [counted, sized, placed] = isWideEnd ? [0xffff, 0xffffffff, 0xffffffff] : [count, size, at]
  return joined(
    ...[body, directory, wideEnd],
    fields([4, 0x06054b50], [2, 0], [2, 0], [2, counted], [2, counted], [4, sized], [4, placed], [2, ending]),
    new Uint8Array(ending),
  )
}

// -------------------------------------------------------------------------------------
// samples
// -------------------------------------------------------------------------------------

const names = fc.stringMatching(/^[a-z_]{1,8}$/)

const named: Arbitrary<Readonly<Record<string, AnyTensor>>> = fc.dictionary(names, arrays, {
  maxKeys: 4,
  noNullPrototype: true,
})

const writing: Arbitrary<Writing> = fc.record({
  isDeflated: fc.boolean(),
  isWide: fc.boolean(),
  behind: fc.constantFrom(0 as const, 12 as const, 16 as const, 20 as const, 24 as const),
  extra: fc.nat(5),
  comment: fc.nat(3),
  ending: fc.nat(3),
  isWideEnd: fc.boolean(),
})

const filesOf = (tensors: Readonly<Record<string, AnyTensor>>) =>
  Object.entries(tensors).map(([name, x]) => [latin(`${name}.npy`), encodeNpy(x)] as const)

const [x, y] = [made([3], [1, 2, 3], 'f32'), made([1, 2], [1, 2], 'u8')]
const lying = archive(filesOf({ x, y }), plainly)

/** Whether an archive holds just these arrays. */
const reads = (bytes: Uint8Array, tensors: Readonly<Record<string, AnyTensor>>): Verdict => {
  const decoded = decodeNpz(bytes)
  if (isLeft(decoded)) return holds(false, showNpzError(decoded.left), tensors)
  const found: Readonly<Record<string, AnyTensor>> = decoded.right
  return every(
    same(Object.keys(found).toSorted(), Object.keys(tensors).toSorted()),
    holds(
      Object.entries(tensors).every(([name, tensor]) => Eq.equals(found[name] as AnyTensor, tensor)),
      found,
      tensors,
    ),
  )
}

const says = (bytes: Uint8Array, pattern: object, sentence: string): Verdict => {
  const decoded = decodeNpz(bytes, pattern)
  return same(isLeft(decoded) ? showNpzError(decoded.left) : 'read', sentence)
}

const damaged = (bytes: Uint8Array, reason: string): Verdict =>
  says(bytes, {}, `the zip archive is damaged, or is none (${reason}). Get an intact copy.`)

type Patch = readonly [place: number, bytes: 2 | 4 | 8, value: number]

const patched = (bytes: Uint8Array, ...patches: readonly Patch[]): Uint8Array => {
  const copy = bytes.slice()
  for (const [place, width, value] of patches) copy.set(fields([width, value]), place)
  return copy
}

/** The places of a signature. */
const placesOf = (bytes: Uint8Array, signature: number): readonly number[] => {
  const wanted = fields([4, signature])
  return Array.from(bytes, (_, i) => i).filter(i => wanted.every((byte, j) => bytes[i + j] === byte))
}

/** The bytes of a record that need not be heeded: versions, times, attributes, and what a local header says again. */
const free = (bytes: Uint8Array): ReadonlySet<number> => {
  const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i)
  return new Set([
    ...placesOf(bytes, 0x04034b50).flatMap(at => [...range(4, 8), ...range(10, 26)].map(i => at + i)),
    ...placesOf(bytes, 0x02014b50).flatMap(at =>
      [...range(4, 10), ...range(12, 16), ...range(34, 42)].map(i => at + i),
    ),
  ])
}

// -------------------------------------------------------------------------------------
// laws
// -------------------------------------------------------------------------------------

/** Laws of npz archives. */
export const npzLaws: LawSet = lawSet('npz', [
  law(
    'C18',
    'what is encoded is decoded by name, compressed or not',
    [named, fc.boolean()],
    (tensors, compress) => reads(encodeNpz(tensors, { compress }), tensors),
  ),
  law('C19', 'an archive is what zip says: headers with data, a directory, an end', [named], tensors => {
    const bytes = encodeNpz(tensors, { compress: false })
    const written = archive(filesOf(tensors), plainly)
    // A reader needs version 2.0, which knows deflate; the archive here says 4.5.
    const versions = new Set([
      ...placesOf(written, 0x04034b50).map(at => at + 4),
      ...placesOf(written, 0x02014b50).flatMap(at => [at + 4, at + 6]),
    ])
    return every(
      same(
        [...versions].map(place => bytes[place]),
        [...versions].map(() => 20),
      ),
      same(
        bytes.map((byte, i) => (versions.has(i) ? 0 : byte)),
        written.map((byte, i) => (versions.has(i) ? 0 : byte)),
      ),
    )
  }),
  law(
    'C20',
    'what others write is read: sizes behind the data, numbers in 64 bits, other fields, and comments',
    [named, writing],
    (tensors, how) => reads(archive(filesOf(tensors), how), tensors),
  ),
  law(
    'C21',
    'arrays are selected by name, and are what is wanted, or a reason says what and in which',
    [named, writing],
    (tensors, how) => {
      const bytes = archive([...filesOf(tensors), [latin('readme.txt'), latin('x')]], how)
      const found = Object.keys(tensors)
      const total = filesOf(tensors).reduce((sum, [, { length }]) => sum + length, 0)
      return every(
        says(
          bytes,
          { arrays: { A: {} } },
          `there is no array 'A', only ${found.map(name => `'${name}'`).join(', ') || 'none'}. Check the name.`,
        ),
        ...(total === 0
          ? []
          : [
              says(bytes, { maxBytes: total }, 'read'),
              says(
                bytes,
                { maxBytes: total - 1 },
                `the content is longer than ${total - 1} bytes. Raise maxBytes if you trust the file.`,
              ),
            ]),
        ...found.flatMap(name => {
          const { dtype } = tensors[name] as AnyTensor
          const other = dtype === 'f32' ? 'f64' : 'f32'
          const decoded = decodeNpz(bytes, { arrays: { [name]: { dtype } } })
          return [
            same(isRight(decoded) ? Object.keys(decoded.right) : 'refused', [name]),
            says(
              bytes,
              { arrays: { [name]: { dtype: other } } },
              `${name}.npy: the elements are ${dtype}, but ${other} is wanted. Ask for ${dtype}, and convert.`,
            ),
          ]
        }),
      )
    },
  ),
  law(
    'C22',
    'every bit counts but those of versions, times and attributes, and every byte is needed',
    [fc.nat(), fc.nat(7), writing],
    (place, bit, how) => {
      const bytes = archive(filesOf({ x, y }), {
        ...how,
        comment: 0,
        ending: 0,
        extra: 0,
        behind: 0,
        isWide: false,
        isWideEnd: false,
      })
      const at = place % bytes.length
      const flipped = bytes.map((byte, i) => (i === at ? byte ^ (1 << bit) : byte))
      return every(
        holds(isLeft(decodeNpz(bytes.subarray(0, at))), at, 'cut and refused'),
        // A deflated file may end in other bits.
        free(bytes).has(at) || how.isDeflated
          ? holds(true, at, 'free')
          : holds(isLeft(decodeNpz(flipped)), [at, bit], 'turned over and refused'),
        damaged(joined(bytes, [0]), 'it does not end as one'),
      )
    },
  ),
  law('C23', 'an archive that does not say what it holds is refused, for a reason', [fc.nat(9)], more => {
    const [first, second] = placesOf(lying, 0x02014b50) as [number, number]
    const end = lying.length - 22
    const at = (place: number): number => new DataView(lying.buffer).getUint32(place, true)
    const own = placesOf(lying, 0x04034b50)[1]!
    const wide = archive(filesOf({ x, y }), { ...plainly, isWide: true, isWideEnd: true })
    const [wideFirst, wideEnd] = [placesOf(wide, 0x02014b50)[0]!, wide.length - 22 - 20 - 56]
    const said = archive(filesOf({ x }), { ...plainly, behind: 12 })
    const count = (n: number): readonly Patch[] => [
      [end + 8, 2, n],
      [end + 10, 2, n],
    ]
    const encrypted = [0x801, 0x840, 0x2800]
    return every(
      damaged(new Uint8Array(more), 'it does not end as one'),
      damaged(patched(lying, ...count(1)), 'its end record counts 1 files, but its directory has 2'),
      damaged(
        patched(lying, ...count(3 + more)),
        `its end record counts ${3 + more} files, but its directory has 2`,
      ),
      damaged(
        patched(lying, ...count(1), [end + 12, 4, second - first]),
        'its directory is not where its end record says',
      ),
      damaged(
        patched(lying, ...count(1), [end + 12, 4, end - second], [end + 16, 4, second]),
        'its first bytes belong to no file',
      ),
      damaged(patched(lying, [end + 4, 2, 1]), 'it has several parts'),
      damaged(patched(lying, [end + 6, 2, 1]), 'it has several parts'),
      damaged(patched(lying, [end + 8, 2, 1]), 'it has several parts'),
      ...[
        [end + 4, 2, 0xffff],
        [end + 6, 2, 0xffff],
        [end + 8, 2, 0xffff],
        [end + 10, 2, 0xffff],
        [end + 12, 4, 0xffffffff],
        [end + 16, 4, 0xffffffff],
      ].map(patch => damaged(patched(lying, patch as never), 'its 64-bit end record is missing')),
      ...[
        [wideEnd, 4, 0],
        [wideEnd + 56, 4, 0],
        [wideEnd + 64, 8, wideEnd + 1],
        [wideEnd + 64, 8, wideEnd - 1],
      ].map(patch => damaged(patched(wide, patch as never), 'its 64-bit end record is missing')),
      damaged(patched(wide, [wideEnd + 24, 8, 1]), 'it has several parts'),
      damaged(
        patched(wide, [wideEnd + 24, 8, 3], [wideEnd + 32, 8, 3]),
        'its end record counts 3 files, but its directory has 2',
      ),
      damaged(patched(wide, [wideEnd + 40, 8, 1]), 'its directory is not where its end record says'),
      damaged(
        patched(lying, [end + 16, 4, first + 1], [end + 12, 4, end - first - 1]),
        'its directory is not one of files',
      ),
      damaged(patched(lying, [second, 4, 0]), 'its directory is not one of files'),
      damaged(patched(lying, [second + 28, 2, 500]), 'its directory ends within a name'),
      damaged(patched(lying, [first + 46, 2, 0xffff]), 'a name in it is not UTF-8'),
      ...encrypted.map(flag => damaged(patched(lying, [first + 8, 2, flag]), 'x.npy in it is encrypted')),
      ...encrypted.map(flag =>
        damaged(patched(lying, [6, 2, flag]), 'x.npy is not where its directory says'),
      ),
      ...[
        [0, 4, 0],
        [8, 2, 8],
        [6, 2, 0x808],
        [30, 2, 0x7a7a],
        [26, 2, 4],
        [first + 42, 4, 1],
        [first + 42, 4, first - 29],
      ].map(patch => damaged(patched(lying, patch as never), 'x.npy is not where its directory says')),
      damaged(patched(lying, [first + 42, 4, first - 30]), 'x.npy is not where its directory says'),
      damaged(patched(lying, [second + 20, 4, at(second + 20) + 1]), 'y.npy ends too early'),
      damaged(
        patched(lying, [first + 10, 2, 12], [8, 2, 12]),
        'x.npy is compressed by method 12, not by deflate',
      ),
      ...[-1, 1].map(by =>
        damaged(
          patched(lying, [first + 24, 4, at(first + 24) + by]),
          `x.npy has not the ${at(first + 24) + by} bytes that its directory says`,
        ),
      ),
      damaged(
        patched(lying, [first + 20, 4, at(first + 20) + 8], [first + 24, 4, at(first + 24) + 8]),
        'x.npy lies over another file',
      ),
      damaged(
        patched(lying, [first + 20, 4, at(first + 20) - 1], [first + 24, 4, at(first + 24) - 1]),
        'bytes behind x.npy belong to no file',
      ),
      damaged(
        patched(
          lying,
          [second + 46, 1 as 2, 'x'.charCodeAt(0) + 256 * '.'.charCodeAt(0)],
          [own + 30, 2, 'x'.charCodeAt(0) + 256 * '.'.charCodeAt(0)],
        ),
        'it has x.npy twice',
      ),
      damaged(patched(lying, [first + 16, 4, 0]), 'the checksum of x.npy is wrong'),
      ...[20, 24, 42].map(place =>
        damaged(
          patched(lying, [first + place, 4, 0xffffffff]),
          'the 64-bit sizes of x.npy in it are missing',
        ),
      ),
      damaged(patched(wide, [wideFirst + 46 + 5, 2, 2]), 'the 64-bit sizes of x.npy in it are missing'),
      damaged(patched(wide, [wideFirst + 46 + 7, 2, 16]), 'the 64-bit sizes of x.npy in it are missing'),
      damaged(patched(wide, [wideFirst + 46 + 7, 2, 25]), 'the 64-bit sizes of x.npy in it are missing'),
      damaged(
        joined(said.subarray(0, 35 + encodeNpy(x).length), said.subarray(36 + encodeNpy(x).length)),
        'its directory is not where its end record says',
      ),
    )
  }),
  law(
    'C24',
    'names that lead out of an archive are neither read nor written',
    [fc.constantFrom('..', '../x', 'a/../x', '/x', 'C:x', 'c:', 'a\\x', 'x\n', 'a/..')],
    name => {
      const file = `${name}.npy`
      const out = /\.\.$/.test(name) ? `${name}/x` : name
      return every(
        file === '...npy' || /\.\.$/.test(name)
          ? holds(true, name, name)
          : damaged(
              archive([[latin(file), encodeNpy(x)]], plainly),
              `'${file}' in it is not the name of a file in an archive`,
            ),
        refused('ArgumentError', () => encodeNpz({ [out]: x })),
      )
    },
  ),
])

/** Sizes around those that 32 bits hold, 0xffffffff being what says that they do not. */
const large = fc.constantFrom(1, 2 ** 32 - 2, 2 ** 32 - 1, 2 ** 32, 2 ** 33 + 7)

/** What stands for bytes that no test can have, of which only the length is looked at. */
const ofLength = (length: number): Uint8Array => ({ length }) as Uint8Array

/** Laws of archives that are too large to be made. */
export const largeArchiveLaws: LawSet = lawSet('large archives', [
  law(
    'C44',
    'sizes and places that 32 bits do not hold stand in 64 bits, in headers, directory and end',
    [large, large, fc.boolean()],
    (one, other, isPlain) => {
      const bytes = Uint8Array.of(1, 2, 3)
      const sizes = [one, other, isPlain ? 3 : one]
      const names = [latin('a'), Uint8Array.of(0xc3, 0xbc), latin('ab')]
      const pieces = zipOf(
        ['a', 'ü', 'ab'].map((name, i) => ({
          name,
          content: bytes,
          deflated: i === 2 && isPlain ? null : ofLength(sizes[i] as number),
        })),
      )
      const narrow = (n: number): Field => [4, Math.min(n, 0xffffffff)]
      const isWide = (n: number): boolean => n >= 0xffffffff
      const local: Uint8Array[] = []
      const directory: Uint8Array[] = []
      let at = 0
      sizes.forEach((size, i) => {
        const name = names[i] as Uint8Array
        const about: readonly Field[] = [
          [2, 0x800],
          [2, i === 2 && isPlain ? 0 : 8],
          [4, 0x210000],
          [4, checksum(bytes)],
        ]
        const own = isWide(size) ? joined(fields([2, 1], [2, 16], [8, 3], [8, size])) : new Uint8Array(0)
        const wides = [size, at].filter(isWide)
        const extra =
          wides.length === 0
            ? new Uint8Array(0)
            : fields([2, 1], [2, 8 * wides.length], ...wides.map((n): Field => [8, n]))
        const [needed, wanted] = [own, extra].map(({ length }) => (length > 0 ? 45 : 20)) as [number, number]
        const both: readonly Field[] = isWide(size)
          ? [
              [4, 0xffffffff],
              [4, 0xffffffff],
            ]
          : [
              [4, size],
              [4, 3],
            ]
        local.push(
          joined(
            fields([4, 0x04034b50], [2, needed], ...about, ...both, [2, name.length], [2, own.length]),
            name,
            own,
          ),
        )
        directory.push(
          joined(
            fields([4, 0x02014b50], [2, wanted], [2, wanted], ...about, narrow(size), narrow(3)),
            fields([2, name.length], [2, extra.length], [2, 0], [4, 0], [4, 0], narrow(at)),
            name,
            extra,
          ),
        )
        at += (local[i] as Uint8Array).length + size
      })
      const length = directory.reduce((sum, each) => sum + each.length, 0)
      const end64 = isWide(at)
        ? joined(
            fields([4, 0x06064b50], [8, 44], [2, 45], [2, 45], [4, 0], [4, 0]),
            fields([8, 3], [8, 3], [8, length], [8, at]),
            fields([4, 0x07064b50], [4, 0], [8, at + length], [4, 1]),
          )
        : new Uint8Array(0)
      const end = fields([4, 0x06054b50], [2, 0], [2, 0], [2, 3], [2, 3], narrow(length), narrow(at), [2, 0])
      const written = pieces.filter(piece => piece instanceof Uint8Array && piece !== bytes)
      return same(Array.from(joined(...written)), Array.from(joined(...local, ...directory, end64, end)))
    },
  ),
  law(
    'C45',
    'what is not a record of tensors is not written',
    [fc.constantFrom<unknown>(undefined, null, 7, 'x', [x], x, { x: 1 }, { x: [x] }, () => ({ x }))],
    given => refused('ArgumentError', () => loosely(encodeNpz)(given)),
  ),
])

/** Laws of names that are long or in any script, each of which takes long. */
export const npzNameLaws: LawSet = lawSet(
  'names in npz',
  [
    law(
      'C25',
      'names may be in any script, and as long as 65,535 bytes with the ending',
      [fc.constantFrom('ü', '名前', '😀', 'a/b', 'a..b')],
      name => {
        const long = 'x'.repeat(2 ** 16 - 1 - 4)
        return every(
          reads(encodeNpz({ [name]: x }), { [name]: x }),
          reads(encodeNpz({ [long]: x }), { [long]: x }),
          refused('ArgumentError', () => encodeNpz({ [`${long}x`]: x })),
          refused('ArgumentError', () => encodeNpz({ '\ud800': x })),
        )
      },
    ),
  ],
  [],
  4,
)
