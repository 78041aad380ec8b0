/**
 * Euclidean norms of gradients, and factors made of them.
 *
 * @module
 */
import { add, div, mul, sub } from '../primitive/elementwise/arithmetic.ts'
import { equal, greater, maximum, minimum, select } from '../primitive/elementwise/compare.ts'
import { convert } from '../primitive/elementwise/convert.ts'
import { abs, sqrt } from '../primitive/elementwise/elementary.ts'
import { shift } from '../primitive/elementwise/scale.ts'
import { broadcast, sum } from '../primitive/reduction/broadcast.ts'
import { max } from '../primitive/reduction/reduceMax.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import { onesLike, scalar, zerosLike } from '../tensor/function/constructors.ts'
import { leaves } from '../tensor/function/traversal.ts'
import { sizeOf } from '../tensor/shape.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { isFloat } from '../tensor/tree.ts'

const number = (value: number): Tensor<[]> => scalar(value, 'f64')

/** The number itself, or 1 where it is 0, infinite or NaN. */
const asUnit = (most: Tensor<[]>): Tensor<[]> => {
  const none = zerosLike(most)
  const one = onesLike(most)
  return select(greater(most, none), select(equal(sub(most, most), none), most, one), one)
}

/**
 * The norm of one tensor, in f64. Its largest number is the unit in which squares are taken, so that they neither overflow nor
 * vanish, as they would in PyTorch.
 */
export const normOf = (x: Tensor): Tensor<[]> => {
  if (sizeOf(x.shape) === 0) return number(0)
  const unit = asUnit(max()(abs(x)))
  const scaled = div(x, broadcast(x.shape)(unit) as Tensor)
  const total = convert('f64')(sum()(mul(scaled, scaled))) as Tensor<[]>
  return mul(convert('f64')(unit) as Tensor<[]>, sqrt(total))
}

/** The norm of numbers that are norms. */
const normOfNorms = (norms: readonly Tensor<[]>[]): Tensor<[]> => {
  const unit = asUnit(norms.reduce<Tensor<[]>>(maximum, number(0)))
  const squares = norms.map(norm => div(norm, unit)).map(ratio => mul(ratio, ratio))
  return mul(unit, sqrt(squares.reduce<Tensor<[]>>(add, number(0))))
}

/**
 * The norm of all floats of a tree together, in f64, also where squares would overflow or vanish.
 *
 * @category Optimisers
 * @since 0.1.0
 */
export const globalNorm = takes('globalNorm', { tree: needs.tensors }, () => globalNormUnchecked)

const globalNormUnchecked = (tree: unknown): Tensor<[]> =>
  normOfNorms(leaves(tree).filter(isFloat).map(normOf))

/** `min(1, largest / (norm + 1e-6))`: what brings a norm down to the largest. */
export const clipping = (largest: number, norm: Tensor<[]>): Tensor<[]> =>
  minimum(number(1), div(number(largest), shift(1e-6)(norm)))

/** `x / y`, or 1 where one of both is 0, or the ratio too large for f32. */
export const ratioOrOne = (x: Tensor<[]>, y: Tensor<[]>): Tensor<[]> => {
  const ratio = div(x, y)
  const largest = number(1e38)
  const candidate = select(greater(minimum(x, y), number(0)), ratio, largest)
  return select(greater(largest, candidate), ratio, number(1))
}
