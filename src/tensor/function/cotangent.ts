/**
 * The type of cotangents: what a pullback takes and gives. It has exactly the structure of the primal.
 *
 * @module
 */

import type { Kind } from '../dtype.ts'
import type { Shape } from '../shape.ts'
import type { AnyTensor, Tensor } from '../tensor.ts'
import { type Trivial, trivial } from '../trivial.ts'
import { zerosLike } from './constructors.ts'
import { map } from './traversal.ts'

/**
 * The cotangents of `A`: a float tensor of the same shape for a float tensor, the trivial one for integers, and the same
 * tuple or record of cotangents for a tuple or record.
 *
 * @category Tensors
 * @since 0.1.0
 */
export type Cotangent<A> =
  A extends Tensor<infer S extends Shape, infer K extends Kind>
    ? K extends 'float'
      ? Tensor<S>
      : Trivial
    : A extends object
      ? { readonly [I in keyof A]: Cotangent<A[I]> }
      : never

/**
 * The zero cotangent at a point: the same structure, shapes and element types, all zero.
 *
 * @category Tensors
 * @since 0.1.0
 */
export const zero = <A>(primal: A): Cotangent<A> =>
  map((leaf: AnyTensor) => (leaf.kind === 'float' ? zerosLike(leaf) : trivial))(primal) as Cotangent<A>
