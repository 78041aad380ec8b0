import type fc from 'fast-check'
import { some } from 'fp-ts/lib/Option.js'
import { oneHot, op, toValues, wasm } from 'pullback'
import {
  arbitrary,
  checkLaws,
  type LawSet,
  layerLaws,
  lossLaws,
  registerLaws,
  smoothLaws,
} from 'pullback/laws'
import { beforeAll, describe, expect, test } from 'vitest'
import { showIntegers, showMatrix } from '../../examples/softmax-jacobian/arrays.ts'
import type { Columns } from '../../examples/softmax-jacobian/columns.ts'
import { draw } from '../../examples/softmax-jacobian/data.ts'
import { dense } from '../../examples/softmax-jacobian/dense.ts'
import { softmaxJacobian } from '../../examples/softmax-jacobian/index.ts'
import { softmaxLaws } from '../../examples/softmax-jacobian/laws.ts'
import { type ColumnLoss, cce, fused } from '../../examples/softmax-jacobian/loss.ts'
import type { JacobianEvent, JacobianRun } from '../../examples/softmax-jacobian/run.ts'
import { byJacobian, byPullback } from '../../examples/softmax-jacobian/softmax.ts'
import { type Played, played } from './played.ts'

// What NumPy prints when it runs the notebook's cells after `np.random.seed(0)`, with the blanks filled.
const printed = `
[[-1.09 -2.88 -0.66  0.71 -0.36  0.01]
 [-0.04  0.59 -0.78  0.48  0.83  0.01]
 [-0.6  -0.55  0.61  0.76 -1.19  0.01]]
12.36265331540842
-----
[[-1.07 -2.86 -0.64  0.73 -0.34  0.01]
 [-0.07  0.56 -0.81  0.44  0.8   0.  ]
 [-0.59 -0.54  0.62  0.77 -1.17  0.01]]

Number of iterations per epoch = 4

--------------------------------
Epoch 1:
--------------------------------
In iteration 1, using samples
[50  0 24 19 14 33 28 10 21 32 29 62 11 52 58  5]
In iteration 2, using samples
[48 61 12 31  4 36 54 55  2 20 63 17 39  3 37 25]
In iteration 3, using samples
[15 22 44  7 40  8 38 47 13  9 59 26 16 56 42  6]
In iteration 4, using samples
[ 1 23 45 57 43 30 60 34 53 18 41 35 51 27 49 46]

Number of iterations per epoch = 4

Epoch 1:, loss = 20.419462
Epoch 2:, loss = 20.364572
Epoch 3:, loss = 20.309559`
  .split('\n')
  .slice(1)

const columns = arbitrary.tensors([3, 4]) as fc.Arbitrary<Columns<3>>
const probabilities = arbitrary.tensors([3, 4], { entries: arbitrary.positive }) as fc.Arbitrary<Columns<3>>
const targets: fc.Arbitrary<Columns<3>> = arbitrary
  .indices([4], 3)
  .map(labels => op.transpose()(oneHot(3, { dtype: 'f64' })(labels)))

const lossOf = (name: string, loss: ColumnLoss, predictions: fc.Arbitrary<Columns<3>>): LawSet =>
  // Examples are columns here, which the laws of means do not know.
  lossLaws(name, loss<3>, { predictions, targets, coupled: true })

describe('the laws', () => {
  registerLaws(softmaxLaws, test)
  registerLaws(smoothLaws('softmax by its Jacobian', byJacobian<3>, { point: columns }), test)
  registerLaws(smoothLaws('softmax by its pullback', byPullback<3>, { point: columns }), test)
  registerLaws(lossOf('cce', cce, probabilities), test)
  registerLaws(lossOf('fused', fused, columns), test)
  registerLaws(layerLaws(dense, { input: [5, 4], batched: false, linear: 'each' }), test)
})

describe('the laws find out', () => {
  const brokenBy = (laws: LawSet): readonly string[] =>
    checkLaws(laws)
      .filter(({ passed }) => !passed)
      .map(({ id }) => id)

  test('a loss without its minus sign', () => {
    const unsigned: ColumnLoss = y => yhat => {
      const [loss, pullback] = cce(y)(yhat)
      return [op.neg(loss), pullback]
    }
    expect(brokenBy(lossOf('cce without its sign', unsigned, probabilities))).toContain('19')
  })

  test('a Jacobian of which only the diagonal is filled', () => {
    const diagonal = ((z: Columns<3>) => {
      const [a] = byPullback(z)
      return [a, (da: Columns<3>) => op.mul(op.mul(a, op.shift(1)(op.neg(a))), da)]
    }) as typeof byPullback<3>
    expect(brokenBy(smoothLaws('diagonal', diagonal, { point: columns }))).toContain('19')
  })
})

describe('a run', () => {
  let run: Played<JacobianEvent, JacobianRun>
  beforeAll(async () => {
    run = await played(softmaxJacobian, { engine: wasm })
  }, 120_000)

  test('prints what NumPy prints', () => {
    const from = run.lines.indexOf(printed[0] as string)
    const own = run.lines.slice(from, from + printed.length)
    // The last digits of the loss depend on the order of a sum.
    expect(own.map(line => line.replace(/^(12\.36265331540)\d+$/, '$1842'))).toEqual(printed)
    for (const line of [
      'Epoch 50:, loss = 17.729027',
      'Epoch 100:, loss = 14.983788',
      'All samples: loss 14.949366, accuracy 0.26563',
    ])
      expect(run.lines).toContain(line)
    expect(run.lines.filter(line => /^Epoch \d+:, /.test(line))).toHaveLength(100)
  })

  test('has the losses of NumPy in full precision', () => {
    const [losses] = run.result.trainings.map(({ losses }) => losses)
    const expected = [
      [0, 20.419462168126913],
      [1, 20.364571837785586],
      [49, 17.729026999352364],
      [98, 15.039125378095896],
      [99, 14.983788375516067],
    ] as const
    for (const [epoch, loss] of expected) expect(Math.abs(losses![epoch]! - loss)).toBeLessThan(1e-12)
  })

  test('trains alike in all three ways', () => {
    const agreements = run.events.filter(event => event.event === 'agreement')
    expect(agreements.map(({ form }) => form)).toEqual(['pullback', 'fused'])
    for (const { losses, weights } of agreements) {
      expect(losses).toBeLessThan(1e-12)
      expect(weights).toBeLessThan(1e-13)
    }
  })

  test('times all three ways, and finds the Jacobian slow where it is large', () => {
    const us = (form: string, classes: number): number =>
      run.result.timings.find(timing => timing.form === form && timing.classes === classes)!.us
    expect(run.result.timings).toHaveLength(15)
    expect(us('jacobian', 300)).toBeGreaterThan(3 * us('pullback', 300))
    expect(us('jacobian', 300)).toBeGreaterThan(3 * us('fused', 300))
  })

  test('ends with its result, by which all laws hold', () => {
    expect(run.events.at(-1)).toMatchObject({ event: 'result', accuracy: 17 / 64, lawsHold: true })
    expect(run.lines.filter(line => /^Law SJ\d holds: /.test(line))).toHaveLength(3)
  })

  test('reports curves and times', () => {
    expect(run.html.match(/<svg role="img"/g)).toHaveLength(2)
    for (const title of ['epoch', 'loss (nats)', 'classes', 'time (µs)'])
      expect(run.html).toContain(`>${title}</text>`)
    expect(run.html).not.toMatch(/NaN|undefined|Infinity/)
  })
})

test('in f32 the losses are the same to four digits', { timeout: 60_000 }, async () => {
  const { result } = await played(softmaxJacobian, { engine: wasm, dtype: some('f32'), short: true })
  for (const { losses, model } of result.trainings) {
    expect(model.params.w.dtype).toBe('f32')
    expect(Math.abs(losses[0]! - 20.419462)).toBeLessThan(1e-3)
  }
})

test('every epoch has each sample once', () => {
  const { order } = draw(3)
  expect(order).toHaveLength(100)
  for (const epoch of order)
    expect(epoch.flatMap(places => Array.from(toValues(places))).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 64 }, (_, i) => i),
    )
})

test('arrays are printed as NumPy prints them', () => {
  expect(showIntegers([1, 23, 4])).toBe('[ 1 23  4]')
  expect(
    showMatrix([
      [0.5, -10],
      [2.25, 0],
    ]),
  ).toBe('[[  0.5  -10.  ]\n [  2.25   0.  ]]')
})
