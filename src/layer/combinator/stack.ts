/**
 * Copies of a tree as one tree of stacks, and the way back.
 *
 * @module
 */
import type { Batched } from '../../smooth/derivative/vmap.ts'
import { partOf, stacked } from '../../smooth/loop/slices.ts'
import { leaves } from '../../tensor/function/traversal.ts'
import { empty, type Tree } from '../../tensor/tree.ts'

/** Trees of `N` copies as one; of trees of any form nothing is known. */
export type Stacked<P, N extends number> = Tree extends P ? P : Batched<P, N>

const isEmpty = (tree: Tree): boolean => leaves(tree).length === 0

/** What belongs to each copy, of stacks. */
export const unstacked = (tree: Tree, count: number): Tree =>
  isEmpty(tree) ? empty : Array.from({ length: count }, (_, i) => partOf(0, i)(tree))

/** What belongs to each copy as stacks; of what is empty, nothing. */
export const together = (each: Tree): Tree => (isEmpty(each) ? empty : stacked(0)(each as readonly Tree[]))
