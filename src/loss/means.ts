/**
 * Means of the losses of elements and of examples. They take what those take.
 *
 * @module
 */
import { cosineEmbedding as cosineEmbeddingEach } from './cosineEmbedding.ts'
import { absoluteError, huber as huberEach, smoothL1 as smoothL1Each } from './differences.ts'
import { klDivergence as klDivergenceEach, sigmoidCrossEntropy as sigmoidEach } from './distributions.ts'
import { hinge as hingeEach } from './hinge.ts'
import { averaged, averagedOverBatch } from './reduction.ts'

/**
 * The mean over all elements of `|y - t|`. Takes predictions and targets of one shape; in their unit. Its slope at 0 is 0.
 *
 * @throws ShapeError if the shapes differ or there are no elements.
 *
 * @example
 * import { meanAbsoluteError, tensor } from 'pullback'
 * const [loss] = meanAbsoluteError()(tensor([[1], [2]]))(tensor([[1.5], [2]]))
 *
 * @category Losses
 * @since 0.1.0
 */
export const meanAbsoluteError = averaged(absoluteError)

/**
 * The mean over all elements of Huber's loss: `d²/2` up to `|d| = δ`, a line beyond (Huber 1964). Outliers pull no harder than δ.
 *
 * @throws ShapeError if the shapes differ or there are no elements.
 * @throws ArgumentError unless δ is finite and positive.
 *
 * @example
 * import { huber, tensor } from 'pullback'
 * const [loss] = huber({ delta: 0.5 })(tensor([[1], [2]]))(tensor([[1.5], [20]]))
 *
 * @category Losses
 * @since 0.1.0
 */
export const huber = averaged(huberEach)

/**
 * The mean over all elements of `d²/(2β)` up to `|d| = β`, and `|d| - β/2` beyond (Girshick 2015).
 *
 * @throws ShapeError if the shapes differ or there are no elements.
 * @throws ArgumentError unless β is finite and positive.
 *
 * @example
 * import { smoothL1, tensor } from 'pullback'
 * const [loss] = smoothL1({ beta: 0.5 })(tensor([[1], [2]]))(tensor([[1.5], [20]]))
 *
 * @category Losses
 * @since 0.1.0
 */
export const smoothL1 = averaged(smoothL1Each)

/**
 * The mean over all elements of the cross-entropy between targets from 0 to 1 and the sigmoid of scores, in one step: exact at
 * scores of ±1000 and beyond. The pullback is `(σ(z) - t) / elements`. In nats.
 *
 * @throws ShapeError if the shapes differ or there are no elements.
 *
 * @example
 * import { sigmoidCrossEntropy, tensor } from 'pullback'
 * const [loss] = sigmoidCrossEntropy()(tensor([[1], [0]]))(tensor([[3], [-2]]))
 *
 * @category Losses
 * @since 0.1.0
 */
export const sigmoidCrossEntropy = averaged(sigmoidEach)

/**
 * The Kullback-Leibler divergence `Σ t (log t - y)` of reference probabilities t from logarithms of probabilities y, as
 * `logSoftmax` gives them, over the number of examples (the first axis). In nats.
 *
 * @throws ShapeError if the shapes differ or there are no elements.
 *
 * @example
 * import { klDivergence, tensor } from 'pullback'
 * const [loss] = klDivergence()(tensor([[0.5, 0.5]]))(tensor([[Math.log(0.25), Math.log(0.75)]]))
 *
 * @category Losses
 * @since 0.1.0
 */
export const klDivergence = averagedOverBatch(klDivergenceEach)

/**
 * The mean over the batch of `1 - cos` for pairs of vectors that belong together (target 1), and `max(0, cos - margin)` for those
 * that do not (target -1). Takes a pair of batches [batch, features].
 *
 * @throws ShapeError if the shapes do not fit or there are no examples.
 * @throws ArgumentError unless the margin is from -1 to 1.
 *
 * @example
 * import { cosineEmbedding, tensor } from 'pullback'
 * const pairs = [tensor([[1, 0], [0, 1]]), tensor([[1, 1], [1, 0]])] as const
 * const [loss] = cosineEmbedding({ margin: 0.5 })(tensor([1, -1], 'i32'))(pairs)
 *
 * @category Losses
 * @since 0.1.0
 */
export const cosineEmbedding = averaged(cosineEmbeddingEach)

/**
 * The mean over the batch of `Σ max(0, margin - x[label] + x[j])^power / classes` over the classes j other than the label (Weston
 * and Watkins 1999). Takes scores [batch, classes] and labels [batch].
 *
 * @throws ShapeError if the shapes do not fit or the batch is empty.
 * @throws IndexError if a label is not a class, with the example.
 * @throws ArgumentError unless the margin is finite and the power 1 or 2.
 *
 * @example
 * import { hinge, tensor } from 'pullback'
 * const [loss] = hinge({ power: 2 })(tensor([0, 2], 'i32'))(tensor([[2, 0, 0], [0, 0, 2]]))
 *
 * @category Losses
 * @since 0.1.0
 */
export const hinge = averaged(hingeEach)
