/**
 * Maps over trees of one structure, leaf by leaf: how transformations work on gradients, parameters and what they remember.
 *
 * @module
 */

import { add, mul } from '../primitive/elementwise/arithmetic.ts'
import { greater, select } from '../primitive/elementwise/compare.ts'
import { scale } from '../primitive/elementwise/scale.ts'
import { broadcast } from '../primitive/reduction/broadcast.ts'
import { scalar } from '../tensor/function/constructors.ts'
import { leaves, map, zipWith } from '../tensor/function/traversal.ts'
import { type Integers, isTensor, type Tensor } from '../tensor/tensor.ts'
import { isFloat, type Leaf } from '../tensor/tree.ts'

const inOrderOf = zipWith((_: Leaf, y: Leaf) => y)

/**
 * Maps trees of one structure, float by float; a leaf that is not a float is the first tree's.
 *
 * @throws ArgumentError if the structures differ.
 */
export const mapFloats =
  (f: (first: Tensor, ...others: readonly Tensor[]) => Tensor) =>
  <P>(first: P, ...others: readonly unknown[]): P => {
    // Keys may be in another order in each.
    const columns = others.map(other => leaves(inOrderOf(first, other as P)))
    let at = -1
    return map((leaf: Leaf) => {
      at += 1
      return isFloat(leaf) ? f(leaf, ...columns.map(column => column[at] as Tensor)) : leaf
    })(first)
  }

/** The exponential moving average: `mean ← decay · mean + (1 - decay) · x`. */
export const ema = (decay: number): (<P>(mean: P, x: P) => P) =>
  mapFloats((mean, x) => add(scale(decay)(mean), scale(1 - decay)(x as Tensor)))

/** The squares of all floats. */
export const squares = mapFloats(x => mul(x, x))

/** The first tree if a flag is above 0, else the second; without looking at the flag. */
export const where = (flag: Tensor<[]>): (<P>(yes: P, no: P) => P) => {
  const mask = greater(flag, scalar(0, flag.dtype) as Tensor<[]>)
  return zipWith((yes: Leaf, no: Leaf) =>
    isTensor(yes) && isTensor(no)
      ? (select(broadcast(yes.shape)(mask) as Integers, yes as Tensor, no as Tensor) as Leaf)
      : yes,
  )
}
