/**
 * Cross-entropy from scores, softmax included.
 *
 * @module
 */

import { compose } from '../smooth/map/category.ts'
import type { Smooth } from '../smooth/map/smooth.ts'
import { logSoftmax } from '../smooth/map/softmax.ts'
import { requireLabels } from '../tensor/classLabels.ts'
import { argumentsOf, takes } from '../tensor/contract/index.ts'
import type { Integers, Tensor } from '../tensor/tensor.ts'
import {
  type ClassScores,
  type LabelOptions,
  type Labels,
  onLabels,
  softmaxCrossEntropy as softmaxCrossEntropyEach,
} from './labelled.ts'
import type { Loss } from './loss.ts'
import { negativeMean, pickLabels } from './mean.ts'
import { shaped } from './shaped.ts'
import { weightedMean } from './weightedMean.ts'

/**
 * Makes the loss of scores [batch, classes] and labels [batch], or one with options, of any number of rows of scores.
 *
 * @category Losses
 * @since 0.1.0
 */
export interface SoftmaxCrossEntropy {
  (): Loss<Tensor<[number, number]>, Integers<[number]>>
  (options: LabelOptions | undefined): Loss<ClassScores, Labels>
}

/**
 * The mean over the batch of `-log softmax(x)[label]`: the cross-entropy between one-hot labels and the softmax of the
 * scores, in one step. It stays exact where softmax rounds to 0 or 1, at scores of ±1000 and beyond. The pullback is
 * `(softmax(x) - onehot(label)) / batch`. In nats.
 *
 * Without options it takes scores [batch, classes] and labels [batch] from 0 to classes - 1. With options, `{}` among them, it takes
 * scores `[..., classes]` and labels `[...]`: those of each time step, say. Labels may then be smoothed, classes weighted, and labels
 * `ignoreIndex`: the loss is the sum over the rows that count, over the sum of their labels' weights (their number, unless classes have
 * weights), and 0 if none counts.
 *
 * @throws ShapeError if the shapes do not fit or there are no examples.
 * @throws IndexError if a label is not a class, with the example.
 * @throws ArgumentError unless the smoothing is from 0 to 1, and weights are finite and not below 0.
 *
 * @example
 * import { softmaxCrossEntropy, tensor } from 'pullback'
 * const scores = tensor([[2, 0, 0], [0, 0, 2]])
 * const [loss, pullback] = softmaxCrossEntropy()(tensor([0, 2], 'i32'))(scores)
 *
 * const smoothed = softmaxCrossEntropy({ labelSmoothing: 0.1, ignoreIndex: -1, classWeights: tensor([1, 2, 1]) })
 * const [ofFirst] = smoothed(tensor([0, -1], 'i32'))(scores)
 *
 * @category Losses
 * @since 0.1.0
 */
export const softmaxCrossEntropy: SoftmaxCrossEntropy = takes(
  'softmaxCrossEntropy',
  argumentsOf(softmaxCrossEntropyEach),
  () => softmaxCrossEntropyUnchecked as SoftmaxCrossEntropy,
)

const onScores = logSoftmax as Smooth<Tensor, Tensor>

const plain: Loss<Tensor<[number, number]>, Integers<[number]>> = labels => {
  const loss = shaped<Tensor<[number, number]>, Tensor<[]>>(
    compose(onScores, pickLabels(labels), negativeMean),
  )
  return scores => {
    requireLabels('softmaxCrossEntropy', scores as Tensor, labels)
    return loss(scores)
  }
}

const softmaxCrossEntropyUnchecked = (options?: LabelOptions) =>
  options === undefined ? plain : weightedMean(onLabels('softmaxCrossEntropy', options, onScores))
