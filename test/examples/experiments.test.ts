import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isLeft } from 'fp-ts/lib/Either.js'
import { isNone, some } from 'fp-ts/lib/Option.js'
import { batches, key, type Model, op, type Tensor, toValues, wasm } from 'pullback'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Digits, loadDigits } from '../../examples/digits/data.ts'
import type { Experiment } from '../../examples/digits/experiment.ts'
import { follow, mostApart, referenceTraining, tolerance } from '../../examples/digits/follow.ts'
import { digits as example } from '../../examples/digits/index.ts'
import { loadStudies } from '../../examples/digits/load.ts'
import { monitor } from '../../examples/digits/monitor.ts'
import { type Params, recipeOf } from '../../examples/digits/network.ts'
import { perform } from '../../examples/digits/perform.ts'
import { type DigitsSplit, prepare } from '../../examples/digits/prepare.ts'
import type { ReferenceRun } from '../../examples/digits/referenceFile.ts'
import { everyEpoch, train } from '../../examples/digits/train.ts'
import { verdict, verdictOf } from '../../examples/digits/verdict.ts'
import { unasked } from '../../examples/example.ts'
import { golden } from '../golden/golden.ts'
import { played } from './played.ts'

const folder = join(import.meta.dirname, '../../examples')
let digits: Digits
let split: DigitsSplit
let out = ''
beforeAll(async () => {
  const loaded = await loadDigits(join(folder, 'data/digits.csv.gz'))()
  if (isLeft(loaded)) throw new Error(JSON.stringify(loaded.left))
  digits = loaded.right
  split = prepare(digits)
  out = await mkdtemp(join(tmpdir(), 'pullback-digits-'))
})
afterAll(() => rm(out, { recursive: true, force: true }))

const machinery = { engine: wasm, dtype: 'f32' } as const
const base: Experiment = {
  hidden: [10],
  activation: 'sigmoid',
  initialisation: { kind: 'uniform', bound: 0.01 },
  descent: { kind: 'sgd', rate: 0.1 },
  batch: 1,
  shuffle: false,
  examples: 200,
  epochs: 3,
  seed: 37,
}

describe('an experiment', () => {
  test('gives the same figures when it is performed again, and others for another seed', async () => {
    const outcome = await perform(split, machinery)(base)
    expect(await perform(split, machinery)(base)).toEqual(outcome)
    expect(await perform(split, machinery)({ ...base, seed: 38 })).not.toEqual(outcome)
    expect(outcome.history.map(({ epoch }) => epoch)).toEqual([0, 1, 2, 3])
  })

  test('monitors the norm of the average of the single gradients', () => {
    const wide = prepare(digits, 'f64')
    const few = { inputs: wide.train.inputs, targets: wide.train.targets }
    const recipe = recipeOf({ ...base, hidden: [] })
    const { params } = recipe.classifier.init(key(1), 'f64') as Model<Params>
    const { gradientNorm } = monitor(
      recipe,
      { train: few, test: wide.test },
      { engine: wasm, dtype: 'f64' },
    )({
      params,
      state: {},
    })
    // By hand for softmax regression: the mean over examples of x ⊗ (p - onehot) and of p - onehot.
    const [layer] = params as readonly { readonly w: Tensor<[64, 10]>; readonly b: Tensor<[10]> }[]
    const scores = toValues(op.add(op.matmul(few.inputs, layer!.w), op.broadcast([1527, 10])(layer!.b)))
    const [x, labels] = [toValues(few.inputs), toValues(few.targets)]
    const [dw, db] = [new Float64Array(640), new Float64Array(10)]
    for (let n = 0; n < 1527; n++) {
      const row = Array.from(scores.subarray(n * 10, n * 10 + 10), Math.exp)
      const total = row.reduce((sum, e) => sum + e, 0)
      row.forEach((e, c) => {
        const delta = (e / total - (labels[n] === c ? 1 : 0)) / 1527
        db[c]! += delta
        for (let i = 0; i < 64; i++) dw[i * 10 + c]! += delta * x[n * 64 + i]!
      })
    }
    expect(gradientNorm).toBeCloseTo(Math.hypot(...dw, ...db), 10)
  })

  test('that overflows ends early and says where', async () => {
    const outcome = await perform(
      split,
      machinery,
    )({
      ...base,
      activation: 'relu',
      initialisation: { kind: 'uniform', bound: 1 },
      descent: { kind: 'sgd', rate: 1e30 },
    })
    expect(outcome).toMatchObject({
      kind: 'diverged',
      reason: expect.stringMatching(/^Training stopped at step \d+/),
    })
    expect(outcome.history).toHaveLength(1)
  })

  test('from zeros keeps all its hidden units alike, and from random weights does not', async () => {
    const spread = async (initialisation: Experiment['initialisation'], seed: number): Promise<number> => {
      const recipe = recipeOf({ ...base, initialisation })
      const data = batches(split.train, { size: 32 })
      const steps = train(recipe, data, () => null, everyEpoch, machinery)(key(seed))
      let step = await steps.next()
      while (!step.done) step = await steps.next()
      const w = toValues((step.value.params[0] as { readonly w: Tensor<[64, 10]> }).w)
      expect(Math.max(...w)).toBeGreaterThan(0.001)
      return Math.max(...Array.from(w, (value, i) => Math.abs(value - w[i - (i % 10)]!)))
    }
    for (const seed of [1, 2, 3]) {
      expect(await spread({ kind: 'zeros' }, seed)).toBeLessThan(1e-5)
      expect(await spread({ kind: 'uniform', bound: 0.01 }, seed)).toBeGreaterThan(0.01)
    }
  })
})

describe('the declared experiments', () => {
  test('are judged by their curves', () => {
    const outcome = (...ends: readonly (readonly [train: number, test: number, accuracy: number])[]) => ({
      kind: 'trained' as const,
      history: ends.map(([trainLoss, testLoss, trainAccuracy], epoch) => ({
        epoch,
        trainLoss,
        trainAccuracy,
        testLoss,
        testAccuracy: 0,
        gradientNorm: 0,
      })),
    })
    const under = outcome([2, 2, 0.1], [1, 1, 0.5])
    const over = outcome([2, 2, 0.1], [0.5, 0.5, 0.95], [0.1, 0.6, 1])
    const neither = outcome([2, 2, 0.1], [0.5, 0.5, 0.95], [0.1, 0.51, 1])
    expect([under, over, neither].map(verdict)).toEqual(['underfits', 'overfits', 'neither'])
    expect(verdictOf([over, neither, over])).toBe(
      'overfits with 2 of 3 seeds, does neither with 1 of 3 seeds.',
    )
  })

  test('that cannot be read are an error with a place', async () => {
    const path = join(out, 'experiments.json')
    await writeFile(path, '{"base":{}}')
    expect(await loadStudies(unasked)(path)()).toMatchObject({
      left: {
        _tag: 'NoData',
        reason: expect.stringContaining(`${path}: 'base.hidden' has to be a list of sizes`),
      },
    })
  })
})

golden<{ readonly cases: readonly ReferenceRun[] }>('training', ({ cases }) => {
  test.each(cases)('the run $name of the reference framework is reproduced', run => {
    const followed = follow(referenceTraining(digits), wasm)(run)
    expect(followed.losses).toHaveLength(run.config.steps)
    expect(mostApart(followed)).toBeLessThan(tolerance)
  })

  test('a run that is another one is distinguished', () => {
    const [run] = cases
    const other = { ...run!, config: { ...run!.config, lr: run!.config.lr * 1.0001 } }
    expect(follow(referenceTraining(digits), wasm)(other).apart.losses).toBeGreaterThan(tolerance)
  })
})

describe('the whole in short', () => {
  test('shows everything, keeps what it computed, and is the same again', { timeout: 120_000 }, async () => {
    const asked = { short: true, cache: some(join(out, 'kept')) }
    const once = await played(example, asked)
    const twice = await played(example, asked)
    const told = ({ events }: typeof once) => events.filter(event => event.event === 'experiment')
    expect(told(once).every(event => !event.cached)).toBe(true)
    expect(told(twice).every(event => event.cached)).toBe(true)
    expect(await readdir(join(out, 'kept', 'experiments'))).toHaveLength(told(once).length)
    expect(twice.html === once.html).toBe(true)
    expect(once.events.at(-1)).toMatchObject({ event: 'result', expectations: { of: 29 } })

    const { lines, html, result } = once
    expect(lines).toContain('[9.99662391e-01 3.35349373e-04 2.25956630e-06]')
    expect(lines.filter(line => line.startsWith('Learning rate | '))).toHaveLength(5)
    for (const study of result.studies) expect(html).toContain(`<h2>${study.name}</h2>`)
    const labels = Array.from(html.matchAll(/<svg role="img" aria-label="([^"]+)"/g), ([, label]) => label!)
    expect(labels).toHaveLength(22 + 1 + 7 * 3 + 5)
    expect(html).not.toMatch(/NaN|undefined|Infinity/)
    const ids = Array.from(html.matchAll(/\bid="([^"]+)"/g), ([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const [, width] of html.matchAll(/<svg [^>]*?\bwidth="([\d.]+)"/g))
      expect(Number(width)).toBeLessThan(370)
    // The data that come with the examples have no reference runs beside them, and that is said aloud.
    expect(isNone(result.followed)).toBe(true)
    expect(lines.find(line => line.startsWith('skipped: '))).toMatch(
      /^skipped: the runs of the reference framework, as there is no .*golden\/training\.json\.$/,
    )
    expect(html).toContain('Skipped: the file with the runs of PyTorch')
  })
})
