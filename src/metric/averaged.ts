/**
 * Figures of classes as one number.
 *
 * @module
 */
import { ArgumentError } from '../tensor/error.ts'
import { elementsOf, type Tensor } from '../tensor/tensor.ts'
import { accuracy } from './accuracy.ts'
import { classificationReport, requireZeroDivision, type ZeroDivision } from './classificationReport.ts'
import { outcomes, type Predictions, type Targets } from './outcomes.ts'

/**
 * How figures of classes become one number: `macro` is the mean over the classes that occur, in the labels or in what was predicted,
 * each of the same weight; `micro` pools the examples of all classes first; `{ class: 3 }` is the figure of one class.
 *
 * @category Metrics
 * @since 0.1.0
 */
export type Averaging = 'macro' | 'micro' | { readonly class: number }

const meanOf = (figures: readonly number[]): number =>
  figures.reduce((sum, figure) => sum + figure, 0) / figures.length

/** A figure of a classifier as one number. */
export const averaged =
  (name: 'precision' | 'recall' | 'f1') =>
  (averaging: Averaging, { zeroDivision = 0 }: ZeroDivision = {}) =>
  (labels: Targets) =>
  (predictions: Predictions): number => {
    requireZeroDivision(name, zeroDivision)
    // Pooled over classes that exclude each other, what is not found in one class is found wrongly in another.
    if (averaging === 'micro') return accuracy(labels)(predictions)
    const report = classificationReport({ zeroDivision })(labels)(predictions as Tensor<[number, number]>)
    const figures = Array.from(elementsOf(report[name]))
    if (averaging === 'macro') {
      // As in scikit-learn: a class that occurs nowhere does not count, and no more does a figure that is NaN.
      const { labels: wanted, predicted } = outcomes(name, labels, predictions)
      const occurs = new Set([...Array.from(wanted), ...Array.from(predicted)])
      return meanOf(figures.filter((figure, c) => occurs.has(c) && !Number.isNaN(figure)))
    }
    const figure = figures[averaging.class]
    if (figure === undefined)
      throw new ArgumentError(
        `${name} was asked for class ${averaging.class}, but there are ${figures.length} classes: they run from 0 to ` +
          `${figures.length - 1}.`,
      )
    return figure
  }
