/**
 * How good a classifier is at each class.
 *
 * @module
 */
import { needs, takes } from '../tensor/contract/index.ts'
import { elementsOf, type Integers, type Tensor, unsafeFromElements } from '../tensor/tensor.ts'
import { confusionMatrix } from './confusionMatrix.ts'

/** Figures for each of `C` classes. */
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

/** A share of nothing counts as 0. */
const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole)

/**
 * Precision, recall and F1 of each class, as f64. With `TP` examples of a class that are taken for it, `FP` of others that are,
 * and `FN` of its own that are not: `TP / (TP + FP)`, `TP / (TP + FN)` and `2 TP / (2 TP + FP + FN)` (van Rijsbergen:
 * "Information Retrieval", 1979); where that is 0 / 0, it is 0.
 *
 * Takes labels [batch] from 0 to classes - 1 and then scores or probabilities [batch, classes]; gives vectors [classes].
 *
 * @throws ShapeError if the shapes do not fit or the batch is empty.
 * @throws IndexError if a label is no class, with the example.
 * @throws ArgumentError if a prediction is NaN, with the example.
 *
 * @example
 * import { classificationReport, tensor } from 'pullback'
 * const { precision, recall } = classificationReport(tensor([0, 1], 'i32'))(tensor([[0.9, 0.1], [0.8, 0.2]]))
 * // precision [0.5, 0], recall [1, 0]
 */
export const classificationReport = takes(
  'classificationReport',
  [{ labels: needs.tensor }, { predictions: needs.tensor }],
  () => classificationReportUnchecked,
)

const classificationReportUnchecked =
  (labels: Integers<[number]>) =>
  <C extends number>(predictions: Tensor<[number, C]>): ClassificationReport<C> => {
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
    const floats = (of: (c: number) => number): Tensor<[C]> =>
      unsafeFromElements<[C], 'float'>(
        [classes],
        'f64',
        Float64Array.from({ length: classes }, (_, c) => of(c)),
      )
    return {
      precision: floats(c => share(right[c]!, taken[c]!)),
      recall: floats(c => share(right[c]!, own[c]!)),
      f1: floats(c => share(2 * right[c]!, taken[c]! + own[c]!)),
      support: unsafeFromElements<[C], 'integer'>([classes], 'i32', own),
    }
  }
