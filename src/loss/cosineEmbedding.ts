/**
 * A loss of the angle between two vectors.
 *
 * @module
 */
import { add, div, mul, sub } from '../primitive/elementwise/arithmetic.ts'
import { greater, maximum, select } from '../primitive/elementwise/compare.ts'
import { convert } from '../primitive/elementwise/convert.ts'
import { sqrt } from '../primitive/elementwise/elementary.ts'
import { scale, shift } from '../primitive/elementwise/scale.ts'
import { broadcastAlong, sum } from '../primitive/reduction/broadcast.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import type { Kind } from '../tensor/dtype.ts'
import { ArgumentError, IndexError, ShapeError, unequalShapes } from '../tensor/error.ts'
import { onesLike, zerosLike } from '../tensor/function/constructors.ts'
import { sameShape, showShape } from '../tensor/shape.ts'
import { type AnyTensor, elementsOf, isConcrete, type Tensor } from '../tensor/tensor.ts'
import { requireExamples } from './loss.ts'
import type { PerExample } from './reduction.ts'

/**
 * A batch of vectors, and another to compare with.
 *
 * @category Losses
 * @since 0.1.0
 */
export type Vectors = readonly [Tensor<[number, number]>, Tensor<[number, number]>]

/**
 * A label for each pair: 1 if the vectors belong together, -1 if not.
 *
 * @category Losses
 * @since 0.1.0
 */
export type PairLabels = Tensor<[number], Kind>

/**
 * How far apart vectors have to be that do not belong together.
 *
 * @category Losses
 * @since 0.1.0
 */
export interface CosineEmbeddingOptions {
  /**
   * The cosine up to which they are far enough, from -1 to 1. Defaults to 0.
   *
   * @default 0
   */
  readonly margin?: number
}

const requireVectors = (x1: Tensor, x2: Tensor, targets: AnyTensor): void => {
  if (!sameShape(x1.shape, x2.shape)) throw unequalShapes('cosineEmbedding', x1.shape, x2.shape)
  requireExamples('cosineEmbedding', x1)
  if (x1.shape.length !== 2 || !sameShape(targets.shape, [x1.shape[0] as number]))
    throw new ShapeError(
      `cosineEmbedding takes two times [batch, features] and targets [batch], but was given ${showShape(x1.shape)} and targets ` +
        `${showShape(targets.shape)}.`,
      [x1.shape, targets.shape],
    )
  const wrong = isConcrete(targets) ? elementsOf(targets).findIndex(t => t !== 1 && t !== -1) : -1
  if (wrong !== -1)
    throw new IndexError(
      `cosineEmbedding was given target ${elementsOf(targets)[wrong]} for pair ${wrong}, but targets are 1 where vectors belong ` +
        'together, and -1 where not.',
    )
}

/**
 * `1 - cos` for each pair of vectors that belong together (target 1), and `max(0, cos - margin)` for those that do not (target
 * -1), with the cosine of the angle between them; 1e-12 is added to each squared length, so that vectors of zeros have one (as
 * in PyTorch). The slope at the margin is 0 (PyTorch's is 1).
 *
 * Takes a pair of batches [batch, features] and targets [batch], and gives [batch].
 *
 * @throws ShapeError if the shapes do not fit or there are no examples.
 * @throws IndexError if a target is neither 1 nor -1, where it is evaluated: a program does not look.
 * @throws ArgumentError unless the margin is from -1 to 1.
 * @category Losses
 * @since 0.1.0
 */
export const cosineEmbedding = takes(
  'cosineEmbedding',
  [
    { options: needs.options({ margin: needs.number }) },
    { targets: needs.tensor },
    { predictions: needs.tensorPair },
  ],
  () => cosineEmbeddingUnchecked,
)

const cosineEmbeddingUnchecked = ({
  margin = 0,
}: CosineEmbeddingOptions = {}): PerExample<Vectors, PairLabels> => {
  if (!(margin >= -1 && margin <= 1))
    throw new ArgumentError(`cosineEmbedding needs a margin from -1 to 1, but was given ${margin}.`)
  return targets => vectors => {
    const [x1, x2] = vectors as readonly [Tensor, Tensor]
    requireVectors(x1, x2, targets as AnyTensor)
    const ofRows = sum([1]) as (x: Tensor) => Tensor
    const overRow = broadcastAlong(x1.shape, [0]) as (x: Tensor) => Tensor
    const [square1, square2] = [x1, x2].map(x => shift(1e-12)(ofRows(mul(x, x)))) as [Tensor, Tensor]
    const lengths = sqrt(mul(square1, square2))
    const cosine = div(ofRows(mul(x1, x2)), lengths)
    const none = zerosLike(cosine)
    const together = greater(convert(cosine.dtype)(targets as Tensor) as Tensor, none)
    const beyond = shift(-margin)(cosine)
    const slope = select(
      together,
      scale(-1)(onesLike(cosine)),
      select(greater(beyond, none), onesLike(cosine), none),
    )
    return [
      select(together, sub(onesLike(cosine), cosine), maximum(beyond, none)),
      dy => {
        const d = mul(slope, dy as Tensor)
        const towards = (own: Tensor, other: Tensor, square: Tensor): Tensor<[number, number]> =>
          add(
            mul(overRow(div(d, lengths)), other),
            mul(overRow(scale(-1)(div(mul(d, cosine), square))), own),
          ) as Tensor<[number, number]>
        return [towards(x1, x2, square1), towards(x2, x1, square2)]
      },
    ]
  }
}
