/**
 * Euclidean norms of gradients, and factors made of them.
 *
 * @module
 */
import { isFloat } from '../tensor/tree.ts'
import { add, div, mul } from '../primitive/arithmetic.ts'
import { sum } from '../primitive/broadcast.ts'
import { greater, minimum, select } from '../primitive/compare.ts'
import { convert } from '../primitive/convert.ts'
import { sqrt } from '../primitive/elementary.ts'
import { shift } from '../primitive/scale.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import { scalar, type Tensor } from '../tensor/tensor.ts'
import { leaves } from '../tensor/tree.ts'

const sumOfSquares = (x: Tensor): Tensor<[]> => convert('f64')(sum()(mul(x, x))) as Tensor<[]>

const number = (value: number): Tensor<[]> => scalar(value, 'f64')

/** The norm of one tensor, in f64. */
export const normOf = (x: Tensor): Tensor<[]> => sqrt(sumOfSquares(x))

/** The norm of all floats of a tree together, in f64. */
export const globalNorm = takes('globalNorm', { tree: needs.tensors }, () => globalNormUnchecked)

const globalNormUnchecked = (tree: unknown): Tensor<[]> =>
  sqrt(leaves(tree).filter(isFloat).map(sumOfSquares).reduce<Tensor<[]>>(add, number(0)))

/** `min(1, largest / (norm + 1e-6))`: what brings a norm down to the largest. */
export const clipping = (largest: number, norm: Tensor<[]>): Tensor<[]> =>
  minimum(number(1), div(number(largest), shift(1e-6)(norm)))

/** `x / y`, or 1 where one of both is 0. */
export const ratioOrOne = (x: Tensor<[]>, y: Tensor<[]>): Tensor<[]> =>
  select(greater(mul(x, y), number(0)), div(x, y), number(1))
