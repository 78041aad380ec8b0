/**
 * Cotangents form a vector space over each point: they can be added and scaled, and zero is neutral.
 *
 * @module
 */

import type { Monoid } from 'fp-ts/lib/Monoid.js'
import { add as addTensors } from '../../primitive/elementwise/arithmetic.ts'
import { scale as scaleTensor } from '../../primitive/elementwise/scale.ts'
import { scaleBy } from '../../primitive/reduction/scaleBy.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import { type Cotangent, zero } from '../../tensor/function/cotangent.ts'
import { leaves, map, withLeaves, zipWith } from '../../tensor/function/traversal.ts'
import { type AnyTensor, isTensor, type Tensor, uniformOf } from '../../tensor/tensor.ts'
import { isFloat, type Leaf } from '../../tensor/tree.ts'

/**
 * The sum of two cotangents of one point.
 *
 * @throws ArgumentError if their structures differ: records are never cut to the shorter one.
 * @category Smooth maps
 * @since 0.1.0
 */
export const addCotangents: <T>(x: T, y: T) => T = zipWith((x: Leaf, y: Leaf) =>
  isFloat(x) ? addTensors(x, y as Tensor) : x,
)

/**
 * A cotangent times a number.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const scaleCotangent = takes(
  'scaleCotangent',
  [{ factor: needs.number }, { cotangent: needs.tensors }],
  () => scaleCotangentUnchecked,
)

const scaleCotangentUnchecked = (factor: number): (<T>(x: T) => T) =>
  map((x: Leaf) => (isFloat(x) ? scaleTensor(factor)(x) : x))

/** A cotangent of what is linear in a number, for that number, from the one for 1. */
export const cotangentTimes = (factor: Tensor<[]>): (<T>(x: T) => T) =>
  uniformOf(factor) === 1
    ? x => x
    : map((x: Leaf) => (isFloat(x) ? (scaleBy(factor)(x as Tensor) as Leaf) : x))

/**
 * The commutative monoid of cotangents at a point. Exact where sums are (small dyadic numbers), else up to rounding.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const monoidAt = takes('monoidAt', { primal: needs.tensors }, () => monoidAtUnchecked)

const monoidAtUnchecked = <A>(primal: A): Monoid<Cotangent<A>> => ({
  empty: zero(primal),
  concat: addCotangents,
})

/** The cotangent at a tree from those of its tensors; what is not given is zero. */
export const cotangentOf = (tree: unknown, own: readonly (AnyTensor | undefined)[]): unknown => {
  const zeros = leaves(zero<unknown>(tree))
  let next = 0
  const all = leaves(tree).map((x, i) => ((isTensor(x) ? own[next++] : undefined) ?? zeros[i]) as Leaf)
  return withLeaves(all)(tree)
}
