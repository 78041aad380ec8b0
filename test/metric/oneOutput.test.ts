import {
  accuracy,
  classificationReport,
  confusionMatrix,
  f1,
  logLoss,
  oneHot,
  precision,
  recall,
  rocAuc,
  tensor,
  toNested,
} from 'pullback'
import { describe, expect, test } from 'vitest'

// What scikit-learn 1.9.1 gives for the same labels and probabilities.
const probabilities = [0.2, 0.8, 0.4, 0.4, 0.5]
const labels = [0, 1, 1, 0, 1]
const column = (xs: readonly number[]) => xs.map(x => [x])

describe.each([
  ['integers [batch] and probabilities [batch]', tensor(labels, 'i32'), tensor(probabilities, 'f64')],
  [
    'integers [batch] and probabilities [batch, 1]',
    tensor(labels, 'i32'),
    tensor(column(probabilities), 'f64'),
  ],
  [
    'floats [batch, 1], as sigmoidCrossEntropy takes them',
    tensor(column(labels)),
    tensor(column(probabilities), 'f64'),
  ],
] as const)('one sigmoid output: %s', (_, targets, predictions) => {
  test('accuracy, precision, recall, f1, confusionMatrix, logLoss and rocAuc are those of scikit-learn', () => {
    expect(accuracy(targets)(predictions)).toBe(0.6)
    expect(precision({ class: 1 })(targets)(predictions)).toBe(1)
    expect(recall({ class: 1 })(targets)(predictions)).toBeCloseTo(1 / 3, 15)
    expect(f1({ class: 1 })(targets)(predictions)).toBe(0.5)
    expect(toNested(confusionMatrix(targets)(predictions))).toEqual([
      [2, 0],
      [2, 1],
    ])
    expect(logLoss(targets)(predictions)).toBeCloseTo(0.5133101277657021, 14)
    expect(rocAuc(targets)(predictions)).toBeCloseTo(0.9166666666666666, 15)
  })
})

test('scores of two classes [batch, 2] give the accuracy and the area of their difference', () => {
  const scores = tensor([
    [2, 1],
    [-1, 3],
    [0.5, 0],
    [0.5, 0],
    [0, 0.25],
  ])
  const wanted = tensor(labels, 'i32')
  expect(accuracy(wanted)(scores)).toBe(0.8)
  expect(rocAuc(wanted)(scores)).toBe(rocAuc(wanted)(tensor([-1, 4, -0.5, -0.5, 0.25])))
  const both = tensor(
    probabilities.map(p => [1 - p, p]),
    'f64',
  )
  expect(rocAuc(wanted)(both)).toBeCloseTo(0.9166666666666666, 15)
  expect(accuracy(wanted)(both)).toBe(0.6)
})

test('one output that is not a probability is refused, with how to mend it', () => {
  for (const metric of [accuracy, confusionMatrix, logLoss, f1('macro')])
    expect(() => metric(tensor([0, 1], 'i32'))(tensor([0.5, 1.5]))).toThrow(
      'takes one output for the probability of class 1, but was given 1.5 for example 1: use sigmoid.',
    )
  expect(() => accuracy(tensor([0, 2], 'i32'))(tensor([0.5, 0.5]))).toThrow(
    'takes labels 0 and 1, but was given 2 for example 1',
  )
  expect(() => accuracy(tensor([0], 'i32'))(tensor([0.5, 0.5]))).toThrow(
    'needs one label for each of the 2 examples',
  )
})

describe('classes that occur nowhere', () => {
  const targets = tensor([0, 0, 1, 1, 3], 'i32')
  const predictions = oneHot(5)(tensor([0, 1, 1, 1, 0], 'i32'))

  // scikit-learn 1.9.1, average='macro', zero_division = 0, 1 and nan.
  test.each([
    ['precision', precision, [0.38888888888888884, 0.7222222222222222, 0.5833333333333333]],
    ['recall', recall, [0.5, 0.5, 0.5]],
    ['f1', f1, [0.43333333333333335, 0.43333333333333335, 0.43333333333333335]],
  ] as const)('the macro average of %s leaves them out', (_, metric, want) => {
    const given = [0, 1, Number.NaN].map(zeroDivision =>
      metric('macro', { zeroDivision })(targets)(predictions),
    )
    given.forEach((figure, i) => {
      expect(figure).toBeCloseTo(want[i] as number, 14)
    })
    expect(metric('macro')(targets)(predictions)).toBe(given[0])
    expect(metric('micro')(targets)(predictions)).toBe(0.6)
  })

  test('0 / 0 in figures of classes is 0, 1 or NaN', () => {
    const of = (zeroDivision: number) => {
      const report = classificationReport({ zeroDivision })(targets)(predictions)
      return [report.precision, report.recall, report.f1].map(x =>
        Array.from(toNested(x) as readonly number[]),
      )
    }
    const nan = Number.NaN
    const [p, r] = [2 / 3, 0]
    expect(of(nan)).toEqual([
      [0.5, p, nan, nan, nan],
      [0.5, 1, nan, r, nan],
      [0.5, 0.8, nan, 0, nan],
    ])
    expect(of(1)).toEqual([
      [0.5, p, 1, 1, 1],
      [0.5, 1, 1, r, 1],
      [0.5, 0.8, 1, 0, 1],
    ])
    expect(of(0)[2]).toEqual([0.5, 0.8, 0, 0, 0])
    expect(classificationReport()(targets)(predictions)).toEqual(
      classificationReport({ zeroDivision: 0 })(targets)(predictions),
    )
    expect(() => precision('macro', { zeroDivision: 2 })(targets)(predictions)).toThrow(
      'precision needs a zeroDivision of 0, 1 or NaN, but was given 2.',
    )
  })
})
