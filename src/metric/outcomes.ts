/**
 * Predictions of a classifier beside the true classes, whether it has an output for each class or one for two of them.
 *
 * @module
 */
import { argmax } from '../primitive/reduction/reduceMax.ts'
import { ArgumentError, IndexError, ShapeError } from '../tensor/error.ts'
import { showShape } from '../tensor/shape.ts'
import { type AnyTensor, elementsOf, type Integers, type Tensor } from '../tensor/tensor.ts'
import { requirePredictions } from './requirePredictions.ts'

/**
 * A label for each example: integers, or for one output also the floats 0 and 1, as the loss of a sigmoid takes them.
 *
 * @category Metrics
 * @since 0.1.0
 */
export type Targets = Integers<readonly number[]> | Tensor<readonly number[]>

/**
 * Scores or probabilities of each class [batch, classes], or the probability of the second of two classes, [batch, 1] or [batch].
 *
 * @category Metrics
 * @since 0.1.0
 */
export type Predictions = Tensor<readonly number[]>

/**
 * How many classes so many outputs tell apart.
 *
 * @category Metrics
 * @since 0.1.0
 */
export type ClassesOf<C extends number> = C extends 1 ? 2 : C

/** Labels, and what was predicted, by example. */
export interface Outcomes {
  readonly labels: ArrayLike<number>
  readonly predicted: ArrayLike<number>
  readonly classes: number
}

/** Whether predictions have one output for two classes. */
export const hasOneOutput = ({ shape }: AnyTensor): boolean =>
  shape.length === 1 || (shape.length === 2 && shape[1] === 1)

/**
 * Requires labels of 0 and 1, one for each of so many examples, [batch] or [batch, 1].
 *
 * @throws ShapeError or IndexError that names the example.
 */
export const requireBinary = (metric: string, labels: AnyTensor, batch: number): ArrayLike<number> => {
  const isOneEach = labels.shape[0] === batch && (labels.shape.length === 1 || hasOneOutput(labels))
  if (!isOneEach)
    throw new ShapeError(
      `${metric} needs one label for each of the ${batch} examples, [batch] or [batch, 1], but was given labels of shape ` +
        `${showShape(labels.shape)}.`,
      [labels.shape],
      0,
    )
  if (batch === 0)
    throw new ShapeError(`${metric} needs at least one example, but was given none.`, [labels.shape])
  const given = elementsOf(labels)
  const wrong = given.findIndex(label => label !== 0 && label !== 1)
  if (wrong !== -1)
    throw new IndexError(
      `${metric} takes labels 0 and 1, but was given ${given[wrong]} for example ${wrong}.`,
    )
  return given
}

/**
 * Requires one probability for each example, as a sigmoid gives it.
 *
 * @throws ArgumentError that names the example.
 */
export const requireProbability = (metric: string, predictions: AnyTensor): ArrayLike<number> => {
  const given = elementsOf(predictions)
  const wrong = given.findIndex(p => !(p >= 0 && p <= 1))
  if (wrong !== -1)
    throw new ArgumentError(
      `${metric} takes one output for the probability of class 1, but was given ${given[wrong]} for example ${wrong}: use sigmoid.`,
    )
  return given
}

/**
 * Labels and predicted classes. With an output for each class it is the largest that counts, the first of equal ones; with one output
 * it is class 1 where its probability is above a half.
 *
 * @throws ShapeError, IndexError or ArgumentError that names the example.
 */
export const outcomes = (metric: string, labels: Targets, predictions: Predictions): Outcomes => {
  if (hasOneOutput(predictions)) {
    const wanted = requireBinary(metric, labels, predictions.shape[0] as number)
    const predicted = Array.from(requireProbability(metric, predictions), p => (p > 0.5 ? 1 : 0))
    return { labels: wanted, predicted, classes: 2 }
  }
  const [scores, wanted] = [predictions as Tensor<[number, number]>, labels as Integers<[number]>]
  requirePredictions(metric, scores, wanted)
  return {
    labels: elementsOf(wanted),
    predicted: elementsOf(argmax<[number]>(scores)),
    classes: scores.shape[1],
  }
}
