import { join } from 'node:path'
import { isLeft } from 'fp-ts/lib/Either.js'
import { some } from 'fp-ts/lib/Option.js'
import { batches, dense, fromValues, key, op, type Tensor, tensor, toNested, toValues, zeros } from 'pullback'
import { beforeAll, describe, expect, test } from 'vitest'
import { unasked } from '../../examples/example.ts'
import { consecutive, loadMnist, rawPixels } from '../../examples/mnist/data.ts'
import { mnist } from '../../examples/mnist/index.ts'
import { forBatch, fromFirst } from '../../examples/mnist/lazy.ts'
import {
  crossEntropyAgainstShares,
  crossEntropyByColumn,
  crossEntropyWithLogitsByColumn,
  gradientNorms,
  weightsOf,
} from '../../examples/mnist/notebook.ts'
import { pairwiseMean } from '../../examples/mnist/pairwise.ts'
import type { MnistEvent, MnistRun } from '../../examples/mnist/run.ts'
import { scientific } from '../../examples/mnist/words.ts'
import { hasShared, shared } from '../shared.ts'
import { type Played, played } from './played.ts'

// What the notebook prints, as far as it is kept.
const printed = `
epoch    0, batch    0 loss 3.3368e+01
epoch    0, batch    1 loss 3.4153e+01
epoch    0, batch    2 loss 3.4138e+01
epoch    0, batch    3 loss 3.3276e+01
epoch    0, batch    4 loss 3.4029e+01
epoch    0, batch    5 loss 3.4354e+01
epoch    0, batch    6 loss 3.4320e+01
epoch    0, batch    7 loss 3.3618e+01
epoch    0, batch    8 loss 3.3855e+01
epoch    0, batch    9 loss 3.4344e+01
epoch    0, batch   10 loss 3.3890e+01
epoch    0, batch   11 loss 3.4459e+01
epoch    0, batch   12 loss 3.4357e+01
epoch    0, batch   13 loss 3.3758e+01
epoch    0, batch   14 loss 3.4335e+01
epoch    0, batch   15 loss 3.3450e+01
epoch    0, batch   16 loss 3.4032e+01
epoch    0, batch   17 loss 3.3693e+01
epoch    0, batch   18 loss 3.4438e+01
epoch    0, batch   19 loss 3.3808e+01
epoch    0, batch   20 loss 3.3207e+01
epoch    0, batch   21 loss 3.3785e+01
epoch    0, batch   22 loss 3.3605e+01
epoch    0, batch   23 loss 3.3775e+01
epoch    0, batch   24 loss 3.4288e+01`
  .split('\n')
  .slice(1)

// What NumPy gives for the rest of the first epoch, and with labels of shape (n,) for all of it.
const rest = ['3.4265e+01', '3.3759e+01', '3.5161e+01', '3.3475e+01', '3.3934e+01']
const meant =
  `39.934 39.810 39.750 38.788 38.828 39.553 40.007 38.575 39.386 39.358 39.023 40.503 40.670 38.675 40.251 37.614
39.767 38.523 40.411 38.737 38.482 38.784 38.448 39.306 40.058 39.984 38.424 41.476 39.063 40.196`.split(/\s/)

describe('the parts', () => {
  const logits = fromValues<number, [3, 10], 'f64'>(
    [3, 10],
    Array.from({ length: 30 }, (_, i) => ((i * 7) % 13) / 4),
    'f64',
  )
  const labels = tensor([2, 0, 2], 'i32')

  test('a column of labels selects for each example the labels of all', () => {
    const rows = toNested(logits) as readonly (readonly number[])[]
    const terms = rows.flatMap(row => {
      const total = row.reduce((sum, x) => sum + Math.exp(x), 0)
      return [2, 0, 2].map(label => Math.log(total) - row[label]!)
    })
    const mean = terms.reduce((sum, term) => sum + term, 0) / 9
    for (const loss of [crossEntropyByColumn, crossEntropyWithLogitsByColumn, crossEntropyAgainstShares])
      expect(loss(labels)(logits)).toBeCloseTo(mean, 12)
  })

  test.each([1, 7, 8, 9, 127, 128, 129, 1000, 4097])('the pairwise mean of %d numbers is their mean', n => {
    const numbers = Array.from({ length: n }, (_, i) => (i * 37) % 101)
    expect(pairwiseMean(numbers)).toBe(numbers.reduce((sum, x) => sum + x, 0) / n)
  })

  test('pairwise sums lose less than sums from left to right', () => {
    const tenths = new Float64Array(2 ** 20).fill(0.1)
    expect(Math.abs(pairwiseMean(tenths) - 0.1)).toBeLessThan(1e-16)
    expect(Math.abs(tenths.reduce((sum, x) => sum + x, 0) / tenths.length - 0.1)).toBeGreaterThan(1e-13)
  })

  test('numbers as Python writes them', () => {
    expect([33.368, 0.5, 1e100, 123456].map(scientific)).toEqual([
      '3.3368e+01',
      '5.0000e-01',
      '1.0000e+100',
      '1.2346e+05',
    ])
  })

  test('a model that waits is made for the first batch, of which no second is read', async () => {
    const seen: number[] = []
    const all = batches({ inputs: zeros([5, 3]), targets: zeros([5], 'i32') }, { size: 2 })
    const model = await fromFirst(
      function* (k) {
        for (const batch of all(k) as Iterable<{ readonly inputs: Tensor<[number, 3]> }>) {
          seen.push(batch.inputs.shape[0])
          yield batch
        }
      },
      forBatch(features => dense(features, 10)),
    )(key(0))
    expect(model.name).toBe('dense(3, 10)')
    expect(seen).toEqual([2])
    await expect(
      fromFirst(
        () => [],
        forBatch(features => dense(features, 10)),
      )(key(0)),
    ).rejects.toThrow('A model waits for a first batch, but there is none.')
  })
})

const data = shared('data')
const there = hasShared('data/mnist', 'the notebook on MNIST')

describe.skipIf(!there)('a short run', () => {
  let run: Played<MnistEvent, MnistRun>
  beforeAll(async () => {
    run = await played(mnist, { data: some(data), short: true })
  }, 300_000)

  test('prints the difference that the notebook prints', () => {
    expect(run.lines).toContain('-7.284492653525376e-08')
    expect(run.result.difference.difference).toBe(-7.284492653525376e-8)
    expect(run.result.difference.right.toFixed(3)).toBe('202.175')
  })

  test('prints the losses that the notebook prints, and beside them those that were meant', () => {
    const lines = run.lines.filter(line => line.startsWith('epoch    '))
    expect(lines.map(line => line.split('   meant')[0]).slice(0, 25)).toEqual(printed)
    expect(run.result.forward.map(({ loss }) => scientific(loss)).slice(25)).toEqual(rest)
    expect(run.result.forward.map(({ right }) => right.toFixed(3))).toEqual(meant)
    expect(lines[0]).toBe('epoch    0, batch    0 loss 3.3368e+01   meant: 3.9934e+01')
  })

  test('recognises at least 92 % and 97 % of the test images', () => {
    const { softmax, network } = run.result
    expect(softmax.history).toHaveLength(4)
    expect(softmax.history.at(-1)!.testAccuracy).toBeGreaterThanOrEqual(0.92)
    expect(network.history).toHaveLength(3)
    expect(network.history.at(-1)!.testAccuracy).toBeGreaterThanOrEqual(0.97)
    expect(run.events.at(-1)).toEqual({
      event: 'result',
      difference: -7.284492653525376e-8,
      softmax: softmax.history.at(-1)!.testAccuracy,
      network: network.history.at(-1)!.testAccuracy,
    })
  })

  test('ends in a report that needs nothing else', () => {
    expect(run.html).toContain('-7.284492653525376e-08')
    expect(run.html.match(/<svg /g)).toHaveLength(13)
    expect(run.html).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)/)
  })
})

describe.skipIf(!there)('the data', () => {
  test('are checked file by file', async () => {
    const set = await mnist.load({ ...unasked, data: some(join(data, 'none')) })()
    expect(isLeft(set) && set.left).toMatchObject({ _tag: 'BadData', error: { _tag: 'FileMissing' } })
  })

  test('the backward pass that the notebook leaves out has the slope of the loss', async () => {
    const set = await loadMnist(some(data))()
    if (isLeft(set)) throw new Error('no data')
    const batch = rawPixels('f64')(consecutive(set.right.train, 0, 100))
    const { w, b } = gradientNorms(weightsOf(0.01))(batch)
    // The closed form: xᵀ (p - y) / n for the weight, and the mean of p - y for the bias.
    const { params } = weightsOf(0.01)
    const logits = op.add(
      op.matmul(batch.inputs, params.w),
      op.broadcast<number, [number, 10]>([100, 10])(params.b),
    )
    const labels = toValues(batch.targets)
    const errors = (toNested(logits) as readonly (readonly number[])[]).map((row, i) => {
      const total = row.reduce((sum, x) => sum + Math.exp(x), 0)
      return row.map((x, c) => (Math.exp(x) / total - (labels[i] === c ? 1 : 0)) / 100)
    })
    const error = fromValues<number, [number, 10], 'f64'>([100, 10], errors.flat(), 'f64')
    expect(w).toBeCloseTo(Math.hypot(...toValues(op.matmul(op.transpose()(batch.inputs), error))), 9)
    expect(b).toBeCloseTo(Math.hypot(...toValues(op.sum([0])(error))), 12)
  })
})
