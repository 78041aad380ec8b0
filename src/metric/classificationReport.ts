/**
 * A report of how good a classifier is at each class.
 *
 * @module
 */
import { needs, takes } from '../tensor/contract/index.ts'
import { ArgumentError } from '../tensor/error.ts'
import { elementsOf, type Integers, type Tensor, unsafeFromElements } from '../tensor/tensor.ts'
import { confusionMatrix } from './confusionMatrix.ts'
import type { ClassesOf, Targets } from './outcomes.ts'

/**
 * Figures for each of `C` classes.
 *
 * @category Metrics
 * @since 0.1.0
 */
export interface ClassificationReport<C extends number> {
  /** Of the examples taken for the class, the share that belongs to it. */
  readonly precision: Tensor<[C]>
  /** Of the examples of the class, the share that is taken for it. */
  readonly recall: Tensor<[C]>
  /** The harmonic mean of the two. */
  readonly f1: Tensor<[C]>
  /** How many examples belong to the class. */
  readonly support: Integers<[C]>
}

/**
 * What a figure is where there is nothing to count.
 *
 * @category Metrics
 * @since 0.1.0
 */
export interface ZeroDivision {
  /**
   * What 0 / 0 is: 0 or 1; or NaN, which averages leave out. Defaults to 0. (scikit-learn: `zero_division`.)
   */
  readonly zeroDivision?: number
}

/**
 * Requires a choice that there is.
 *
 * @throws ArgumentError that says which there are.
 */
export const requireZeroDivision = (metric: string, value: number): void => {
  if (value !== 0 && value !== 1 && !Number.isNaN(value))
    throw new ArgumentError(`${metric} needs a zeroDivision of 0, 1 or NaN, but was given ${String(value)}.`)
}

/**
 * Precision, recall and F1 of each class, as f64. With `TP` examples of a class that are taken for it, `FP` of others that are,
 * and `FN` of its own that are not: `TP / (TP + FP)`, `TP / (TP + FN)` and `2 TP / (2 TP + FP + FN)` (van Rijsbergen:
 * "Information Retrieval", 1979); where that is 0 / 0, it is `zeroDivision`, 0 by default.
 *
 * Takes its options, then labels [batch] from 0 to classes - 1 and then scores or probabilities [batch, classes]; or labels 0 and 1
 * and then the probability of class 1, [batch, 1] or [batch], which is predicted where that is above 0.5. Gives vectors [classes].
 *
 * @throws ShapeError if the shapes do not fit or the batch is empty.
 * @throws IndexError if a label is not a class, with the example.
 * @throws ArgumentError if a prediction is NaN, with the example, or `zeroDivision` is none of 0, 1 and NaN.
 *
 * @example
 * import { classificationReport, tensor } from 'pullback'
 * const { precision, recall } = classificationReport()(tensor([0, 1], 'i32'))(tensor([[0.9, 0.1], [0.8, 0.2]]))
 * // precision [0.5, 0], recall [1, 0]
 *
 * @category Metrics
 * @since 0.1.0
 */
export const classificationReport = takes(
  'classificationReport',
  [
    { options: needs.options({ zeroDivision: needs.number }) },
    { labels: needs.tensor },
    { predictions: needs.tensor },
  ],
  () => classificationReportUnchecked,
)

const classificationReportUnchecked =
  ({ zeroDivision = 0 }: ZeroDivision = {}) =>
  (labels: Targets) =>
  <C extends number = 1>(
    predictions: Tensor<[number, C]> | Tensor<[number]>,
  ): ClassificationReport<ClassesOf<C>> => {
    requireZeroDivision('classificationReport', zeroDivision)
    const share = (part: number, whole: number): number => (whole === 0 ? zeroDivision : part / whole)
    const matrix = confusionMatrix(labels)(predictions)
    const classes = matrix.shape[0]
    const counts = elementsOf(matrix)
    const [own, taken, right] = [
      new Int32Array(classes),
      new Float64Array(classes),
      new Float64Array(classes),
    ]
    counts.forEach((count, place) => {
      const [label, predicted] = [Math.floor(place / classes), place % classes]
      own[label]! += count
      taken[predicted]! += count
      if (label === predicted) right[label] = count
    })
    const floats = (of: (c: number) => number): Tensor<[ClassesOf<C>]> =>
      unsafeFromElements<[ClassesOf<C>], 'float'>(
        [classes],
        'f64',
        Float64Array.from({ length: classes }, (_, c) => of(c)),
      )
    return {
      precision: floats(c => share(right[c]!, taken[c]!)),
      recall: floats(c => share(right[c]!, own[c]!)),
      f1: floats(c => share(2 * right[c]!, taken[c]! + own[c]!)),
      support: unsafeFromElements<[ClassesOf<C>], 'integer'>([classes], 'i32', own),
    }
  }
