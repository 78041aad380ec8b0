/**
 * A loss of two views of one batch, of which each has to find itself among the others.
 *
 * @module
 */

import { matmulNT } from '../primitive/binaryProducts.ts'
import { add, div, mul, sub } from '../primitive/elementwise/arithmetic.ts'
import { maximum } from '../primitive/elementwise/compare.ts'
import { scale } from '../primitive/elementwise/scale.ts'
import { transpose } from '../primitive/movement/transpose.ts'
import { broadcastAlong, sum } from '../primitive/reduction/broadcast.ts'
import { norm } from '../primitive/reduction/safe.ts'
import { lift } from '../smooth/derivative/lift.ts'
import { logSumExp } from '../smooth/map/softmax.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import { ArgumentError, ShapeError, unequalShapes } from '../tensor/error.ts'
import { full } from '../tensor/function/constructors.ts'
import { sameShape, showShape } from '../tensor/shape.ts'
import type { Tensor } from '../tensor/tensor.ts'
import type { Empty } from '../tensor/tree.ts'
import type { Vectors } from './cosineEmbedding.ts'
import { type Loss, requireExamples } from './loss.ts'

/**
 * How sharply a view is distinguished from others.
 *
 * @category Losses
 * @since 0.1.0
 */
export interface InfoNceOptions {
  /**
   * What cosines are divided by, positive. Defaults to 0.1.
   *
   * @default 0.1
   */
  readonly temperature?: number
  /**
   * Whether keys look for their queries too, and the loss is the mean of both (as in CLIP). Defaults to false.
   *
   * @default false
   */
  readonly symmetric?: boolean
}

/** Rows of length 1; lengths below 1e-12 count as that, as in PyTorch. */
const normalised = (given: Tensor<[number, number]>): Tensor<[number, number]> => {
  const x = given as Tensor
  const length = norm([1])(x) as Tensor
  return div(
    x,
    broadcastAlong(x.shape, [0])(maximum(length, full(length.shape, 1e-12, x.dtype))) as Tensor,
  ) as Tensor<[number, number]>
}

const requireViews = ([queries, keys]: Vectors): void => {
  if (!sameShape(queries.shape, keys.shape)) throw unequalShapes('infoNce', queries.shape, keys.shape)
  if (queries.shape.length !== 2)
    throw new ShapeError(
      `infoNce takes two times [batch, features], but was given ${showShape(queries.shape)}.`,
      [queries.shape],
    )
  requireExamples('infoNce', queries as Tensor)
}

/**
 * The mean over the queries of the cross-entropy with which each finds its own key among all keys, by their cosines over a
 * temperature: `-log(e^(cos(qᵢ, kᵢ) / τ) / Σⱼ e^(cos(qᵢ, kⱼ) / τ))` (van den Oord et al.: "Representation learning with contrastive
 * predictive coding", 2018). `symmetric` is the loss of CLIP (Radford et al. 2021). In nats.
 *
 * Takes a pair of batches [batch, features], in which rows of one number belong together. There are no targets: `{}` stands for them.
 * As the loss of a query depends on all keys, there is none of single examples in `perExample`.
 *
 * @throws ShapeError if the shapes differ or there are no examples.
 * @throws ArgumentError unless the temperature is finite and positive.
 *
 * @example
 * import { infoNce, tensor } from 'pullback'
 * const views = [tensor([[1, 0], [0, 1]]), tensor([[1, 0.1], [0.2, 1]])] as const
 * const [loss] = infoNce({ temperature: 0.2, symmetric: true })({})(views)
 *
 * @category Losses
 * @since 0.1.0
 */
export const infoNce = takes(
  'infoNce',
  [
    { options: needs.options({ temperature: needs.number, symmetric: needs.boolean }) },
    { targets: needs.tensors },
    { predictions: needs.tensorPair },
  ],
  () => infoNceUnchecked,
)

const infoNceUnchecked = ({
  temperature = 0.1,
  symmetric = false,
}: InfoNceOptions = {}): Loss<Vectors, Empty> => {
  if (!(temperature > 0 && Number.isFinite(temperature)))
    throw new ArgumentError(`infoNce needs a finite temperature > 0, but was given ${temperature}.`)
  const whole = lift(([queries, keys]: Vectors): Tensor<[]> => {
    const [q, k] = [normalised(queries), normalised(keys)]
    const scores = scale(1 / temperature)(matmulNT(q, k)) as Tensor
    const own = scale(1 / temperature)(sum([1])(mul(q, k))) as Tensor
    const among = (x: Tensor): Tensor<[]> => sum()(sub(logSumExp(x)[0] as Tensor, own))
    const batch = q.shape[0] as number
    return symmetric
      ? scale(0.5 / batch)(add(among(scores), among(transpose([1, 0])(scores) as Tensor)))
      : scale(1 / batch)(among(scores))
  })
  return () => views => {
    requireViews(views)
    return whole(views)
  }
}
