/**
 * Figures of classes as one number.
 *
 * @module
 */
import { ArgumentError } from '../tensor/error.ts'
import { elementsOf, type Integers, type Tensor } from '../tensor/tensor.ts'
import { accuracy } from './accuracy.ts'
import { type ClassificationReport, classificationReport } from './classificationReport.ts'

/**
 * How figures of classes become one number: `macro` is the mean over the classes, each of the same weight; `micro` pools the
 * examples of all classes first; `{ class: 3 }` is the figure of one class.
 */
export type Averaging = 'macro' | 'micro' | { readonly class: number }

/** A figure of a classifier as one number. */
export const averaged =
  (name: 'precision' | 'recall' | 'f1') =>
  (averaging: Averaging) =>
  (labels: Integers<[number]>) =>
  (predictions: Tensor<[number, number]>): number => {
    // Pooled over classes that exclude each other, what is not found in one class is found wrongly in another.
    if (averaging === 'micro') return accuracy(labels)(predictions)
    const report: ClassificationReport<number> = classificationReport(labels)(predictions)
    const figures = Array.from(elementsOf(report[name]))
    if (averaging === 'macro') return figures.reduce((sum, figure) => sum + figure, 0) / figures.length
    const figure = figures[averaging.class]
    if (figure === undefined)
      throw new ArgumentError(
        `${name} was asked for class ${averaging.class}, but there are ${figures.length} classes: they run from 0 to ` +
          `${figures.length - 1}.`,
      )
    return figure
  }
