import { createHash } from 'node:crypto'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import * as fc from 'fast-check'
import { type Either, isLeft, isRight, left, right } from 'fp-ts/lib/Either.js'
import { type AnyTensor, tensor } from 'pullback'
import {
  type ArrayFileOptions,
  type DataError,
  encodeIdx,
  readIdx,
  showDataError,
  writeIdx,
} from 'pullback/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { flipped } from '../codec/arrays.ts'
import { hasShared, shared } from '../shared.ts'

let directory = ''
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'pullback-idx-'))
})
afterAll(() => rm(directory, { recursive: true, force: true }))

const images = tensor(
  [
    [
      [0, 255],
      [7, 9],
    ],
    [
      [1, 2],
      [3, 4],
    ],
  ],
  'u8',
)
const bytes = encodeIdx(images)

const shown = <A>(result: Either<DataError, A>): Either<string, A> =>
  isLeft(result) ? left(showDataError(result.left).replaceAll(join(directory, '/'), '')) : result

const reading = async (
  name: string,
  content: Uint8Array,
  options: ArrayFileOptions = {},
): Promise<Either<string, AnyTensor>> => {
  const path = join(directory, name)
  await writeFile(path, content)
  return shown(await readIdx(path, options)())
}

describe('reads', () => {
  test('a plain file and a compressed one', async () => {
    expect(await reading('a.idx', bytes)).toEqual(right(images))
    expect(await reading('a.idx.gz', gzipSync(bytes))).toEqual(right(images))
  })

  test('what it wrote, and leaves nothing else behind', async () => {
    for (const name of ['own.idx', 'own.idx.gz']) {
      const path = join(directory, name)
      expect(await writeIdx(path)(images)()).toEqual(right(undefined))
      expect(await readIdx(path, { dtype: 'u8', shape: [2, null, 2] })()).toEqual(right(images))
    }
    expect((await readdir(directory)).filter(name => name.startsWith('own')).sort()).toEqual([
      'own.idx',
      'own.idx.gz',
    ])
  })

  test('a file whose digest is right', async () => {
    for (const name of ['sum.idx', 'sum.idx.gz']) {
      const content = name.endsWith('.gz') ? gzipSync(bytes) : bytes
      for (const algorithm of ['md5', 'sha256'] as const) {
        const digest = createHash(algorithm).update(content).digest('hex')
        const checksum = (hex: string) => (algorithm === 'md5' ? { md5: hex } : { sha256: hex })
        expect(await reading(name, content, { checksum: checksum(digest.toUpperCase()) })).toEqual(
          right(images),
        )
        const other = digest.replaceAll(/./g, '0')
        expect(await reading(name, content, { checksum: checksum(other) })).toEqual(
          left(
            `${name}: the ${algorithm} of the file is ${digest} instead of ${other}. Get an intact copy, or check which ` +
              'version it should be.',
          ),
        )
      }
    }
  })
})

describe('says what is wrong, where, and how to mend it', () => {
  test.each<[string, string, Uint8Array, string, ArrayFileOptions?]>([
    [
      'another magic number',
      'a.idx',
      Uint8Array.of(1, ...bytes.subarray(1)),
      'a.idx: the bytes begin with 01 00 08 03, but IDX begins with 00 00, a type code and the number of axes. Check that ' +
        'it is the right file, and decompressed or named .gz.',
    ],
    ['an empty file', 'a.idx', new Uint8Array(0), 'a.idx: the file has no data. Get a complete copy.'],
    ['gzip of nothing', 'a.idx.gz', gzipSync(''), 'a.idx.gz: the bytes begin with nothing'],
    [
      'a header that ends too early',
      'a.idx',
      bytes.subarray(0, 9),
      'a.idx: the IDX data end after 9 bytes, but the header announces 16. Get a complete copy.',
    ],
    [
      'data that end too early',
      'a.idx.gz',
      gzipSync(bytes.subarray(0, -1)),
      'a.idx.gz: the IDX data end after 23 bytes, but the header announces 24. Get a complete copy.',
    ],
    [
      'bytes after the data',
      'a.idx',
      Uint8Array.of(...bytes, 0),
      'a.idx: there are bytes after the 24 that the IDX header announces. Get an intact copy, or cut the file.',
    ],
    [
      'another shape',
      'a.idx',
      bytes,
      'a.idx: the array is [2, 2, 2], but [3, any, any] is wanted. Check that it is the right file, or ask for another ' +
        'shape.',
      { shape: [3, null, null] },
    ],
    [
      'another element type',
      'a.idx',
      bytes,
      'a.idx: the elements are u8, but f32 is wanted. Ask for u8, and convert.',
      { dtype: 'f32' },
    ],
    [
      'more data than allowed, before they are read',
      'a.idx',
      bytes,
      'a.idx: the content is longer than 23 bytes. Raise maxBytes if you trust the file.',
      { maxBytes: 23 },
    ],
    [
      'a compressed file without gzip',
      'a.idx.gz',
      bytes,
      'a.idx.gz: the file is not gzip, though its name ends in .gz. Rename it, or compress it with gzip.',
    ],
    [
      'a cut gzip',
      'a.idx.gz',
      gzipSync(bytes).subarray(0, -4),
      'a.idx.gz: the gzip data end too early. Get a complete copy.',
    ],
  ])('%s', async (_, name, content, expected, options) => {
    const result = await reading(name, content, options)
    expect(isLeft(result) && result.left).toContain(expected)
  })

  test('a gzip bomb, whose header announces little, is read no further', async () => {
    const bomb = gzipSync(Buffer.concat([encodeIdx(tensor([1], 'u8')), Buffer.alloc(2 ** 27)]))
    expect(await reading('bomb.idx.gz', bomb)).toEqual(
      left(
        'bomb.idx.gz: there are bytes after the 9 that the IDX header announces. Get an intact copy, or cut the file.',
      ),
    )
  })

  test('a gzip bomb, whose header announces much, is not read at all', async () => {
    const header = Uint8Array.of(0, 0, 8, 1, 255, 255, 255, 255)
    const bomb = gzipSync(Buffer.concat([header, Buffer.alloc(2 ** 20)]))
    const result = await reading('bomb.idx.gz', bomb)
    expect(isLeft(result) && result.left).toContain('the content is longer than 1073741824 bytes')
  })

  test('no such file', async () => {
    expect(shown(await readIdx(join(directory, 'none.idx'))())).toEqual(
      left('none.idx: there is no such file. Check the path.'),
    )
  })

  test('a folder that is not there to write to', async () => {
    expect(shown(await writeIdx(join(directory, 'none', 'a.idx'))(images)())).toEqual(
      left(
        'none/a.idx: the file cannot be written (ENOENT). Check the folder, its permissions and the space on the disk.',
      ),
    )
  })

  test('a checksum that is none is a mistake of the program', async () => {
    await expect(reading('a.idx', bytes, { checksum: { md5: '12' } })).rejects.toThrow(
      "readIdx needs 32 hexadecimal digits for md5, but was given '12' (a string).",
    )
  })
})

test('a compressed file with one bit turned over is an error or the same array, whichever bit it is', async () => {
  const packed = gzipSync(bytes)
  await fc.assert(
    fc.asyncProperty(fc.nat(packed.length * 8 - 1), async bit => {
      const result = await reading('flipped.idx.gz', flipped(packed, bit))
      // The name, the time and the system in a gzip header are not data.
      if (isRight(result)) expect(result.right).toEqual(images)
    }),
  )
})

test('a compressed file that is cut at any length is an error', async () => {
  const packed = gzipSync(bytes)
  for (let length = 0; length < packed.length; length++)
    expect(isLeft(await reading('cut.idx.gz', packed.subarray(0, length))), `cut to ${length}`).toBe(true)
})

const mnist = shared('data/mnist')

test.skipIf(!hasShared('data/mnist', 'MNIST'))(
  'MNIST (skipped where ../shared/data is missing)',
  async () => {
    const labels = await readIdx(join(mnist, 't10k-labels-idx1-ubyte.gz'), {
      dtype: 'u8',
      shape: [10_000],
      checksum: { md5: 'ec29112dd5afa0611ce80d1b7f02629c' },
    })()
    expect(isRight(labels) && String(labels.right)).toBe(
      'u8[10000] (7, 2, 1, 0, 4, 1, 4, 9, 5, 9, 0, 6, ... 9988 more)',
    )
  },
)
