import { isRight } from 'fp-ts/lib/Either.js'
import { some } from 'fp-ts/lib/Option.js'
import { batches, engines, fit, key, toNested, wasm } from 'pullback'
import { beforeAll, describe, expect, test } from 'vitest'
import { unasked } from '../../examples/example.ts'
import { spiral as draw } from '../../examples/spiral/data.ts'
import { spiral } from '../../examples/spiral/index.ts'
import { begin, objective, optimiser } from '../../examples/spiral/model.ts'
import type { SpiralEvent, SpiralRun } from '../../examples/spiral/run.ts'
import { type Played, played } from './played.ts'

// What NumPy prints when it runs the notebook's cells after `np.random.seed(0)`.
const asMeant = `
Step    0. Loss=1.459, train accuracy=0.27695
Step  500. Loss=0.995, train accuracy=0.65174
Step 1000. Loss=0.900, train accuracy=0.72471
Step 1500. Loss=0.841, train accuracy=0.74461
Step 2000. Loss=0.796, train accuracy=0.79436
Step 2500. Loss=0.761, train accuracy=0.83582
Step 3000. Loss=0.731, train accuracy=0.84743
Step 3500. Loss=0.707, train accuracy=0.86235
Step 4000. Loss=0.688, train accuracy=0.87562
Step 4500. Loss=0.673, train accuracy=0.88889
Step 5000. Loss=0.660, train accuracy=0.89552
Test accuracy=0.86532`
  .split('\n')
  .slice(1)

// The same of the scale as it is written. The loss swings so wildly that rounding decides about the two lines left out.
const asWritten: ReadonlyMap<number, readonly [loss: number, accuracy: number]> = new Map([
  [0, [2.091, 0.33997]],
  [1500, [0.908, 0.88889]],
  [2000, [0.844, 0.90547]],
  [2500, [0.798, 0.91211]],
  [3000, [0.764, 0.9204]],
  [3500, [0.738, 0.92371]],
  [4000, [0.716, 0.92703]],
  [4500, [0.699, 0.92869]],
  [5000, [0.684, 0.93035]],
])

test('the points are those of NumPy', () => {
  const { train, test, second } = draw(0)
  const [first, , third] = toNested(train.inputs) as readonly (readonly number[])[]
  expect([...first!, ...third!].map(x => x.toFixed(8))).toEqual([
    '-0.59722749',
    '0.18565311',
    '0.58257006',
    '0.05630115',
  ])
  expect((toNested(test.targets) as readonly number[]).slice(0, 10)).toEqual([2, 0, 0, 1, 2, 1, 1, 2, 0, 0])
  expect((toNested(second) as readonly (readonly number[])[])[200]?.map(x => x.toFixed(8))).toEqual([
    '-0.00041733',
    '0.37415509',
    '0.40955178',
  ])
})

describe('a whole run', () => {
  let run: Played<SpiralEvent, SpiralRun>
  beforeAll(async () => {
    run = await played(spiral, { engine: wasm })
  }, 120_000)

  test('prints what NumPy prints, where the first weights are as meant', () => {
    const from = run.lines.findIndex(line => line.endsWith('as its text says'))
    expect(run.lines.slice(from + 1, from + 1 + asMeant.length)).toEqual(asMeant)
  })

  test('prints what NumPy prints, where the first weights are as written, but for what rounding decides', () => {
    for (const { step, loss, accuracy } of run.result.notebook.lines) {
      const expected = asWritten.get(step)
      if (expected === undefined) continue
      expect(Math.abs(loss - expected[0])).toBeLessThan(0.0025)
      expect(Math.abs(accuracy - expected[1])).toBeLessThan(0.01)
    }
    expect(run.result.notebook.lines.map(({ step }) => step)).toEqual([
      0,
      500,
      1000,
      ...[...asWritten.keys()].slice(1),
    ])
    expect(Math.abs(run.result.notebook.testAccuracy - 0.91919)).toBeLessThan(0.02)
  })

  test('tells the steps in which rounding decides from those in which it does not', () => {
    expect(Math.max(...run.result.notebook.drift)).toBeGreaterThan(0.01)
    expect(Math.max(...run.result.meant.drift)).toBeLessThan(1e-12)
  })

  test('ends with its result', () => {
    expect(run.events.at(-1)).toMatchObject({ event: 'result', meant: { testAccuracy: 257 / 297 } })
  })

  test('reports boundaries, curves and drift as pictures with words', () => {
    const labels = Array.from(
      run.html.matchAll(/<svg role="img" aria-label="([^"]+)"/g),
      ([, label]) => label!,
    )
    expect(labels).toHaveLength(6)
    for (const title of [
      'step',
      'loss (nats)',
      'accuracy (share right)',
      'difference (nats)',
      'arm 2',
      'x',
      'y',
    ])
      expect(run.html).toContain(`>${title}</text>`)
    expect(run.html).not.toMatch(/NaN|undefined|Infinity/)
  })
})

describe.each(Object.entries(engines))('on %s', (_, engine) => {
  test.each([
    ['notebook', [2.09081158613092, 4.16921180248271, 6.27430211260481]],
    ['meant', [1.45887550156734, 1.39535827838638, 1.37881740273638]],
  ] as const)(
    'the first losses are those of NumPy, where weights begin as in %s',
    async (beginning, expected) => {
      const data = draw(0)
      const training = fit(optimiser, batches(data.train, { size: 603 }), {
        epochs: expected.length,
        from: begin(beginning)(data),
        dtype: 'f64',
        engine,
      })(objective)
      for await (const { step, loss } of training(key(0)))
        expect(Math.abs(loss - expected[step]!)).toBeLessThan(1e-13)
    },
  )
})

test('in f32 the lines differ in the third place at most, where rounding does not decide', {
  timeout: 120_000,
}, async () => {
  const { result } = await played(spiral, { engine: wasm, dtype: some('f32'), short: true })
  expect(result.meant.model.params.hidden.w.dtype).toBe('f32')
  for (const [i, loss] of [1.459, 0.995, 0.9].entries())
    expect(Math.abs(result.meant.lines[i]!.loss - loss)).toBeLessThan(0.002)
})

test('another seed draws other points', async () => {
  const load = async (seed: number) => {
    const loaded = await spiral.load({ ...unasked, seed: some(seed) })()
    return isRight(loaded) ? loaded.right : null
  }
  expect(await load(0)).toEqual(draw(0))
  expect(await load(1)).not.toEqual(draw(0))
})
