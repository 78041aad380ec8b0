import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import * as fc from 'fast-check'
import { type Either, isLeft } from 'fp-ts/lib/Either.js'
import {
  type Batches,
  batches,
  dense,
  fit,
  fromValues,
  type Integers,
  key,
  last,
  op,
  sgd,
  softmaxCrossEntropy,
  supervised,
  type Tensor,
  tensor,
  toValues,
} from 'pullback'
import {
  type DataError,
  DataFailure,
  type DiskBatchOptions,
  diskBatches,
  encodeIdx,
  encodeNpy,
  showDataError,
} from 'pullback/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { flipped } from '../codec/arrays.ts'

let directory = ''
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'pullback-disk-'))
})
afterAll(() => rm(directory, { recursive: true, force: true }))

const file = async (name: string, bytes: Uint8Array): Promise<string> => {
  const path = join(directory, name)
  await writeFile(path, name.endsWith('.gz') ? gzipSync(bytes) : bytes)
  return path
}

/** Row i has the inputs [i, -i] and the target i % 256. */
const numbered = (n: number) => ({
  inputs: fromValues<number, [number, 2], 'f32'>([n, 2], Array.from({ length: n }, (_, i) => [i, -i]).flat()),
  targets: fromValues<number, [number], 'u8'>(
    [n],
    Array.from({ length: n }, (_, i) => i % 256),
    'u8',
  ),
})

interface Rows {
  readonly inputs: Tensor<[number, 2]>
  readonly targets: Integers<[number]>
}

const patterns = {
  inputs: { dtype: 'f32', shape: [null, 2] },
  targets: { dtype: 'u8', shape: [null] },
} as const

/** The rows in files: inputs as npy, targets as IDX. */
const stored = async (n: number, compressed = false) => {
  const { inputs, targets } = numbered(n)
  const end = compressed ? '.gz' : ''
  return {
    inputs: { ...patterns.inputs, path: await file(`inputs-${n}.npy${end}`, encodeNpy(inputs)) },
    targets: { ...patterns.targets, path: await file(`targets-${n}-idx1${end}`, encodeIdx(targets)) },
  }
}

const opened = async (
  files: Parameters<typeof diskBatches>[0],
  options: Omit<DiskBatchOptions<never, Rows>, 'prepare'>,
): Promise<Batches<Rows>> => {
  const result = await diskBatches(files, options)()
  if (isLeft(result)) throw new Error(showDataError(result.left))
  return result.right as unknown as Batches<Rows>
}

const collected = async (source: Iterable<Rows> | AsyncIterable<Rows>): Promise<readonly Rows[]> => {
  const all: Rows[] = []
  for await (const batch of source) all.push(batch)
  return all
}

const rowsOf = (given: readonly Rows[]): readonly number[] =>
  given.flatMap(({ inputs }) => Array.from(toValues(inputs)).filter((_, i) => i % 2 === 0))

const shown = <A>(result: Either<DataError, A>): string =>
  isLeft(result) ? showDataError(result.left).replaceAll(join(directory, '/'), '') : 'no error'

describe('gives', () => {
  test.each([false, true])('the rows in order, compressed: %s', async compressed => {
    const files = await stored(1000, compressed)
    const found = await collected((await opened(files, { size: 7 }))(key(0)))
    const expected = await collected(batches(numbered(1000), { size: 7 })(key(0)) as Iterable<Rows>)
    expect(found).toEqual(expected)
    expect(found.at(-1)?.targets.shape).toEqual([1000 % 7])
  })

  test('the order of `batches`, shuffled by rows', async () => {
    const data = await opened(await stored(500), { size: 16, shuffle: true })
    const expected = batches(numbered(500), { size: 16, shuffle: true })
    for (const seed of [0, 1])
      expect(await collected(data(key(seed)))).toEqual(await collected(expected(key(seed)) as Iterable<Rows>))
  })

  test('blocks of rows that lie together, in another order for each epoch', async () => {
    const data = await opened(await stored(100), { size: 10, shuffle: { block: 10 } })
    const found = await collected(data(key(1)))
    for (const batch of found) {
      const rows = rowsOf([batch])
      expect(new Set(rows.map(row => Math.floor(row / 10))).size).toBe(1)
      expect(rows).not.toEqual(rows.toSorted((a, b) => a - b))
    }
    expect(rowsOf(found)).not.toEqual(rowsOf(await collected(data(key(2)))))
    expect(rowsOf(found)).toEqual(rowsOf(await collected(data(key(1)))))
  })

  test('every row once, with its target, whatever the sizes', async () => {
    const orders = fc.constantFrom<boolean | 'block'>(false, true, 'block')
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 1, max: 320 }),
        orders,
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 5 }),
        async (n, size, order, block, ahead) => {
          const shuffle = order === 'block' ? { block } : order
          const data = await opened(await stored(n), { size, shuffle, ahead })
          const found = await collected(data(key(n)))
          expect(found.map(({ inputs }) => inputs.shape[0])).toEqual(
            Array.from({ length: Math.ceil(n / size) }, (_, i) => Math.min(size, n - i * size)),
          )
          expect(rowsOf(found).toSorted((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i))
          const targets = found.flatMap(batch => Array.from(toValues(batch.targets)))
          expect(targets).toEqual(rowsOf(found).map(row => row % 256))
        },
      ),
      { numRuns: 40 },
    )
  })

  test('rows of every format and element type', async () => {
    const long = Buffer.from(encodeNpy(tensor([[1], [2], [3]], 'f64')))
    // The same bytes as 64-bit integers: 1, 2 and 3 are written over the floats.
    for (const i of [0, 1, 2]) long.writeBigInt64LE(BigInt(i + 1), long.length - 24 + 8 * i)
    const header = long.indexOf("'<f8'")
    long.write("'<i8'", header, 'latin1')
    const files = {
      a: { path: await file('a-idx3', encodeIdx(tensor([[[1.5]], [[2.5]], [[-3.5]]], 'f64'))) },
      b: { path: await file('b.npy', long) },
    }
    const data = await opened(files, { size: 2, shuffle: true })
    const [first] = (await collected(data(key(3)))) as unknown as readonly Record<string, Tensor>[]
    expect([first!.a!.dtype, first!.a!.shape, first!.b!.dtype, first!.b!.shape]).toEqual([
      'f64',
      [2, 1, 1],
      'i32',
      [2, 1],
    ])
    expect(Array.from(toValues(first!.b!), x => [0, 1.5, 2.5, -3.5][x])).toEqual(
      Array.from(toValues(first!.a!)),
    )
  })
})

test('fit trains on files as on what is in memory, bit for bit', async () => {
  const files = await stored(60)
  const scaled = ({ inputs, targets }: Rows) => ({
    inputs: op.scale(1 / 64)(inputs),
    targets: fromValues<number, [number], 'i32'>(
      [targets.shape[0]],
      toValues(targets).map(t => t % 3),
      'i32',
    ),
  })
  const disk = await diskBatches(files, { size: 8, shuffle: true, prepare: scaled })()
  if (isLeft(disk)) throw new Error(showDataError(disk.left))
  const memory = batches(scaled(numbered(60) as unknown as Rows), { size: 8, shuffle: true })
  const objective = supervised(softmaxCrossEntropy())(dense(2, 3))
  const [onDisk, inMemory] = await Promise.all(
    [disk.right, memory].map(data =>
      last(fit(sgd(0.1), data as typeof memory, { epochs: 3 })(objective)(key(0))),
    ),
  )
  expect(onDisk!.step).toBe(23)
  expect(onDisk!.loss).toBe(inMemory!.loss)
  expect(onDisk!.model()).toEqual(inMemory!.model())
})

describe('says what is wrong', () => {
  const one = { size: 1 }

  test('no such file, another shape, another element type', async () => {
    const files = await stored(4)
    const missing = { x: { path: join(directory, 'none.npy') } }
    expect(shown(await diskBatches(missing, one)())).toBe('none.npy: there is no such file. Check the path.')
    const wide = { ...files, inputs: { ...files.inputs, shape: [null, 3] } } as const
    expect(shown(await diskBatches(wide, one)())).toContain(
      'inputs-4.npy: the array is [4, 2], but [any, 3] is wanted.',
    )
    const double = { ...files, inputs: { ...files.inputs, dtype: 'f64' } } as const
    expect(shown(await diskBatches(double, one)())).toContain('the elements are f32, but f64 is wanted.')
  })

  test('files with different numbers of rows', async () => {
    const files = { inputs: (await stored(4)).inputs, targets: (await stored(5)).targets }
    expect(shown(await diskBatches(files, one)())).toContain(
      'targets-5-idx1: the array is [5], but [4] is wanted.',
    )
  })

  test('no rows, or rows of nothing', async () => {
    for (const shape of [[0, 2], [2, 0], []] as const) {
      const empty = await file(
        'empty.npy',
        encodeNpy(
          fromValues<number, readonly number[]>(shape, new Array(shape.length === 0 ? 1 : 0).fill(0)),
        ),
      )
      expect(shown(await diskBatches({ x: { path: empty } }, one)())).toBe(
        'empty.npy: the file has no data. Get a complete copy.',
      )
    }
  })

  test('a compressed file to be shuffled', async () => {
    expect(shown(await diskBatches(await stored(4, true), { size: 1, shuffle: true })())).toBe(
      'inputs-4.npy.gz: the file is compressed, so that its rows can be read in order only. Decompress it, or do not shuffle.',
    )
  })

  test('an array in Fortran order', async () => {
    const bytes = Buffer.from(encodeNpy(numbered(4).inputs))
      .toString('latin1')
      .replace('False', 'True ')
    const path = await file('fortran.npy', Buffer.from(bytes, 'latin1'))
    expect(shown(await diskBatches({ x: { path } }, one)())).toContain(
      'fortran.npy: the npy header is wrong: the array is in Fortran order, in which rows do not lie together.',
    )
  })

  test('a file that is shorter or longer than it announces', async () => {
    const bytes = encodeIdx(numbered(4).targets)
    const short = await file('short-idx1', bytes.subarray(0, -1))
    expect(shown(await diskBatches({ x: { path: short } }, one)())).toBe(
      'short-idx1: the IDX data end after 11 bytes, but the header announces 12. Get a complete copy.',
    )
    const long = await file('long-idx1', Uint8Array.of(...bytes, 0))
    expect(shown(await diskBatches({ x: { path: long } }, one)())).toContain(
      'long-idx1: there are bytes after the 12',
    )
  })

  test('bad options', () => {
    const files = { x: { path: 'a' } }
    expect(() => diskBatches(files, { size: 0 })).toThrow(
      'diskBatches needs a positive integer for size, but was given 0.',
    )
    expect(() => diskBatches(files, { size: 1, shuffle: { block: 0.5 } })).toThrow(
      'for block, but was given 0.5',
    )
    expect(() => diskBatches(files, { size: 1, ahead: 0 })).toThrow(
      'diskBatches needs a positive integer for ahead',
    )
    expect(() => diskBatches({}, { size: 1 })).toThrow('diskBatches needs at least one file')
  })
})

describe('a file that goes bad while it is read', () => {
  const failure = async (data: Batches<Rows>): Promise<string> => {
    try {
      await collected(data(key(0)))
    } catch (error) {
      if (!(error instanceof DataFailure)) throw error
      expect(error.message).toBe(showDataError(error.error))
      return error.message.replaceAll(join(directory, '/'), '')
    }
    return 'no error'
  }

  test.each([false, true])('shuffled: %s', async shuffle => {
    const files = await stored(50)
    const data = await opened(files, { size: 10, shuffle })
    await truncate(files.targets.path, 30)
    expect(await failure(data)).toMatch(
      /^targets-50-idx1: the IDX data end after \d+ bytes, but the header announces 58\./,
    )
    await rm(files.inputs.path)
    expect(await failure(data)).toBe('inputs-50.npy: there is no such file. Check the path.')
  })

  test('a compressed file that is cut, or has more than it announces', async () => {
    const { targets } = await stored(50, true)
    const bytes = await readFile(targets.path)
    await writeFile(targets.path, bytes.subarray(0, -9))
    expect(await failure(await opened({ targets }, { size: 10 }))).toBe(
      'targets-50-idx1.gz: the gzip data end too early. Get a complete copy.',
    )
    await writeFile(targets.path, gzipSync(Uint8Array.of(...encodeIdx(numbered(50).targets), 1)))
    expect(await failure(await opened({ targets }, { size: 10 }))).toContain('there are bytes after the 58')
    await writeFile(targets.path, gzipSync(encodeIdx(numbered(50).targets).subarray(0, -1)))
    expect(await failure(await opened({ targets }, { size: 10 }))).toContain('end after 57 bytes')
  })
})

test('leaves no file open, also when the loop is left early', async () => {
  const open = async (): Promise<number> => (await readdir('/proc/self/fd').catch(() => [])).length
  const data = await opened(await stored(200), { size: 2, shuffle: true })
  const before = await open()
  for (let i = 0; i < 20; i++) for await (const _ of data(key(i))) break
  expect(await open()).toBeLessThanOrEqual(before + 1)
})

test('any one bit turned over in a header is an error, or other rows, and never hangs', async () => {
  const bytes = encodeIdx(numbered(6).targets)
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length * 8 - 1), fc.boolean(), async (bit, shuffle) => {
      const path = await file('flipped-idx1', flipped(bytes, bit))
      const result = await diskBatches({ x: { path } }, { size: 4, shuffle })()
      if (isLeft(result)) expect(showDataError(result.left)).toMatch(/\.$/)
      else for await (const { x } of result.right(key(0))) expect(x?.shape[0]).toBeLessThanOrEqual(4)
    }),
  )
})
