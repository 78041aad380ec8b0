/**
 * Laws of npz archives whose sizes 32 bits do not hold, of which only the headers are made, and of what is not written at all.
 *
 * @module
 */
import fc from 'fast-check'
import { encodeNpz } from '../../src/codec/index.ts'
import { zipOf } from '../../src/codec/zipWriting.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { loosely } from '../oracle/loose.ts'
import { refused } from '../oracle/refusal.ts'
import { x } from './npzSamples.ts'
import { joined, latin, same } from './samples.ts'
import { checksum, type Field, fields } from './zipFormat.ts'

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
