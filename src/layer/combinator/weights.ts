/**
 * The weights among the parameters of any layer, and the units that each of them is made of.
 *
 * @module
 */
import { ArgumentError, ShapeError } from '../../tensor/error.ts'
import { leaves } from '../../tensor/function/traversal.ts'
import { type Shape, showShape } from '../../tensor/shape.ts'
import { isList, isRecord } from '../../tensor/stranger.ts'
import { type AnyTensor, isTensor, type Tensor } from '../../tensor/tensor.ts'
import { empty, isLeaf, type Tree } from '../../tensor/tree.ts'

/** Which axis counts the units. */
export interface UnitOptions {
  /**
   * The axis of each weight that counts its units, from 0. Defaults to the last one of matrices, [inputs, outputs], and to the first
   * one of kernels, [outputs, ...]. Transposed convolutions have it second.
   */
  readonly axis?: number
}

/** How many units a weight of a shape has, as far as it is known. */
export type Units<S extends Shape, O> = O extends { readonly axis: infer A extends number }
  ? S[A] & number
  : S extends readonly [number, infer N extends number]
    ? N
    : S extends readonly [infer N extends number, ...Shape]
      ? N
      : number

/** What takes the place of parameters, if `F` takes that of each weight. */
export type IfWeight<W, Then, Else> =
  W extends Tensor<infer S> ? (S extends readonly [number, number, ...Shape] ? Then : Else) : Else

/** Whether a parameter is a weight: one that is called `w` and has two axes or more. */
export const isWeight = (x: Tree, name: string): x is Tensor =>
  name === 'w' && isTensor(x) && x.shape.length > 1

/** The axis of a weight that counts its units. */
export const unitAxis = (of: string, { shape }: AnyTensor, { axis }: UnitOptions): number => {
  if (axis === undefined) return shape.length === 2 ? 1 : 0
  if (axis >= shape.length)
    throw new ShapeError(
      `${of} counts units along axis ${axis}, but there is a weight of shape ${showShape(shape)}. Give an axis below ${shape.length}.`,
      [shape],
    )
  return axis
}

/** What a part of a tree becomes: its value, the way back, and what is kept beside it. */
export type Changed = readonly [value: Tree, pullback: (d: Tree) => Tree, kept: Tree]

/** What a part of a tree becomes, given its name and what is kept beside it; `null` where it stays, and is looked into. */
type Change = (part: Tree, name: string, kept: Tree) => Changed | null

const branchOf = (tree: Tree, key: string): Tree => (tree as { readonly [key: string]: Tree })[key] ?? empty

const like = (tree: Tree, keys: readonly string[], branches: readonly Tree[]): Tree =>
  Object.freeze(
    Array.isArray(tree) ? branches : Object.fromEntries(keys.map((key, i) => [key, branches[i] as Tree])),
  )

/** Changes parts of a tree, each by itself, with a tree of the same branches beside it; the others have nothing beside them. */
export const changing =
  (change: Change) =>
  (tree: Tree, kept: Tree, name: string): Changed => {
    const found = change(tree, name, kept)
    if (found !== null) return found
    if (isLeaf(tree)) return [tree, d => d, empty]
    // Refuses what is not a tree.
    if (!isList(tree) && !isRecord(tree)) leaves(tree)
    const keys = Object.keys(tree)
    const branches = keys.map(key => changing(change)(branchOf(tree, key), branchOf(kept, key), key))
    return [
      like(
        tree,
        keys,
        branches.map(([value]) => value),
      ),
      d =>
        like(
          tree,
          keys,
          branches.map(([, pullback], i) => pullback(branchOf(d, keys[i] as string))),
        ),
      like(
        tree,
        keys,
        branches.map(([, , own]) => own),
      ),
    ]
  }

/** What takes the place of each weight, and of each parameter that is none; one weight at least is required. */
export const atWeights = (
  of: string,
  layer: string,
  params: Tree,
  make: (w: Tensor, index: number) => Tree,
  rest: (other: Tree) => Tree,
): Tree => {
  let count = 0
  const [made] = changing((part, name) => {
    if (isWeight(part, name)) return [make(part, count++), d => d, empty]
    return isLeaf(part) ? [rest(part), d => d, empty] : null
  })(params, empty, '')
  if (count === 0)
    throw new ArgumentError(
      `${of} found no weights in ${layer}: parameters that are called w and have two axes or more, as those of dense layers and convolutions.`,
    )
  return made
}
