/**
 * The logarithmic score of a classifier's probabilities.
 *
 * @module
 */
import { needs, takes } from '../tensor/contract/index.ts'
import { ArgumentError } from '../tensor/error.ts'
import { elementsOf, type Integers, type Tensor } from '../tensor/tensor.ts'
import {
  hasOneOutput,
  type Predictions,
  requireBinary,
  requireProbability,
  type Targets,
} from './outcomes.ts'
import { requirePredictions } from './requirePredictions.ts'

/**
 * The mean over the examples of `-log p`, where `p` is the probability given to the label, in nats; infinite where a label was
 * given none. The sum is taken in f64.
 *
 * Takes labels [batch] from 0 to classes - 1 and then probabilities [batch, classes]; or labels 0 and 1 and then the probability of
 * class 1, [batch, 1] or [batch]. (scikit-learn: `log_loss`, which moves probabilities of 0 to the smallest step from it.)
 *
 * @throws ShapeError if the shapes do not fit or the batch is empty.
 * @throws IndexError if a label is not a class, with the example.
 * @throws ArgumentError if a prediction is not a probability, with the example.
 *
 * @example
 * import { logLoss, tensor } from 'pullback'
 * logLoss(tensor([0, 1], 'i32'))(tensor([[0.5, 0.5], [0.75, 0.25]])) // 1.04, the mean of log 2 and log 4
 *
 * @category Metrics
 * @since 0.1.0
 */
export const logLoss = takes(
  'logLoss',
  [{ labels: needs.tensor }, { predictions: needs.tensor }],
  () => logLossUnchecked,
)

const logLossUnchecked =
  (labels: Targets) =>
  (predictions: Predictions): number => {
    if (hasOneOutput(predictions)) {
      const wanted = requireBinary('logLoss', labels, predictions.shape[0] as number)
      const given = requireProbability('logLoss', predictions)
      const total = Array.from(wanted).reduce(
        (sum, t, i) => sum - Math.log(t === 1 ? given[i]! : 1 - given[i]!),
        0,
      )
      return total / wanted.length
    }
    const probabilities = predictions as Tensor<[number, number]>
    requirePredictions('logLoss', probabilities, labels as Integers<[number]>)
    const classes = probabilities.shape[1]
    const given = elementsOf(probabilities)
    const wrong = given.findIndex(p => p < 0 || p > 1)
    if (wrong !== -1)
      throw new ArgumentError(
        `logLoss takes probabilities, but was given ${given[wrong]} for class ${wrong % classes} of example ` +
          `${Math.floor(wrong / classes)}: use softmax.`,
      )
    const wanted = elementsOf(labels)
    const sum = Array.from(wanted).reduce(
      (total, label, i) => total - Math.log(given[i * classes + label]!),
      0,
    )
    return sum / wanted.length
  }
