/**
 * Cross-entropy from scores, softmax included.
 *
 * @module
 */
import { compose } from '../smooth/category.ts'
import type { Smooth } from '../smooth/smooth.ts'
import { logSoftmax } from '../smooth/softmax.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import { requireLabels } from '../tensor/label.ts'
import type { Integers, Tensor } from '../tensor/tensor.ts'
import type { Loss } from './loss.ts'
import { negativeMean, pickLabels } from './mean.ts'

/**
 * The mean over the batch of `-log softmax(x)[label]`: the cross-entropy between one-hot labels and the softmax of the
 * scores, in one step. It stays exact where softmax rounds to 0 or 1, at scores of ±1000 and beyond. The pullback is
 * `(softmax(x) - onehot(label)) / batch`.
 *
 * Takes scores [batch, classes] and labels [batch] from 0 to classes - 1. In nats.
 *
 * @throws ShapeError if the shapes do not fit or the batch is empty.
 * @throws IndexError if a label is no class, with the example.
 *
 * @example
 * import { softmaxCrossEntropy, tensor } from 'pullback'
 * const [loss, pullback] = softmaxCrossEntropy(tensor([0, 2], 'i32'))(tensor([[2, 0, 0], [0, 0, 2]]))
 */
export const softmaxCrossEntropy = takes(
  'softmaxCrossEntropy',
  [{ targets: needs.tensor }, { predictions: needs.tensor }],
  () => softmaxCrossEntropyUnchecked,
)

const softmaxCrossEntropyUnchecked: Loss<Tensor<[number, number]>, Integers<[number]>> = labels => {
  const loss = compose(logSoftmax as Smooth<Tensor, Tensor>, pickLabels(labels), negativeMean)
  return scores => {
    requireLabels('softmaxCrossEntropy', scores as Tensor, labels)
    return loss(scores as Tensor) as never
  }
}
