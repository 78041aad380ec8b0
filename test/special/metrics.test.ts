import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as pullback from 'pullback'
import {
  ArgumentError,
  type FloatDType,
  fromValues,
  IndexError,
  type Integers,
  ShapeError,
  type Tensor,
  tensor,
  zeros,
} from 'pullback'
import { describe, expect, test } from 'vitest'
import type * as allMetrics from '../../src/metric/index.ts'
import { expectSame, listOf } from './same.ts'

interface Case {
  readonly labels: string
  readonly predictions: string
  readonly columns: number
  readonly figures: { readonly [name: string]: string }
}

/** What scikit-learn and NumPy give; metrics.py beside it made the file, which says which versions. */
const stored = JSON.parse(readFileSync(join(import.meta.dirname, 'metrics.json'), 'utf8')) as {
  readonly source: string
  readonly cases: { readonly [name: string]: Case }
}

type Labels = Integers<[number]>
type Scores = Tensor<[number, number]>
/** What is after the metric's name in the file: k, or what 0 / 0 is. */
type Figure = (labels: Labels, predictions: Scores, option: number) => readonly number[]

const averagedBy =
  (metric: typeof pullback.f1): Figure =>
  (labels, predictions, zeroDivision) =>
    (['macro', 'micro'] as const).map(way => metric(way, { zeroDivision })(labels)(predictions))

/** Every metric: one that is not here does not compile. */
const metrics: { readonly [Name in keyof typeof allMetrics]: Figure } = {
  accuracy: (labels, predictions) => [pullback.accuracy(labels)(predictions)],
  classificationReport: (labels, predictions, zeroDivision) => {
    const report = pullback.classificationReport({ zeroDivision })(labels)(predictions)
    return [report.precision, report.recall, report.f1, report.support].flatMap(x => listOf(x))
  },
  confusionMatrix: (labels, predictions) => listOf(pullback.confusionMatrix(labels)(predictions)),
  f1: averagedBy(pullback.f1),
  logLoss: (labels, predictions) => [pullback.logLoss(labels)(predictions)],
  precision: averagedBy(pullback.precision),
  r2: (targets, predictions) => [pullback.r2(targets as never)(predictions as never)],
  recall: averagedBy(pullback.recall),
  rocAuc: (labels, predictions) => [pullback.rocAuc(labels)(predictions)],
  topKAccuracy: (labels, predictions, k) => [pullback.topKAccuracy(k)(labels)(predictions)],
}

const numbers = (words: string): readonly number[] => words.split(' ').map(Number)

/** Numbers that f32 does not hold are tried in f64 only. */
const fits = (dtype: FloatDType, { labels, predictions }: Case): boolean =>
  dtype === 'f64' || [...numbers(labels), ...numbers(predictions)].every(x => Object.is(Math.fround(x), x))

test('every metric is in the file', () => {
  const seen = new Set(
    Object.values(stored.cases).flatMap(({ figures }) =>
      Object.keys(figures).map(name => name.split(' ')[0]),
    ),
  )
  expect([...seen].sort()).toEqual(Object.keys(metrics).sort())
})

describe.each(['f32', 'f64'] as const)('metrics of predictions of %s', dtype => {
  for (const [name, own] of Object.entries(stored.cases).filter(([, given]) => fits(dtype, given)))
    test(`${name}: those of scikit-learn`, () => {
      const [labels, given] = [numbers(own.labels), numbers(own.predictions)]
      const predictions =
        own.columns === 1
          ? fromValues([given.length], given, dtype)
          : fromValues([labels.length, own.columns], given, dtype)
      for (const [figure, words] of Object.entries(own.figures)) {
        const [metric, option] = figure.split(' ') as [keyof typeof metrics, string | undefined]
        const kinds = metric === 'r2' ? ([dtype] as const) : (['i32', 'u8'] as const)
        for (const kind of kinds) {
          const targets = fromValues([labels.length], labels, kind) as never
          const got = metrics[metric](targets, predictions as never, Number(option ?? 0))
          expectSame('f64', got, numbers(words), `${figure} with labels of ${kind}`, 1)
        }
      }
    })

  test('NaN, an empty batch and labels that are not classes are refused by every metric with a sentence', () => {
    for (const [name, metric] of Object.entries(metrics)) {
      const isBinary = name === 'rocAuc'
      const isNumber = name === 'r2'
      const shape = (rows: number) => (isNumber ? [rows] : isBinary ? [rows, 2] : [rows, 3])
      const labels = isNumber ? tensor([1, 2], dtype) : tensor([0, 1], 'i32')
      const nan = fromValues(
        shape(2),
        [0, Number.NaN, 0, 0, 0, 0].slice(0, isNumber ? 2 : isBinary ? 4 : 6),
        dtype,
      )
      expect(() => metric(labels as never, nan as never, 1), name).toThrow(ArgumentError)
      const none = [zeros([0], isNumber ? dtype : 'i32'), zeros(shape(0), dtype)] as const
      expect(() => metric(none[0] as never, none[1] as never, 1), name).toThrow(ShapeError)
      if (!isNumber)
        for (const wrong of [-1, 3])
          expect(() => metric(tensor([0, wrong], 'i32'), zeros(shape(2), dtype) as never, 1), name).toThrow(
            IndexError,
          )
    }
  })

  test('R² of infinite numbers, and the area of one label, are refused, as by scikit-learn', () => {
    const infinite = tensor([1, Number.POSITIVE_INFINITY], dtype)
    expect(() => pullback.r2(tensor([1, 2], dtype))(infinite)).toThrow(ArgumentError)
    expect(() => pullback.rocAuc(tensor([1, 1], 'i32'))(tensor([0, 1], dtype))).toThrow(ArgumentError)
  })

  test('the area of scores of both labels takes two equal infinities for a tie', () => {
    const inf = Number.POSITIVE_INFINITY
    const scores = tensor(
      [
        [inf, inf],
        [0, inf],
        [-inf, -inf],
        [inf, 0],
      ],
      dtype,
    )
    expect(pullback.rocAuc(tensor([0, 1, 1, 0], 'i32'))(scores)).toBe(0.875)
  })
})
