/**
 * Trees whose tensors have their first axis in parts.
 *
 * @module
 */
import { reshape } from '../../primitive/movement/reshape.ts'
import { map } from '../../tensor/function/traversal.ts'
import { isTensor, type Tensor } from '../../tensor/tensor.ts'
import type { Leaf, Tree } from '../../tensor/tree.ts'

/** The first axis of each tensor in so many parts of equal length: [n, …] becomes [count, n / count, …]. */
export const divided = (count: number): ((tree: Tree) => Tree) =>
  map((x: Leaf): Leaf => {
    if (!isTensor(x)) return x
    const [first, ...rest] = x.shape as readonly [number, ...number[]]
    return reshape([count, first / count, ...rest])(x as Tensor) as Leaf
  })

/** The way back: [count, n, …] becomes [count · n, …]; what has no second axis stays. */
export const joined: (tree: Tree) => Tree = map((x: Leaf): Leaf => {
  if (!isTensor(x) || x.shape.length < 2) return x
  const [count, length, ...rest] = x.shape as readonly [number, number, ...number[]]
  return reshape([count * length, ...rest])(x as Tensor) as Leaf
})
