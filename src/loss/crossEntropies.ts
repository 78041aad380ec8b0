/**
 * Means of the losses on logarithms of probabilities and on target distributions.
 *
 * @module
 */
import { argumentsOf, takes } from '../tensor/contract/index.ts'
import {
  type ClassScores,
  type LabelOptions,
  type Labels,
  negativeLogProbability as negativeLogProbabilityEach,
  onLabels,
  softTargetCrossEntropy as softTargetsEach,
} from './labelled.ts'
import type { Loss } from './loss.ts'
import { averaged } from './reduction.ts'
import { weightedMean } from './weightedMean.ts'

/**
 * The mean of `-w[label] l[label]` for logarithms of probabilities [..., classes], as `logSoftmax` gives them, and labels [...]:
 * over the sum of weights of the labels that count; 0 if none does. In nats.
 *
 * @throws ShapeError if the shapes do not fit or there are no examples.
 * @throws IndexError if a label is not a class, with the example.
 *
 * @example
 * import { compose, dense, logSoftmax, negativeLogProbability, supervised } from 'pullback'
 * const objective = supervised(negativeLogProbability())(compose(dense(4, 3), logSoftmax()))
 *
 * @category Losses
 * @since 0.1.0
 */
export const negativeLogProbability = takes(
  'negativeLogProbability',
  argumentsOf(negativeLogProbabilityEach),
  () => negativeLogProbabilityUnchecked,
)

const negativeLogProbabilityUnchecked = (
  options: Omit<LabelOptions, 'labelSmoothing'> = {},
): Loss<ClassScores, Labels> => weightedMean(onLabels('negativeLogProbability', options, null))

/**
 * The mean over all rows of the cross-entropy between target distributions and the softmax of scores, both [..., classes]. In
 * nats.
 *
 * @throws ShapeError if the shapes differ or there are no examples.
 * @throws ArgumentError unless the smoothing is from 0 to 1.
 *
 * @example
 * import { softTargetCrossEntropy, tensor } from 'pullback'
 * const [loss] = softTargetCrossEntropy()(tensor([[0.9, 0.1]]))(tensor([[2, -1]]))
 *
 * @category Losses
 * @since 0.1.0
 */
export const softTargetCrossEntropy = averaged(softTargetsEach)
