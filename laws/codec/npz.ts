/**
 * Laws of npz archives: arrays come back by name, an archive is what zip says it is, and one that lies is refused.
 *
 * @module
 */

import fc from 'fast-check'
import { isLeft, isRight } from 'fp-ts/lib/Either.js'
import { decodeNpz, encodeNpy, encodeNpz } from '../../src/codec/index.ts'
import type { AnyTensor } from '../../src/index.ts'
import { every, holds } from '../close.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { refused } from '../oracle/refusal.ts'
import {
  damaged,
  filesOf,
  free,
  lying,
  named,
  type Patch,
  patched,
  placesOf,
  reads,
  says,
  writing,
  x,
  y,
} from './npzSamples.ts'
import { joined, latin, same } from './samples.ts'
import { archive, plainly } from './zipFormat.ts'

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
