/**
 * Trees of tensors: a tensor, or a tuple or record of trees. Parameters, states, gradients and batches are trees; all
 * functions on them keep the structure and never share out or drop a branch.
 *
 * @module
 */
import type { Kind } from './dtype.ts'
import type { Path } from './error.ts'
import type { Shape } from './shape.ts'
import { type AnyTensor, isTensor, type Tensor } from './tensor.ts'
import { isTrivial, type Trivial } from './trivial.ts'

/**
 * A tensor (or the trivial cotangent of one), or a tuple or record of trees.
 *
 * @category Tensors
 * @since 0.1.0
 */
export type Tree = AnyTensor | Trivial | readonly Tree[] | { readonly [key: string]: Tree }

/**
 * What a tree ends in.
 *
 * @category Tensors
 * @since 0.1.0
 */
export type Leaf = AnyTensor | Trivial

/**
 * A tree without leaves: the parameters of a layer that has none, the state of one that keeps none.
 *
 * @category Tensors
 * @since 0.1.0
 */
export type Empty = { readonly [key in never]: never }

/**
 * The only value of type `Empty`.
 *
 * @category Tensors
 * @since 0.1.0
 */
export const empty: Empty = Object.freeze({})

/**
 * A leaf and the way to it from the root.
 *
 * @category Tensors
 * @since 0.1.0
 */
export interface Entry {
  readonly path: Path
  readonly leaf: Leaf
}

/**
 * Whether a value is a leaf.
 *
 * @category Tensors
 * @since 0.1.0
 */
export const isLeaf = (x: unknown): x is Leaf => isTensor(x) || isTrivial(x)

/**
 * Narrows a leaf to a float tensor.
 *
 * @category Tensors
 * @since 0.1.0
 */
export const isFloat = (leaf: Leaf): leaf is Tensor<Shape> =>
  isTensor(leaf) && (leaf.kind as Kind) === 'float'
