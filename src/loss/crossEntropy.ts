/**
 * Cross-entropy from probabilities.
 *
 * @module
 */
import { div, mul } from '../primitive/elementwise/arithmetic.ts'
import { equal, select } from '../primitive/elementwise/compare.ts'
import { log } from '../primitive/elementwise/elementary.ts'
import { scale } from '../primitive/elementwise/scale.ts'
import { broadcast, sum } from '../primitive/reduction/broadcast.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import { ShapeError } from '../tensor/error.ts'
import { zerosLike } from '../tensor/function/constructors.ts'
import { showShape } from '../tensor/shape.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { type Loss, requireProbabilities, requireTargets, timesZero } from './loss.ts'

/**
 * The mean over the batch of `-Σ t · log p`: the cross-entropy of predicted probabilities p to target probabilities t
 * (one-hot or not). A class whose target is 0 adds 0, also where p is 0 or ∞ (0 · ∞ counts as 0), but NaN where p is NaN, as
 * `xlogy` in SciPy and PyTorch has it. The pullback is `-t / p / batch`, and 0 where the target is 0.
 *
 * Takes probabilities [batch, classes] and targets of the same shape. In nats. From scores `softmaxCrossEntropy` is exact
 * and faster.
 *
 * @throws ShapeError if the shapes differ or the batch is empty.
 *
 * @example
 * import { crossEntropy, tensor } from 'pullback'
 * const [loss] = crossEntropy()(tensor([[0, 1]]))(tensor([[0.25, 0.75]]))
 *
 * @category Losses
 * @since 0.1.0
 */
export const crossEntropy = takes(
  'crossEntropy',
  [{}, { targets: needs.tensor }, { predictions: needs.tensor }],
  () => () => crossEntropyUnchecked,
)

const crossEntropyUnchecked: Loss<Tensor<[number, number]>, Tensor<[number, number]>> =
  targets => predictions => {
    const [p, t] = [predictions as Tensor, targets as Tensor]
    requireProbabilities('crossEntropy', t)
    requireTargets('crossEntropy', p, t)
    if (p.shape.length !== 2)
      throw new ShapeError(`crossEntropy takes [batch, classes], but was given ${showShape(p.shape)}.`, [
        p.shape,
      ])
    const absent = equal(t, zerosLike(t))
    const weight = -1 / (p.shape[0] as number)
    const terms = select(absent, timesZero(p), mul(t, log(p)))
    return [
      scale(weight)(sum()(terms)),
      dy => {
        const slope = select(absent, timesZero(p), div(t, p))
        return scale(weight)(mul(slope, broadcast(p.shape)(dy) as Tensor)) as Tensor<
          [number, number],
          'float'
        >
      },
    ]
  }
