import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type AnyOptimiser,
  adam,
  batches,
  type Checkpoint,
  compose,
  dense,
  dropout,
  EqTree,
  evaluation,
  fromValues,
  type Integers,
  init,
  key,
  last,
  meanOnlyBatchNorm,
  momentum,
  perExample,
  type Report,
  random,
  scalar,
  schedule,
  sgd,
  softmaxCrossEntropy,
  supervised,
  type Tensor,
  tanh,
  toValues,
  fit as train,
  tree,
} from '../../src/index.ts'

const data = {
  inputs: random.normal([22, 3], 0, 1, { dtype: 'f64' })(key(1)),
  targets: fromValues(
    [22],
    Array.from({ length: 22 }, (_, i) => (i * i) % 3),
    'i32',
  ),
}

// Draws in training and keeps a state, so that keys and states matter.
const model = compose(dense(3, 5), meanOnlyBatchNorm(5), tanh(), dropout(0.25), dense(5, 3))
const objective = supervised(softmaxCrossEntropy())(model)
const epochs = 3
const perEpoch = 5
const shuffled = batches(data, { size: 5, shuffle: true })

const optimisers: readonly AnyOptimiser[] = [
  sgd(0.1),
  momentum(0.1),
  adam(schedule.step(0.1, { every: 4, factor: 0.5 })),
]

type AnyReport = Report<unknown, unknown, unknown>

const reportsOf = async (
  run: AsyncIterable<AnyReport>,
  upTo = Number.POSITIVE_INFINITY,
): Promise<readonly AnyReport[]> => {
  const reports: AnyReport[] = []
  for await (const report of run) {
    // What is not asked for in time is gone, when compiled.
    report.checkpoint()
    reports.push(report)
    if (reports.length >= upTo) break
  }
  return reports
}

const start = (optimiser: AnyOptimiser, seed: number, from?: Checkpoint<unknown, unknown, unknown>) =>
  train(optimiser, shuffled, {
    epochs,
    dtype: 'f64',
    ...(from === undefined ? {} : { from: from as never }),
  })(objective)(key(seed)) as AsyncIterable<AnyReport>

/** The numbers of a report, to be compared bit for bit. */
const factsOf = ({ step, epoch, endOfEpoch, loss, checkpoint }: AnyReport) => ({
  step,
  epoch,
  endOfEpoch,
  loss,
  checkpoint: checkpoint(),
})

const same = (x: AnyReport, y: AnyReport): boolean => {
  const [{ checkpoint: p, ...xs }, { checkpoint: q, ...ys }] = [factsOf(x), factsOf(y)]
  const [{ step, epoch, batch, ...now }, other] = [p, q]
  const { step: _, epoch: __, batch: ___, ...then } = other
  return (
    JSON.stringify(xs) === JSON.stringify(ys) &&
    step === other.step &&
    epoch === other.epoch &&
    batch === other.batch &&
    EqTree.equals(now as unknown as tree.Tree, then as unknown as tree.Tree)
  )
}

const runs = (numRuns: number) => ({
  numRuns: Math.min(fc.readConfigureGlobal()?.numRuns ?? numRuns, 10 * numRuns),
})

/** A checkpoint as it would come back from a file. */
const savedAndLoaded = <T>({
  step,
  epoch,
  batch,
  ...trees
}: T & { step: number; epoch: number; batch: number }): T =>
  ({
    ...tree.map((leaf: tree.Leaf) => {
      const { shape, dtype } = leaf as Tensor
      return fromValues(shape, Array.from(toValues(leaf as Tensor)), dtype) as tree.Leaf
    })(trees),
    step,
    epoch,
    batch,
  }) as T

describe('fit', () => {
  test('the same key gives the same reports, bit for bit, also when one run is iterated twice', () =>
    fc.assert(
      fc.asyncProperty(fc.nat(1000), fc.constantFrom(...optimisers), async (seed, optimiser) => {
        const run = start(optimiser, seed)
        const [first, second, third] = [
          await reportsOf(run),
          await reportsOf(run),
          await reportsOf(start(optimiser, seed)),
        ]
        expect(first.length).toBe(epochs * perEpoch)
        expect(first.every((report, i) => same(report, second[i]!) && same(report, third[i]!))).toBe(true)
      }),
      runs(10),
    ))

  test('another key gives other reports', () =>
    fc.assert(
      fc.asyncProperty(fc.nat(1000), async seed => {
        const [one, other] = await Promise.all([0, 1].map(i => reportsOf(start(sgd(0.1), seed + i), 1)))
        expect(one![0]!.loss).not.toBe(other![0]!.loss)
      }),
      runs(10),
    ))

  test('[42d] saved at any step and resumed = uninterrupted, bit for bit', () =>
    fc.assert(
      fc.asyncProperty(
        fc.nat(1000),
        fc.constantFrom(...optimisers),
        fc.integer({ min: 1, max: epochs * perEpoch }),
        async (seed, optimiser, at) => {
          const whole = await reportsOf(start(optimiser, seed))
          const early = await reportsOf(start(optimiser, seed), at)
          const saved = savedAndLoaded(early.at(-1)!.checkpoint() as never)
          const late = await reportsOf(start(optimiser, seed, saved))
          const joined = [...early, ...late]
          expect(joined.length).toBe(whole.length)
          expect(joined.every((report, i) => same(report, whole[i]!))).toBe(true)
        },
      ),
      runs(15),
    ))

  test('a checkpoint of more batches than its epoch has is refused, with both counts', () =>
    fc.assert(
      fc.asyncProperty(fc.nat(3), fc.nat(1), async (beyond, epoch) => {
        const [early] = await reportsOf(start(sgd(0.1), 1), 1)
        const from = { ...(early!.checkpoint() as object), epoch, batch: perEpoch + beyond }
        await expect(reportsOf(start(sgd(0.1), 1, from as never))).rejects.toThrow(
          `The checkpoint says that ${perEpoch + beyond} batches of epoch ${epoch} are done, but of those that fit was given ` +
            `the epoch has ${perEpoch}. Continue with the same batches.`,
        )
      }),
      runs(5),
    ))

  test('steps and epochs are counted, and the last step of each epoch is reported', async () => {
    const reports = await reportsOf(start(sgd(0.1), 0))
    expect(reports.map(({ step }) => step)).toEqual(Array.from({ length: epochs * perEpoch }, (_, i) => i))
    expect(reports.map(({ epoch }) => epoch)).toEqual(reports.map((_, i) => Math.floor(i / perEpoch)))
    expect(reports.map(({ endOfEpoch }) => endOfEpoch)).toEqual(
      reports.map((_, i) => i % perEpoch === perEpoch - 1),
    )
  })

  test('each epoch visits every example once, in an order of its own', async () => {
    const orders: number[][] = []
    const numbered = {
      inputs: data.inputs,
      targets: fromValues(
        [22],
        Array.from({ length: 22 }, (_, i) => i),
        'i32',
      ),
    }
    const watched = batches(numbered, { size: 5, shuffle: true })
    const plain = supervised(softmaxCrossEntropy())(dense(3, 22))
    let epoch: number[] = []
    const metrics = {
      seen: (targets: Integers) => () => epoch.push(...Array.from(toValues(targets))),
    }
    for await (const { endOfEpoch } of train(sgd(0.1), watched, { epochs, dtype: 'f64', metrics })(plain)(
      key(0),
    ))
      if (endOfEpoch) {
        orders.push(epoch)
        epoch = []
      }
    expect(orders.length).toBe(epochs)
    for (const order of orders) expect([...order].sort((a, b) => a - b)).toEqual([...Array(22).keys()])
    expect(new Set(orders.map(order => order.join())).size).toBe(epochs)
  })

  test('nothing happens before it is iterated, and a break ends it', async () => {
    let made = 0
    const counted = (epochKey: Parameters<typeof shuffled>[0]) => {
      made++
      return shuffled(epochKey)
    }
    const run = train(sgd(0.1), counted, { epochs: 100, dtype: 'f64' })(objective)(key(0))
    expect(made).toBe(0)
    expect((await reportsOf(run as never, 3)).length).toBe(3)
    expect(made).toBe(1)
  })

  test('a compiled report keeps its model at the end of an epoch, else until the next step', async () => {
    const kept: AnyReport[] = []
    for await (const report of start(momentum(0.1), 0)) kept.push(report)
    const whole = await reportsOf(start(momentum(0.1), 0))
    kept.forEach((report, i) => {
      if (report.endOfEpoch) expect(same(report, whole[i]!)).toBe(true)
      else expect(() => report.model()).toThrow(`The report of step ${i} was asked for its model after`)
    })
  })

  test('reports of earlier steps stay as they were', async () => {
    const reports = await reportsOf(start(momentum(0.1), 0))
    const again = await reportsOf(start(momentum(0.1), 0), 1)
    expect(same(reports[0]!, again[0]!)).toBe(true)
  })

  test('a model to start from is where training starts', async () => {
    const from = init(model, { dtype: 'f64' })(key(7))
    const whole = batches(data, { size: 22 })
    const run = (seed: number) => train(sgd(0), whole, { dtype: 'f64', from })(objective)(key(seed))
    const { model: after } = await last(run(0))
    expect(EqTree.equals(after().params as unknown as tree.Tree, from.params as unknown as tree.Tree)).toBe(
      true,
    )
  })

  test('metrics see predictions and targets of the batch', async () => {
    const metrics = {
      rows: (targets: Integers) => (predictions: Tensor<[number, number]>) =>
        predictions.shape[0] === targets.shape[0] ? predictions.shape[0] : -1,
    }
    const run = train(sgd(0.1), shuffled, { dtype: 'f64', metrics })(objective)(key(0))
    expect((await reportsOf(run as never)).map(report => report.metrics.rows)).toEqual([5, 5, 5, 5, 2])
  })

  test('it refuses epochs that are not a number, and epochs without batches', async () => {
    expect(() => train(sgd(0.1), shuffled, { epochs: -1 })(objective)(key(0))).toThrow(/epochs/)
    expect(() => train(sgd as never, shuffled)(objective)(key(0))).toThrow(
      'sgd alone is a function that makes one',
    )
    expect(() =>
      (train as (...given: readonly unknown[]) => unknown)(sgd(0.1), shuffled, {}, objective),
    ).toThrow(
      'fit takes 3 arguments (optimiser, batches, options), but was given 4. The objective comes after them: ',
    )
    expect(() => train(sgd(0.1), data as never)).toThrow(
      'fit takes batches after the optimiser, as batches(data, { size: 32 })',
    )
    expect(() => train(sgd(0.1), shuffled)(softmaxCrossEntropy() as never)(key(0))).toThrow(
      'fit(optimiser, batches, options)(objective)',
    )
    expect(() => supervised(softmaxCrossEntropy())(tanh as never)).toThrow(
      'was given the function tanh at position 0',
    )
    const none = train(sgd(0.1), () => [], { dtype: 'f64' })(objective)(key(0))
    await expect(reportsOf(none as never)).rejects.toThrow('Epoch 0 has no batches')
    await expect(last(train(sgd(0.1), shuffled, { epochs: 0 })(objective)(key(0)))).rejects.toThrow(
      /no last report/,
    )
  })
})

describe('supervised refuses', () => {
  const batch = { inputs: data.inputs, targets: data.targets }
  const { params, state } = init(model, { dtype: 'f64' })(key(0))
  test.each([
    ['a factory of losses', () => softmaxCrossEntropy(), 'ArgumentError', 'softmaxCrossEntropy()'],
    [
      'a loss that is not added up',
      perExample.softmaxCrossEntropy(),
      'ShapeError',
      'given [22] of them. Add them up',
    ],
  ] as const)('%s', (_, loss, tag, message) => {
    const wrong = supervised(loss as unknown as ReturnType<typeof softmaxCrossEntropy>)(model)
    const error = (() => {
      try {
        return wrong.run(params, batch, state, evaluation)
      } catch (caught) {
        return caught
      }
    })()
    expect(error).toMatchObject({ _tag: tag, path: ['loss'] })
    expect((error as Error).message).toContain(message)
  })
})

describe('batches refuses', () => {
  const labels = fromValues([2], [0, 1], 'i32')
  test.each([
    ['a size of 0', () => batches(data, { size: 0 }), 'ArgumentError'],
    ['half a size', () => batches(data, { size: 2.5 }), 'ArgumentError'],
    [
      'no examples',
      () => batches({ inputs: fromValues([0, 3], []), targets: fromValues([0], [], 'i32') }, { size: 1 }),
      'ShapeError',
    ],
    ['unequal counts', () => batches({ inputs: data.inputs, targets: labels }, { size: 1 }), 'ShapeError'],
    ['scalars', () => batches({ inputs: scalar(1), targets: labels }, { size: 1 }), 'ShapeError'],
    ['nothing', () => batches({ inputs: {}, targets: {} }, { size: 1 }), 'ArgumentError'],
  ])('%s', (_, make, tag) => {
    expect(make).toThrow(expect.objectContaining({ _tag: tag }))
  })
})
