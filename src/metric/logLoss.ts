/**
 * The logarithmic score of a classifier's probabilities.
 *
 * @module
 */
import { needs, takes } from '../tensor/contract/index.ts'
import { ArgumentError } from '../tensor/error.ts'
import { elementsOf, type Integers, type Tensor } from '../tensor/tensor.ts'
import { requirePredictions } from './requirePredictions.ts'

/**
 * The mean over the examples of `-log p`, where `p` is the probability given to the label, in nats; infinite where a label was
 * given none. The sum is taken in f64.
 *
 * Takes labels [batch] from 0 to classes - 1 and then probabilities [batch, classes].
 *
 * @throws ShapeError if the shapes do not fit or the batch is empty.
 * @throws IndexError if a label is no class, with the example.
 * @throws ArgumentError if a prediction is no probability, with the example.
 *
 * @example
 * import { logLoss, tensor } from 'pullback'
 * logLoss(tensor([0, 1], 'i32'))(tensor([[0.5, 0.5], [0.75, 0.25]])) // 1.04, the mean of log 2 and log 4
 */
export const logLoss = takes(
  'logLoss',
  [{ labels: needs.tensor }, { predictions: needs.tensor }],
  () => logLossUnchecked,
)

const logLossUnchecked =
  (labels: Integers<[number]>) =>
  (probabilities: Tensor<[number, number]>): number => {
    requirePredictions('logLoss', probabilities, labels)
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
