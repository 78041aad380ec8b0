/**
 * Trees of one form as one, along a new axis of their tensors, and the way back.
 *
 * @module
 */
import { concat } from '../../primitive/movement/concat.ts'
import { slice } from '../../primitive/movement/pad.ts'
import { reshape } from '../../primitive/movement/reshape.ts'
import { leaves, map, withLeaves } from '../../tensor/function/traversal.ts'
import { isTensor, type Tensor } from '../../tensor/tensor.ts'
import type { Leaf, Tree } from '../../tensor/tree.ts'

/** Trees one after the other along a new axis. */
export const stacked =
  (axis: number) =>
  (trees: readonly Tree[]): Tree => {
    const all = trees.map(tree => leaves(tree))
    const joined = leaves(trees[0]).map((first, i): Leaf => {
      if (!isTensor(first)) return first
      const own = all.map(tree => tree[i] as Tensor)
      return concat(axis)(...own.map(x => reshape(x.shape.toSpliced(axis, 0, 1))(x))) as Leaf
    })
    return withLeaves(joined)(trees[0]) as Tree
  }

/** The tree at one place along an axis, which disappears. */
export const partOf = (axis: number, place: number): ((tree: Tree) => Tree) =>
  map((x: Leaf): Leaf => {
    if (!isTensor(x)) return x
    const one = slice(
      x.shape.map((_, i) => (i === axis ? place : 0)),
      x.shape.with(axis, 1),
    )(x as Tensor)
    return reshape(x.shape.toSpliced(axis, 1))(one) as Leaf
  })
