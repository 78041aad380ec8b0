import * as fc from 'fast-check'
import {
  accuracy,
  classificationReport,
  confusionMatrix,
  f1,
  fromValues,
  logLoss,
  oneHot,
  precision,
  r2,
  recall,
  rocAuc,
  tensor,
  toNested,
  topKAccuracy,
  zeros,
} from 'pullback'
import { describe, expect, test } from 'vitest'

const labels = tensor([0, 3, 3, 2, 0, 2, 1, 3, 1, 2, 0, 3, 3, 1, 0, 2, 0, 0, 3, 3], 'i32')
const taken = [1, 3, 3, 2, 0, 0, 1, 3, 1, 2, 0, 3, 3, 1, 0, 2, 1, 0, 3, 0]
const predictions = oneHot(4)(tensor(taken, 'i32'))

test('accuracy is the share of examples that are right', () => {
  expect(accuracy(labels)(predictions)).toBe(0.8)
})

test('the confusion matrix counts classes (rows) by what they were taken for (columns)', () => {
  const matrix = confusionMatrix(labels)(predictions)
  expect(toNested(matrix)).toEqual([
    [4, 2, 0, 0],
    [0, 3, 0, 0],
    [1, 0, 3, 0],
    [1, 0, 0, 6],
  ])
})

test('the first of several largest predictions counts', () => {
  const undecided = tensor([[1, 1, 0]])
  expect(accuracy(tensor([0], 'i32'))(undecided)).toBe(1)
  expect(accuracy(tensor([1], 'i32'))(undecided)).toBe(0)
  expect(toNested(confusionMatrix(tensor([1], 'i32'))(undecided))).toEqual([
    [0, 0, 0],
    [1, 0, 0],
    [0, 0, 0],
  ])
})

test('the entries of a confusion matrix add up to the examples, and its diagonal to those that are right', () => {
  const examples = fc.array(
    fc.tuple(fc.nat(4), fc.array(fc.integer({ min: -64, max: 64 }), { minLength: 5, maxLength: 5 })),
    {
      minLength: 1,
      maxLength: 30,
    },
  )
  fc.assert(
    fc.property(examples, pairs => {
      const targets = fromValues(
        [pairs.length],
        pairs.map(([label]) => label),
        'i32',
      )
      const scores = fromValues(
        [pairs.length, 5],
        pairs.flatMap(([, row]) => row),
      )
      const matrix = toNested(confusionMatrix(targets)(scores)) as readonly (readonly number[])[]
      expect(matrix.flat().reduce((n, count) => n + count, 0)).toBe(pairs.length)
      const right = matrix.reduce((n, row, i) => n + row[i]!, 0)
      expect(accuracy(targets)(scores)).toBe(right / pairs.length)
    }),
  )
})

describe.each([
  ['accuracy', accuracy],
  ['confusionMatrix', confusionMatrix],
  ['topKAccuracy', topKAccuracy(2)],
  ['logLoss', logLoss],
] as const)('%s refuses', (name, metric) => {
  const scores = zeros([3, 4])

  test('a label out of range, and names the example', () => {
    expect(() => metric(tensor([0, 1, 4], 'i32'))(scores)).toThrow(
      `${name} was given label 4 for example 2, but there are 4 classes: labels run from 0 to 3.`,
    )
    expect(() => metric(tensor([0, -1, 3], 'i32'))(scores)).toThrow('label -1 for example 1')
  })

  test('as many labels as there are no examples', () => {
    expect(() => metric(tensor([0, 1], 'i32'))(scores)).toThrow(
      `${name} needs one label for each of the 3 examples, but was given labels of shape [2].`,
    )
    expect(() => metric(zeros([3, 1], 'i32') as never)(scores)).toThrow('labels of shape [3, 1]')
  })

  test('predictions that are not a matrix', () => {
    expect(() => metric(tensor([0], 'i32'))(zeros([1, 4, 2]) as never)).toThrow(
      `${name} takes predictions [batch, classes], but was given [1, 4, 2].`,
    )
    expect(() => metric(tensor([0], 'i32'))(zeros([1, 0]))).toThrow('but was given [1, 0].')
  })

  test('an empty batch', () => {
    expect(() => metric(zeros([0], 'i32'))(zeros([0, 4]))).toThrow(`${name} needs at least one example`)
  })

  test.each([
    [0, 0],
    [0, 2],
    [1, 0],
    [1, 1],
    [1, 2],
  ])('NaN, and names the example and the class: example %d, class %d', (example, of) => {
    const nan = fromValues(
      [2, 3],
      Array.from({ length: 6 }, (_, i) => (i === 3 * example + of ? Number.NaN : 0)),
    )
    expect(() => metric(tensor([0, 1], 'i32'))(nan)).toThrow(
      `${name} was given NaN for class ${of} of example ${example}`,
    )
  })
})

test('a class that nothing is taken for, and one without examples, count as 0', () => {
  const report = classificationReport()(tensor([0, 0, 1], 'i32'))(oneHot(3)(tensor([0, 0, 0], 'i32')))
  expect(toNested(report.precision)).toEqual([2 / 3, 0, 0])
  expect(toNested(report.recall)).toEqual([1, 0, 0])
  expect(toNested(report.f1)).toEqual([0.8, 0, 0])
  expect(toNested(report.support)).toEqual([2, 1, 0])
})

test('top-k accuracy takes classes with equal scores in their order', () => {
  const equal = zeros([4, 4])
  const everyClass = tensor([0, 1, 2, 3], 'i32')
  expect([1, 2, 3, 4].map(k => topKAccuracy(k)(everyClass)(equal))).toEqual([0.25, 0.5, 0.75, 1])
})

test('the log loss of a label without a probability is infinite', () => {
  expect(logLoss(tensor([1], 'i32'))(tensor([[1, 0]]))).toBe(Number.POSITIVE_INFINITY)
})

describe('metrics refuse', () => {
  test.each([0, 5, 1.5, Number.NaN])('the top %d of 4 classes', k => {
    expect(() => topKAccuracy(k)(tensor([0], 'i32'))(zeros([1, 4]))).toThrow(
      `topKAccuracy needs k from 1 to the 4 classes, but was given ${k}.`,
    )
  })

  test.each([
    ['precision', precision],
    ['recall', recall],
    ['f1', f1],
  ] as const)('%s of a class that there is not', (name, metric) => {
    expect(() => metric({ class: 4 })(tensor([0], 'i32'))(zeros([1, 4]))).toThrow(
      `${name} was asked for class 4, but there are 4 classes: they run from 0 to 3.`,
    )
  })

  test.each([-0.1, 1.1])('%d as a probability', p => {
    expect(() => logLoss(tensor([0, 0], 'i32'))(fromValues([2, 2], [1, 0, 1, p], 'f64'))).toThrow(
      `logLoss takes probabilities, but was given ${p} for class 1 of example 1: use softmax.`,
    )
  })

  test('R² of what does not vary, is not finite, or differs in shape', () => {
    expect(() => r2(tensor([2, 2]))(tensor([1, 2]))).toThrow(
      'r2 needs targets that differ, but all are 2: there is nothing to explain.',
    )
    expect(() => r2(tensor([1, 2]))(tensor([1, Number.NaN]))).toThrow(
      'r2 needs finite numbers, but was given NaN.',
    )
    expect(() => r2(tensor([1, 2]))(tensor([[1, 2]]))).toThrow('r2 needs two tensors of one shape')
    expect(() => r2(zeros([0]))(zeros([0]))).toThrow('r2 needs at least one element, but was given [0].')
  })

  test('an area of other labels, of one label only, or of scores without rank', () => {
    expect(() => rocAuc(tensor([0, 2], 'i32'))(tensor([0, 1]))).toThrow(
      'rocAuc takes labels 0 and 1, but was given 2 for example 1.',
    )
    expect(() => rocAuc(tensor([1, 1], 'i32'))(tensor([0, 1]))).toThrow(
      'rocAuc compares examples of both labels, but was given 2 of label 1 and 0 of label 0.',
    )
    expect(() => rocAuc(tensor([0, 1], 'i32'))(tensor([0, Number.NaN]))).toThrow(
      'rocAuc was given NaN for example 1: it has no rank.',
    )
    expect(() => rocAuc(tensor([0, 1], 'i32'))(tensor([0, 1, 2]))).toThrow(
      'rocAuc needs one label for each of the 3 examples',
    )
    expect(() => rocAuc(tensor([0, 1], 'i32'))(zeros([2, 3]))).toThrow(
      'rocAuc takes scores [batch], [batch, 1] or [batch, 2], but was given [2, 3].',
    )
  })
})
