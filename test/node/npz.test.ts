import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import * as fc from 'fast-check'
import { type Either, isLeft, isRight, left, right } from 'fp-ts/lib/Either.js'
import type { Integers, Tensor } from 'pullback'
import { Eq, key, random, tensor, zeros } from 'pullback'
import { type DataError, encodeNpy, readNpy, readNpz, showDataError, writeNpy, writeNpz } from 'pullback/node'
import { afterAll, beforeAll, describe, expect, expectTypeOf, test } from 'vitest'
import { flipped } from '../codec/arrays.ts'

let directory = ''
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'pullback-npz-'))
})
afterAll(() => rm(directory, { recursive: true, force: true }))

const shown = <A>(result: Either<DataError, A>): Either<string, A> =>
  isLeft(result) ? left(showDataError(result.left).replaceAll(join(directory, '/'), '')) : result

const file = async (name: string, content: Uint8Array): Promise<string> => {
  const path = join(directory, name)
  await writeFile(path, content)
  return path
}

/** `numpy.savez_compressed(x=numpy.arange(3.), y=numpy.array([[1, 2]], dtype='u1'))` by NumPy 2.4.6. */
const fromNumPy = Buffer.from(
  'UEsDBC0AAAAIAAAAIQAkIeEr//////////8FABQAeC5ucHkBABAAmAAAAAAAAABMAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loG6TZqGuo6Ce' +
    'll9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GsY6mjoKtQoUAC4GFPDBHspwAABQSwMELQAAAAgAAAAhAJwC5Bv//////////wUAFAB5Lm5weQEA' +
    'EACCAAAAAAAAAEgAAAAAAAAAm+wX6hsQychQxlCtnpJanFykbqWgXlNqqK6joJ6WX1RSlJgXn1+UkgoSd0vMKU4FihdnJBakAvkahjoKRpo6CrUK' +
    'ZAMuRiYAUEsBAi0DLQAAAAgAAAAhACQh4StMAAAAmAAAAAUAAAAAAAAAAAAAAIABAAAAAHgubnB5UEsBAi0DLQAAAAgAAAAhAJwC5BtIAAAAggAA' +
    'AAUAAAAAAAAAAAAAAIABgwAAAHkubnB5UEsFBgAAAAACAAIAZgAAAAIBAAAAAA==',
  'base64',
)
const x = tensor([0, 1, 2], 'f64')
const y = tensor([[1, 2]], 'u8')

describe('npy files', () => {
  test('are read as they were written, plain or compressed', async () => {
    for (const name of ['a.npy', 'a.npy.gz']) {
      const path = join(directory, name)
      expect(await writeNpy(path)(y)()).toEqual(right(undefined))
      expect(await readNpy(path, { dtype: 'u8', shape: [null, 2] })()).toEqual(right(y))
    }
    expect(await readFile(join(directory, 'a.npy'))).toEqual(Buffer.from(encodeNpy(y)))
  })

  test('that are wrong are named', async () => {
    const cut = await file('cut.npy', encodeNpy(y).subarray(0, -1))
    expect(shown(await readNpy(cut)())).toEqual(
      left('cut.npy: the npy data end after 129 bytes, but the header announces 130. Get a complete copy.'),
    )
    const whole = await file('whole.npy', encodeNpy(y))
    const wrong = shown(await readNpy(whole, { shape: [null] })())
    expect(isLeft(wrong) && wrong.left).toContain('whole.npy: the array is [1, 2], but [any] is wanted.')
    const large = shown(
      await readNpy(await file('large.npy.gz', gzipSync(encodeNpy(zeros([1000])))), { maxBytes: 1000 })(),
    )
    expect(large).toEqual(
      left('large.npy.gz: the content is longer than 1000 bytes. Raise maxBytes if you trust the file.'),
    )
  })
})

describe('reads', () => {
  test('what NumPy wrote', async () => {
    const path = await file('numpy.npz', fromNumPy)
    const arrays = { x: { dtype: 'f64', shape: [null] }, y: { dtype: 'u8', shape: [null, 2] } } as const
    const result = await readNpz(path, { arrays })()
    expect(result).toEqual(right({ x, y }))
    if (isRight(result)) {
      expectTypeOf(result.right.x).toEqualTypeOf<Tensor<[number]>>()
      expectTypeOf(result.right.y).toEqualTypeOf<Integers<[number, 2]>>()
    }
  })

  test('all arrays, or some of them', async () => {
    const path = await file('numpy.npz', fromNumPy)
    expect(await readNpz(path)()).toEqual(right({ x, y }))
    expect(await readNpz(path, { arrays: { y: {} } })()).toEqual(right({ y }))
    expect(await readNpz(path, { arrays: {} })()).toEqual(right({}))
  })

  test('what it wrote, compressed or not', async () => {
    const parameters = {
      w: random.normal([64, 10])(key(1)),
      'layer/b': tensor([1, -2], 'i32'),
      empty: zeros([0, 3]),
    }
    const sizes: number[] = []
    for (const compress of [true, false]) {
      const path = join(directory, `own-${compress}.npz`)
      expect(await writeNpz(path, { compress })({ ...parameters, zeros: zeros([1000]) })()).toEqual(
        right(undefined),
      )
      const back = await readNpz(path)()
      if (isLeft(back)) throw new Error(showDataError(back.left))
      expect(Object.keys(back.right)).toEqual(['w', 'layer/b', 'empty', 'zeros'])
      for (const [name, value] of Object.entries(parameters))
        expect(Eq.equals(back.right[name] as Tensor, value as Tensor), name).toBe(true)
      sizes.push((await readFile(path)).length)
    }
    expect(sizes[0]!).toBeLessThan(sizes[1]! - 3000)
  })

  test('files without arrays, and arrays named like parts of objects', async () => {
    const path = join(directory, 'odd.npz')
    await writeNpz(path)({})()
    expect(await readNpz(path)()).toEqual(right({}))
    await writeNpz(path)({ constructor: y, ['__proto__']: x })()
    const back = await readNpz(path)()
    expect(isRight(back) && Object.keys(back.right)).toEqual(['constructor', '__proto__'])
  })

  test('the same bytes, given the same arrays', async () => {
    await writeNpz(join(directory, 'one.npz'))({ x, y })()
    await writeNpz(join(directory, 'two.npz'))({ x, y })()
    expect(await readFile(join(directory, 'one.npz'))).toEqual(await readFile(join(directory, 'two.npz')))
  })
})

describe('says what is wrong, where, and how to mend it', () => {
  test('a missing array', async () => {
    const path = await file('numpy.npz', fromNumPy)
    expect(shown(await readNpz(path, { arrays: { z: {} } })())).toEqual(
      left("numpy.npz: there is no array 'z', only 'x', 'y'. Check the name."),
    )
  })

  test('an array that does not fit', async () => {
    const path = await file('numpy.npz', fromNumPy)
    expect(shown(await readNpz(path, { arrays: { x: { dtype: 'f32' } } })())).toEqual(
      left('numpy.npz, x.npy: the elements are f64, but f32 is wanted. Ask for f64, and convert.'),
    )
  })

  test('no archive', async () => {
    const path = await file('text.npz', Buffer.from('no archive at all, but long enough to be one'))
    const result = shown(await readNpz(path)())
    expect(isLeft(result) && result.left).toMatch(
      /^text\.npz: the zip archive is damaged, or is none \(.+\)\. Get an intact copy\.$/,
    )
  })

  test('an empty file, no file, and a folder', async () => {
    expect(isLeft(await readNpz(await file('empty.npz', new Uint8Array(0)))())).toBe(true)
    expect(shown(await readNpz(join(directory, 'none.npz'))())).toEqual(
      left('none.npz: there is no such file. Check the path.'),
    )
    const folder = await readNpz(directory)()
    expect(isLeft(folder) && folder.left._tag).toBe('FileUnreadable')
  })

  test('more data than allowed, before they are read', async () => {
    const path = join(directory, 'bomb.npz')
    await writeNpz(path)({ zeros: zeros([2 ** 20]) })()
    expect(shown(await readNpz(path, { maxBytes: 2 ** 20 })())).toEqual(
      left('bomb.npz: the content is longer than 1048576 bytes. Raise maxBytes if you trust the file.'),
    )
  })

  test('another digest', async () => {
    const path = await file('numpy.npz', fromNumPy)
    const md5 = createHash('md5').update(fromNumPy).digest('hex')
    expect(isRight(await readNpz(path, { checksum: { md5 } })())).toBe(true)
    const result = await readNpz(path, { checksum: { md5: '0'.repeat(32) } })()
    expect(isLeft(result) && result.left._tag).toBe('ChecksumMismatch')
  })

  test.each(['', '/x', '../x', 'a/../x', 'C:x', 'a\\b', 'a\nb'])('%o is not a name', name => {
    expect(() => writeNpz('a.npz')({ [name]: x })).toThrow('cannot name an array in an archive')
  })
})

describe('never throws, never hangs, and gives no wrong array', () => {
  test('cut at any length', async () => {
    for (let length = 0; length < fromNumPy.length; length++) {
      const path = await file('cut.npz', fromNumPy.subarray(0, length))
      expect(isLeft(await readNpz(path)()), `cut to ${length}`).toBe(true)
    }
  })

  test('with any one bit turned over', async () => {
    for (let bit = 0; bit < fromNumPy.length * 8; bit++) {
      const result = await readNpz(await file('flipped.npz', flipped(fromNumPy, bit)))()
      if (isLeft(result)) expect(showDataError(result.left)).toMatch(/\.$/)
      // A name can be damaged unnoticed, an array cannot.
      else for (const array of Object.values(result.right)) expect([x, y]).toContainEqual(array)
    }
  })

  test('on any bytes, also with the beginning and the end of an archive', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 200 }),
        fc.nat(60),
        fc.nat(200),
        async (bytes, begin, end) => {
          const content = Buffer.concat([
            fromNumPy.subarray(0, begin),
            bytes,
            fromNumPy.subarray(fromNumPy.length - end),
          ])
          const result = await readNpz(await file('any.npz', content))()
          if (isRight(result))
            for (const array of Object.values(result.right)) expect([x, y]).toContainEqual(array)
        },
      ),
    )
  })
})
