/**
 * Means of the losses on labels and target distributions.
 *
 * @module
 */
import { div } from '../primitive/arithmetic.ts'
import { broadcast, sum } from '../primitive/broadcast.ts'
import { greater, select } from '../primitive/compare.ts'
import { scaleBy } from '../primitive/scaleBy.ts'
import type { Smooth } from '../smooth/smooth.ts'
import { logSoftmax } from '../smooth/softmax.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import type { Shape } from '../tensor/shape.ts'
import { onesLike, type Tensor, zerosLike } from '../tensor/tensor.ts'
import {
  type ClassOptions,
  type ClassScores,
  type LabelOptions,
  type Labels,
  onLabels,
  softTargetCrossEntropy as softTargetsEach,
} from './labelled.ts'
import type { Loss } from './loss.ts'
import { mean } from './reduction.ts'

/** `1 / x`, or 0 where x is 0. */
const inverse = (x: Tensor<[]>): Tensor<[]> => {
  const none = zerosLike(x)
  return select(greater(x, none), div(onesLike(x), x), none)
}

const weightedMean =
  ({ each, weight }: ReturnType<typeof onLabels>): Loss<ClassScores, Labels> =>
  labels =>
  scores => {
    const [losses, pullback] = each(labels)(scores)
    const share = inverse(weight(labels, scores))
    return [
      scaleBy(share)(sum()(losses)),
      dy => pullback(broadcast<number, Shape>(losses.shape)(scaleBy(share)(dy)) as never),
    ]
  }

/**
 * `softmaxCrossEntropy` with smoothed labels, weighted classes and labels that do not count, for scores `[..., classes]` and labels
 * `[...]`: the sum over the rows that count, over the sum of their labels' weights (their number, unless classes have weights);
 * 0 if none counts. In nats.
 *
 * @throws ShapeError if the shapes do not fit or there are no examples.
 * @throws IndexError if a label is no class, with the example.
 * @throws ArgumentError unless the smoothing is from 0 to 1.
 *
 * @example
 * import { softmaxCrossEntropyWith, tensor } from 'pullback'
 * const loss = softmaxCrossEntropyWith({ labelSmoothing: 0.1, ignored: -1, classWeights: tensor([1, 2, 1]) })
 * const [value] = loss(tensor([0, -1], 'i32'))(tensor([[2, 0, 0], [0, 0, 2]]))
 */
export const softmaxCrossEntropyWith = takes(
  'softmaxCrossEntropyWith',
  [
    {
      options: needs.givenOptions({
        classWeights: needs.optional(needs.anything),
        ignored: needs.optional(needs.number),
        labelSmoothing: needs.optional(needs.number),
      }),
    },
    { targets: needs.tensor },
    { predictions: needs.tensor },
  ],
  () => softmaxCrossEntropyWithUnchecked,
)

const softmaxCrossEntropyWithUnchecked = (options: LabelOptions): Loss<ClassScores, Labels> =>
  weightedMean(onLabels('softmaxCrossEntropyWith', options, logSoftmax as Smooth<Tensor, Tensor>))

/**
 * The mean of `-w[label] l[label]` for logarithms of probabilities [..., classes], as `logSoftmax` gives them, and labels [...]:
 * over the sum of weights of the labels that count; 0 if none does. In nats.
 *
 * @throws ShapeError if the shapes do not fit or there are no examples.
 * @throws IndexError if a label is no class, with the example.
 *
 * @example
 * import { compose, dense, logSoftmax, negativeLogProbability, supervised } from 'pullback'
 * const objective = supervised(compose(dense(4, 3), logSoftmax()), negativeLogProbability())
 */
export const negativeLogProbability = takes(
  'negativeLogProbability',
  [
    { options: needs.options({ classWeights: needs.anything, ignored: needs.number }) },
    { targets: needs.tensor },
    { predictions: needs.tensor },
  ],
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
 */
export const softTargetCrossEntropy = takes(
  'softTargetCrossEntropy',
  [
    {
      options: needs.options({
        classWeights: needs.anything,
        ignored: needs.number,
        labelSmoothing: needs.number,
      }),
    },
    { targets: needs.tensor },
    { predictions: needs.tensor },
  ],
  () => softTargetCrossEntropyUnchecked,
)

const softTargetCrossEntropyUnchecked = (options: ClassOptions = {}): Loss<ClassScores, ClassScores> =>
  mean(softTargetsEach(options))
