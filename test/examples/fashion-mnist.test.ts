import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { isLeft } from 'fp-ts/lib/Either.js'
import { some } from 'fp-ts/lib/Option.js'
import { evaluation, fromValues, type Tensor, toNested, toValues, wasm } from 'pullback'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { unasked } from '../../examples/example.ts'
import { type FashionMnist, loadFashionMnist } from '../../examples/fashion-mnist/data.ts'
import { edges } from '../../examples/fashion-mnist/edges.ts'
import type { FashionEvent, FashionRun } from '../../examples/fashion-mnist/events.ts'
import { fashionMnist as example } from '../../examples/fashion-mnist/index.ts'
import { pixelStatistics, standardised } from '../../examples/fashion-mnist/pixels.ts'
import { hasShared, shared } from '../shared.ts'
import { notebook, printed, shown } from './fashionNotebook.ts'
import { type Played, played } from './played.ts'

const folder = shared('data')
const present = hasShared('data/fashion-mnist', 'fashion-mnist')

describe.skipIf(!present)('the images of Fashion-MNIST', () => {
  let data: FashionMnist
  beforeAll(async () => {
    const loaded = await loadFashionMnist(some(folder))()
    if (isLeft(loaded)) throw new Error(loaded.left._tag)
    data = loaded.right
  })

  test('are those that were published', () => {
    const { train, test } = data
    expect([train.inputs.shape, test.inputs.shape]).toEqual([
      [60_000, 784],
      [10_000, 784],
    ])
    expect(Array.from(toValues(train.targets).subarray(0, 10))).toEqual([9, 0, 0, 3, 0, 2, 7, 2, 5, 5])
    expect(Array.from(toValues(test.targets).subarray(0, 10))).toEqual([9, 2, 1, 1, 6, 1, 4, 6, 5, 7])
    const { mean, deviation, counts } = pixelStatistics(train.inputs)
    expect(mean).toBeCloseTo(72.940352, 6)
    expect(deviation).toBeCloseTo(90.021182, 6)
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(60_000 * 784)
  })

  test('are taken from the cache where no folder is named, without the network', async () => {
    vi.stubEnv('PULLBACK_CACHE', folder)
    vi.stubGlobal('fetch', () => {
      throw new Error('there is no network here')
    })
    try {
      const loaded = await example.load(unasked)()
      expect(loaded).toMatchObject({ right: { test: { targets: data.test.targets } } })
    } finally {
      vi.unstubAllEnvs()
      vi.unstubAllGlobals()
    }
  })

  // All 20 epochs and the test accuracy: fashion-mnist.nightly.ts.
  const epochs = 3

  test('in f64, the first lines are those that the notebook prints', { timeout: 300_000 }, async () => {
    const { lines } = await notebook(data, epochs, 'f64')
    expect(lines.map(shown)).toEqual(printed.slice(0, epochs))
  })

  test('in f32, losses are the same to 0.002', { timeout: 300_000 }, async () => {
    const { lines } = await notebook(data, epochs, 'f32')
    const losses = printed.slice(0, epochs).map(line => Number(/loss: (\S+)/.exec(line)![1]))
    expect(lines).toHaveLength(epochs)
    lines.forEach(({ loss }, i) => {
      expect(Math.abs(loss - losses[i]!)).toBeLessThan(0.002)
    })
  })
})

describe.skipIf(!present)('a short run', () => {
  let run: Played<FashionEvent, FashionRun>
  beforeAll(async () => {
    run = await played(example, { data: some(folder), short: true, engine: wasm })
  }, 600_000)

  test('prints the lines of the notebook', () => {
    expect(run.lines).toEqual(expect.arrayContaining(printed.slice(0, 2)))
    expect(run.lines).toEqual(
      expect.arrayContaining([
        'std: 1.0',
        'min: -0.81',
        'max: 2.02',
        'shape: (60000, 784)',
        'test accuracy: 0.7275',
      ]),
    )
  })

  test('ends with the figures, all laws hold, and the better network learns', () => {
    const { gradients, best, notebook } = run.result
    expect(run.events.at(-1)).toMatchObject({
      event: 'result',
      dtype: 'f64',
      notebook: { testAccuracy: notebook.testAccuracy },
      gradients: { networks: 5, broken: [] },
      best: { testAccuracy: best.testAccuracy },
    })
    expect(gradients.laws.map(({ id }) => id)).toEqual(expect.arrayContaining(['12a', '18', '19', '44c']))
    expect(best.testAccuracy).toBeGreaterThan(0.82)
    const right = best.confusion.reduce((sum, row, label) => sum + row[label]!, 0)
    expect(right / 10_000).toBe(best.testAccuracy)
    expect(best.samples.map(({ label }) => label)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  })

  test('reports the data, both networks and the laws as pictures and tables with words', () => {
    const labels = Array.from(
      run.html.matchAll(/<svg role="img" aria-label="([^"]+)"/g),
      ([, label]) => label!,
    )
    expect(labels).toHaveLength(2 + 2 + 2 + 10 + 1)
    for (const title of [
      'x_train sample',
      'x_train histogram',
      'loss (nats)',
      'accuracy (share right)',
      'step',
    ])
      expect(run.html).toContain(`>${title}</text>`)
    expect(run.html).toContain('ankle boot')
    expect(run.html).not.toMatch(/NaN|undefined|Infinity/)
    expect(run.html.length).toBeLessThan(1_500_000)
  })
})

describe('what the networks see', () => {
  const image = fromValues<number, [number, 784], 'u8'>(
    [1, 784],
    Array.from({ length: 784 }, (_, i) => (i === 29 ? 255 : 0)),
    'u8',
  )

  test('is standardised', () => {
    const [value] = standardised({ mean: 5, deviation: 2 }, 'f64').run({}, image, {}, evaluation)
    const pixels = toValues(value as Tensor)
    expect([pixels[0], pixels[29]]).toEqual([-2.5, 125])
  })

  test('are pixels and steps of brightness in squares of 2 x 2', () => {
    // One white pixel, in row 1 and column 1: the lower right corner of the first square.
    const [value] = edges().run({}, image, {}, evaluation)
    const [features] = toNested(value as Tensor) as [number[]]
    expect(features).toHaveLength(980)
    const seen = features.flatMap((x, i) => (x === 0 ? [] : [[Math.floor(i / 196), i % 196, x]]))
    expect(seen).toEqual([
      [0, 0, 1], // the pixel
      [1, 0, 1], // brighter than the one to its left
      [2, 1, 1], // and the one to its right, in the next square, is darker than it
      [3, 0, 1], // brighter than the one above
      [4, 14, 1], // and the one below, in a square of the next row, is darker
    ])
  })
})

describe('data that are not there, or not what they should be', () => {
  const inFolder = async (files: Readonly<Record<string, Uint8Array>>) => {
    const folder = await mkdtemp(join(tmpdir(), 'pullback-fashion-'))
    try {
      await mkdir(join(folder, 'fashion-mnist'))
      for (const [name, bytes] of Object.entries(files))
        await writeFile(join(folder, 'fashion-mnist', name), bytes)
      return await example.load({ ...unasked, data: some(folder) })()
    } finally {
      await rm(folder, { recursive: true })
    }
  }

  test('a missing file is named', async () => {
    expect(await inFolder({})).toMatchObject({ left: { _tag: 'BadData', error: { _tag: 'FileMissing' } } })
  })

  test('another file under the name is refused by its digest', async () => {
    const bytes = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 28, 0, 0, 0, 28, ...new Uint8Array(784))
    const labels = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 1, 7)
    const loaded = await inFolder({
      'train-images-idx3-ubyte.gz': gzipSync(bytes),
      'train-labels-idx1-ubyte.gz': gzipSync(labels),
    })
    expect(loaded).toMatchObject({
      left: {
        _tag: 'BadData',
        error: { _tag: 'ChecksumMismatch', expected: '8d4fb7e6c68d591d4c3dfef9ec88bf0d' },
      },
    })
  })
})
