/**
 * Labels and scores to be counted, and the figures of a table of outcomes in plain numbers.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import { fromValues, type Integers, type Tensor, toValues } from '../../src/index.ts'

export type Labels = Integers<[number]>
type Scores = Tensor<[number, number]>

export const labelsOf = (values: readonly number[]): Labels => fromValues([values.length], values, 'i32')
export const matrixOf = (values: readonly (readonly number[])[], classes: number): Scores =>
  fromValues([values.length, classes], values.flat(), 'f64')
export const column = (values: readonly number[]): Tensor<[number]> =>
  fromValues([values.length], values, 'f64')

interface Case {
  readonly classes: number
  readonly labels: readonly number[]
  /** Few different numbers, so that there are ties, and classes that occur nowhere. */
  readonly scores: readonly (readonly number[])[]
}

export const cases: Arbitrary<Case> = fc
  .tuple(fc.integer({ min: 2, max: 5 }), fc.integer({ min: 1, max: 8 }))
  .chain(([classes, n]) =>
    fc.record({
      classes: fc.constant(classes),
      labels: fc.array(fc.nat(classes - 1), { minLength: n, maxLength: n }),
      scores: fc.array(
        fc.array(fc.integer({ min: -1, max: 4 }), { minLength: classes, maxLength: classes }),
        {
          minLength: n,
          maxLength: n,
        },
      ),
    }),
  )

/** Labels of two classes with the probability of the second, in eighths. */
export const binary = fc.integer({ min: 1, max: 8 }).chain(n =>
  fc.tuple(
    fc.array(fc.nat(1), { minLength: n, maxLength: n }),
    fc.array(
      fc.nat(8).map(k => k / 8),
      { minLength: n, maxLength: n },
    ),
  ),
)

export const rowsOf = (x: Tensor | Integers): readonly (readonly number[])[] => {
  const [values, width] = [Array.from(toValues(x as Tensor)), (x.shape as readonly number[])[1] ?? 1]
  return Array.from({ length: values.length / width }, (_, i) => values.slice(i * width, (i + 1) * width))
}

export const best = (row: readonly number[]): number => row.indexOf(Math.max(...row))
export const mean = (xs: readonly number[]): number => xs.reduce((sum, x) => sum + x, 0) / xs.length

/** Counts and shares of each class. */
export const figuresOf = (
  labels: readonly number[],
  predicted: readonly number[],
  classes: number,
  zero: number,
) =>
  Array.from({ length: classes }, (_, c) => {
    const right = labels.filter((label, i) => label === c && predicted[i] === c).length
    const [own, taken] = [labels, predicted].map(list => list.filter(x => x === c).length) as [number, number]
    const share = (part: number, whole: number) => (whole === 0 ? zero : part / whole)
    return {
      precision: share(right, taken),
      recall: share(right, own),
      f1: share(2 * right, own + taken),
      support: own,
      occurs: own + taken > 0,
    }
  })

export const names = ['precision', 'recall', 'f1'] as const

export const accuracyOf = (labels: readonly number[], scores: readonly (readonly number[])[]): number =>
  labels.filter((label, i) => best(scores[i]!) === label).length / labels.length
