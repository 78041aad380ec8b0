import {
  accuracy,
  batches,
  compose,
  DivergenceError,
  dense,
  fit,
  key,
  type Loss,
  last,
  meanSquaredError,
  op,
  r2,
  random,
  rocAuc,
  sgd,
  sigmoid,
  sigmoidCrossEntropy,
  supervised,
  type Tensor,
  tensor,
  toValues,
  zeros,
} from 'pullback'
import { describe, expect, test } from 'vitest'

const collect = async <A>(run: AsyncIterable<A>): Promise<readonly A[]> => {
  const all: A[] = []
  for await (const report of run) all.push(report)
  return all
}

const inputs = random.normal([5, 3])(key(1))
const targets = op.scale(2)(random.normal([5, 1])(key(2)))

describe.each([true, false])('compile: %s', compile => {
  test('a metric that is not defined on a batch is reported as NaN, with why, and training goes on', async () => {
    const objective = supervised(meanSquaredError())(dense(3, 1))
    const run = fit(sgd(0.1), batches({ inputs, targets }, { size: 2 }), {
      metrics: { r2, broken: () => () => JSON.parse('{') as number },
      epochs: 2,
      compile,
    })(objective)
    const reports = await collect(run(key(0)))
    expect(reports.length).toBe(6)
    expect(reports.map(({ metrics }) => Number.isNaN(metrics.r2))).toEqual([
      false,
      false,
      true,
      false,
      false,
      true,
    ])
    expect(reports[0]?.notDefined).toEqual({ broken: expect.any(SyntaxError) })
    expect(String((reports[2] as unknown as { notDefined: { r2: Error } }).notDefined.r2.message)).toBe(
      'r2 needs targets that differ, but all are ' +
        String(toValues(targets)[4]) +
        ': there is nothing to explain.',
    )
  })

  test('metrics take the targets of a sigmoid', async () => {
    const given = tensor([[0], [1], [1], [0], [1]])
    const { metrics } = await last(
      fit(sgd(0.1), batches({ inputs, targets: given }, { size: 5 }), {
        metrics: { accuracy, rocAuc },
        compile,
      })(supervised(meanSquaredError())(compose(dense(3, 1), sigmoid())))(key(0)),
    )
    expect(metrics.accuracy).toBeGreaterThanOrEqual(0)
    expect(metrics.rocAuc).toBeGreaterThanOrEqual(0)
  })

  describe('training on unscaled prices', () => {
    const prices = op.shift(250_000)(op.scale(50_000)(random.normal([16, 1])(key(3))))
    const rooms = op.shift(100)(op.scale(30)(random.normal([16, 2])(key(4))))
    const data = batches({ inputs: rooms, targets: prices }, { size: 16 })
    const objective = supervised(meanSquaredError())(dense(2, 1))

    test('says that it diverges, while the loss is finite', async () => {
      const reports: number[] = []
      const error = await (async () => {
        for await (const { loss } of fit(sgd(0.01), data, { epochs: 5, compile })(objective)(key(0)))
          reports.push(loss)
      })().catch((e: unknown) => e)
      expect(error).toBeInstanceOf(DivergenceError)
      const { loss, first, step, epoch, message } = error as DivergenceError
      expect(Number.isFinite(loss)).toBe(true)
      expect(reports.length).toBe(step + 1)
      expect([epoch, reports.length]).toEqual([4, 5])
      expect(first).toBe(reports[0])
      expect(loss).toBeGreaterThan(1e6 * first)
      expect(message).toContain('Training diverges: at step')
      expect(message).toContain('standardise')
    })

    test("stops by default as with { divergence: 'stop' }", async () => {
      const ends = [{}, { divergence: 'stop' as const }].map(option =>
        last(fit(sgd(0.01), data, { epochs: 5, compile, ...option })(objective)(key(0))).catch((e: unknown) =>
          String(e),
        ),
      )
      const [bare, told] = await Promise.all(ends)
      expect(bare).toBe(told)
      expect(bare).toContain('DivergenceError')
    })

    test("goes on with { divergence: 'ignore' }", async () => {
      const { loss } = await last(
        fit(sgd(0.01), data, { epochs: 5, compile, divergence: 'ignore' })(objective)(key(0)),
      )
      expect(loss).toBeGreaterThan(1e20)
    })

    test('twenty steps in a row are enough, in f64', async () => {
      const wide = { inputs: op.convert('f64')(rooms), targets: op.convert('f64')(prices) }
      const run = fit(sgd(0.0002), batches(wide, { size: 16 }), {
        epochs: 60,
        compile,
        dtype: 'f64',
      })(objective)
      const error = await last(run(key(0))).catch((e: unknown) => e)
      expect(error).toBeInstanceOf(DivergenceError)
      expect((error as DivergenceError).step).toBeLessThan(59)
    })

    test('is fine with a small rate, and with one outlier', async () => {
      await last(fit(sgd(1e-6), data, { epochs: 30, compile })(objective)(key(0)))
      const outlier = batches(
        { inputs: tensor([[1], [1e5], [1], [2e5]]), targets: tensor([[0], [1], [0], [1]]) },
        { size: 1 },
      )
      const tiny = supervised(meanSquaredError())(dense(1, 1))
      expect((await collect(fit(sgd(1e-12), outlier, { epochs: 2, compile })(tiny)(key(0)))).length).toBe(8)
    })
  })
})

describe('is not a divergence', () => {
  const [tiny, rate] = [supervised(meanSquaredError())(dense(1, 1)), sgd(1e-12)]
  const ofTargets = (targets: readonly number[]) =>
    batches({ inputs: zeros([targets.length, 1]), targets: tensor(targets.map(y => [y])) }, { size: 1 })
  const negated: Loss<Tensor<[number, 1]>, Tensor<[number, 1]>> = () => y => [
    op.scale(-1e4)(op.sum()(y)),
    dy => op.broadcast(y.shape)(op.scale(-1e4)(dy as Tensor<[]>)) as never,
  ]
  const grows = Array.from({ length: 60 }, (_, i) => (i < 5 ? 0 : 1e4 + i))

  test.each([
    ['targets in order of their size, of which the first are 0', tiny, rate, grows],
    ['the same the other way around', tiny, rate, grows.toReversed()],
    ['a loss that begins at 10⁸', tiny, rate, Array<number>(40).fill(1e4)],
    ['a loss that swings by 10¹²', tiny, rate, Array.from({ length: 60 }, (_, i) => (i % 2) * 1e6)],
    [
      'a likelihood that falls below 0',
      supervised(negated)(dense(1, 1)),
      sgd(1e-4),
      Array<number>(60).fill(0),
    ],
    ['a rate that is nearly too large', tiny, sgd(0.99), Array<number>(60).fill(100)],
    ['one outlier at the end', tiny, rate, [...Array<number>(30).fill(0), 1e6]],
    ['two outliers at the end', tiny, rate, [...Array<number>(30).fill(0), 1e6, 1e6]],
  ] as const)('%s', async (_, objective, optimiser, targets) => {
    for (const compile of [true, false]) {
      const run = fit(optimiser, ofTargets(targets), { epochs: 2, compile })(objective)
      expect(await collect(run(key(0)))).toHaveLength(2 * targets.length)
    }
  })
})

describe('dropLast', () => {
  test('is off by default: no example is left out', () => {
    const data = batches({ inputs, targets }, { size: 2 })
    const sizes = [...(data(key(0)) as Iterable<{ inputs: { shape: readonly number[] } }>)].map(
      b => b.inputs.shape[0],
    )
    expect(sizes).toEqual([2, 2, 1])
  })

  test('leaves out a last batch that is short, in each epoch', () => {
    const data = batches({ inputs, targets }, { size: 2, dropLast: true })
    expect(
      [...(data(key(0)) as Iterable<{ inputs: { shape: readonly number[] } }>)].map(b => b.inputs.shape[0]),
    ).toEqual([2, 2])
    const whole = batches({ inputs, targets }, { size: 5, dropLast: true, shuffle: true })
    expect([...(whole(key(0)) as Iterable<unknown>)].length).toBe(1)
  })

  test('refuses to leave nothing', () => {
    expect(() => batches({ inputs, targets }, { size: 6, dropLast: true })).toThrow(
      'batches was asked to drop a last batch that is short, but its only one is: 5 examples for a size of 6.',
    )
  })
})

test('the loss of a sigmoid takes the same targets', () => {
  const [loss] = sigmoidCrossEntropy()(tensor([[0], [1]]))(tensor([[-1], [1]]))
  expect(Number.isFinite(toValues(loss)[0])).toBe(true)
})
