/**
 * A loss of three vectors, of which two belong together.
 *
 * @module
 */
import { sub } from '../primitive/elementwise/arithmetic.ts'
import { maximum, minimum } from '../primitive/elementwise/compare.ts'
import { shift } from '../primitive/elementwise/scale.ts'
import { norm } from '../primitive/reduction/safe.ts'
import { lift } from '../smooth/derivative/lift.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import { ArgumentError, ShapeError, unequalShapes } from '../tensor/error.ts'
import { zerosLike } from '../tensor/function/constructors.ts'
import { sameShape, showShape } from '../tensor/shape.ts'
import { isTensor, type Tensor } from '../tensor/tensor.ts'
import type { Empty } from '../tensor/tree.ts'
import { requireExamples } from './loss.ts'
import type { PerExample } from './reduction.ts'

type Batch = Tensor<[number, number]>

/**
 * Three batches of vectors: of each anchor, one that belongs to it and one that does not.
 *
 * @category Losses
 * @since 0.1.0
 */
export type Triplets = readonly [anchor: Batch, positive: Batch, negative: Batch]

/**
 * How much nearer to the anchor the vector has to be that belongs to it.
 *
 * @category Losses
 * @since 0.1.0
 */
export interface TripletOptions {
  /**
   * In the unit of distances, positive. Defaults to 1.
   *
   * @default 1
   */
  readonly margin?: number
  /**
   * Added to each difference before its norm. Defaults to 0; PyTorch's 1e-6 is for the slope of norms of 0, which is 0 here.
   *
   * @default 0
   */
  readonly epsilon?: number
  /**
   * Whether the negative vector's distance from the positive one counts where it is less than that from the anchor (Balntas et al.
   * 2016). Defaults to false.
   *
   * @default false
   */
  readonly swap?: boolean
}

const requireTriplets = (vectors: Triplets): void => {
  const [anchor, positive, negative] = vectors
  for (const other of [positive, negative])
    if (!sameShape(anchor.shape, other.shape)) throw unequalShapes('triplet', anchor.shape, other.shape)
  if (anchor.shape.length !== 2)
    throw new ShapeError(
      `triplet takes three times [batch, features], but was given ${showShape(anchor.shape)}.`,
      [anchor.shape],
    )
  requireExamples('triplet', anchor as Tensor)
}

const three = needs.described(
  'three tensors [anchor, positive, negative]',
  x => Array.isArray(x) && x.length === 3 && needs.tensors.holds(x) && x.every(isTensor),
)

/**
 * `max(0, ‖a - p‖ - ‖a - n‖ + margin)` for each anchor a, with a vector p that belongs to it and one n that does not (Schroff et al.:
 * "FaceNet", 2015). At the margin the slope is half of that beyond, and that of a
 * norm at 0 is 0.
 *
 * Takes three batches [batch, features], and gives [batch]. There are no targets: `{}` stands for them.
 *
 * @throws ShapeError if the shapes differ or there are no examples.
 * @throws ArgumentError unless the margin is finite and positive, and ε finite and not negative.
 * @category Losses
 * @since 0.1.0
 */
export const triplet = takes(
  'triplet',
  [
    { options: needs.options({ margin: needs.number, epsilon: needs.number, swap: needs.boolean }) },
    { targets: needs.tensors },
    { predictions: three },
  ],
  () => tripletUnchecked,
)

const tripletUnchecked = ({
  margin = 1,
  epsilon = 0,
  swap = false,
}: TripletOptions = {}): PerExample<Triplets, Empty> => {
  if (!(margin > 0 && Number.isFinite(margin)))
    throw new ArgumentError(`triplet needs a finite margin > 0, but was given ${margin}.`)
  if (!(epsilon >= 0 && Number.isFinite(epsilon)))
    throw new ArgumentError(`triplet needs a finite epsilon >= 0, but was given ${epsilon}.`)
  const distance = (x: Batch, y: Batch): Tensor => norm([1])(shift(epsilon)(sub(x, y))) as Tensor
  const each = lift(([anchor, positive, negative]: Triplets): Tensor => {
    const far = distance(anchor, negative)
    const apart = swap ? minimum(far, distance(positive, negative)) : far
    const missing = shift(margin)(sub(distance(anchor, positive), apart))
    return maximum(missing, zerosLike(missing))
  })
  return () => vectors => {
    requireTriplets(vectors)
    return each(vectors)
  }
}
