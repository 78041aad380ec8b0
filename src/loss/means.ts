/**
 * Means of the losses of elements and of examples. They take what those take.
 *
 * @module
 */
import { cosineEmbedding as cosineEmbeddingEach } from './cosineEmbedding.ts'
import { dice as diceEach } from './dice.ts'
import { absoluteError, huber as huberEach, smoothL1 as smoothL1Each } from './differences.ts'
import { klDivergence as klDivergenceEach, sigmoidCrossEntropy as sigmoidEach } from './distributions.ts'
import { focal as focalEach } from './focal.ts'
import { gaussianNegativeLogLikelihood as gaussianEach } from './gaussianNegativeLogLikelihood.ts'
import { hinge as hingeEach } from './hinge.ts'
import { poissonNegativeLogLikelihood as poissonEach } from './poissonNegativeLogLikelihood.ts'
import { quantile as quantileEach } from './quantile.ts'
import { averaged, averagedOverBatch } from './reduction.ts'
import { triplet as tripletEach } from './triplet.ts'

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

/**
 * The mean over the batch of `1 - (2 Σ p t + s) / (Σ p + Σ t + s)`, with sums over all elements of an example and `p = σ(z)` for scores z
 * (Milletari et al.: "V-Net", 2016). Takes scores and targets from 0 to 1, [batch, ...].
 *
 * @throws ShapeError if the shapes differ or there are no elements.
 * @throws ArgumentError unless `smooth` is finite and not negative.
 *
 * @example
 * import { dice, tensor } from 'pullback'
 * const [loss] = dice({ smooth: 1 })(tensor([[1, 0, 0], [0, 1, 1]]))(tensor([[3, -2, 0], [-1, 2, 4]]))
 *
 * @category Losses
 * @since 0.1.0
 */
export const dice = averaged(diceEach)

/**
 * The mean over all elements of the cross-entropy behind a sigmoid times `α_t (1 - p_t)^γ`, so that what is easy counts little (Lin et
 * al.: "Focal loss for dense object detection", 2017). Takes scores and targets from 0 to 1 of one shape. In nats.
 *
 * @throws ShapeError if the shapes differ or there are no elements.
 * @throws ArgumentError unless γ is finite and not negative, and α from 0 to 1.
 *
 * @example
 * import { focal, tensor } from 'pullback'
 * const [loss] = focal({ gamma: 2, alpha: 0.25 })(tensor([[1], [0]]))(tensor([[3], [-2]]))
 *
 * @category Losses
 * @since 0.1.0
 */
export const focal = averaged(focalEach)

/**
 * The mean over all elements of `(log v + (t - μ)² / v) / 2` for predicted means μ and variances v (Nix and Weigend 1994). Takes a pair
 * of means and variances, and targets, all of one shape. In nats.
 *
 * @throws ShapeError if the shapes differ or there are no elements.
 * @throws ArgumentError unless ε is finite and positive; if a variance is negative, where it is evaluated.
 *
 * @example
 * import { gaussianNegativeLogLikelihood, tensor } from 'pullback'
 * const [mean, variance] = [tensor([[1], [2]]), tensor([[0.5], [2]])]
 * const [loss] = gaussianNegativeLogLikelihood()(tensor([[1.5], [1]]))([mean, variance])
 *
 * @category Losses
 * @since 0.1.0
 */
export const gaussianNegativeLogLikelihood = averaged(gaussianEach)

/**
 * The mean over all elements of `e^y - t y` for logarithms of rates y and counts t, or with `logInput: false` of `y - t log(y + ε)` for
 * rates y. Takes predictions and targets of one shape. In nats.
 *
 * @throws ShapeError if the shapes differ or there are no elements.
 * @throws ArgumentError unless ε is finite and not negative.
 *
 * @example
 * import { poissonNegativeLogLikelihood, tensor } from 'pullback'
 * const [loss] = poissonNegativeLogLikelihood()(tensor([[3], [0]]))(tensor([[1], [-0.5]]))
 *
 * @category Losses
 * @since 0.1.0
 */
export const poissonNegativeLogLikelihood = averaged(poissonEach)

/**
 * The mean over all elements of the pinball loss: `q (t - y)` below a target and `(1 - q) (y - t)` above, which is least at the
 * q-quantile (Koenker and Bassett 1978). Takes predictions and targets of one shape; in their unit. Its slope at 0 is 0.
 *
 * @throws ShapeError if the shapes differ or there are no elements.
 * @throws ArgumentError unless the quantile is between 0 and 1.
 *
 * @example
 * import { quantile, tensor } from 'pullback'
 * const [loss] = quantile({ quantile: 0.9 })(tensor([[1], [2]]))(tensor([[1.5], [1]]))
 *
 * @category Losses
 * @since 0.1.0
 */
export const quantile = averaged(quantileEach)

/**
 * The mean over the batch of `max(0, ‖a - p‖ - ‖a - n‖ + margin)` for anchors a, vectors p that belong to them and vectors n that do not
 * (Schroff et al.: "FaceNet", 2015). Takes three batches [batch, features]. There are no targets: `{}` stands for them.
 *
 * @throws ShapeError if the shapes differ or there are no examples.
 * @throws ArgumentError unless the margin is finite and positive, and ε finite and not negative.
 *
 * @example
 * import { tensor, triplet } from 'pullback'
 * const [anchor, positive, negative] = [tensor([[1, 0]]), tensor([[0.9, 0.1]]), tensor([[0, 1]])]
 * const [loss] = triplet({ margin: 0.5 })({})([anchor, positive, negative])
 *
 * @category Losses
 * @since 0.1.0
 */
export const triplet = averaged(tripletEach)
