/**
 * fp-ts instances. Equality is exact, element by element, and tells shapes, element types and the two zeros apart; it is
 * lawful on trees without NaN (NaN equals NaN here, as `Object.is` has it). Approximate equality is not transitive and so
 * no `Eq`: see `Close` in pullback/laws.
 *
 * @module
 */

import type { Eq as EqOf } from 'fp-ts/lib/Eq.js'
import type { Show as ShowOf } from 'fp-ts/lib/Show.js'
import { takes } from '../contract/takes.ts'
import { tensor as tensorArgument, tensors } from '../contract/tensors.ts'
import { showPath } from '../error.ts'
import { sameShape, showShape } from '../shape.ts'
import { type AnyTensor, elementsOf, isConcrete, isTensor } from '../tensor.ts'
import type { Tree } from '../tree.ts'
import { isTrivial } from '../trivial.ts'
import { toNested } from './nested.ts'
import { entries } from './traversal.ts'

const showTensor = (x: AnyTensor): string =>
  isConcrete(x)
    ? `${x.dtype}${showShape(x.shape)} ${JSON.stringify(toNested(x), (_, v) => (typeof v === 'number' && !Number.isFinite(v) ? String(v) : v))}`
    : `${x.dtype}${showShape(x.shape)} (symbolic)`

/**
 * Shows a tensor as its element type, shape and numbers: `f32[2] [1,2]`.
 *
 * @category Tensors
 * @since 0.1.0
 */
export const Show: ShowOf<AnyTensor> = { show: takes('Show.show', { x: tensorArgument }, () => showTensor) }

/**
 * Exact equality of tensors: shape, element type and every element (`Object.is`).
 *
 * @category Tensors
 * @since 0.1.0
 */
export const Eq: EqOf<AnyTensor> = {
  equals: takes('Eq.equals', { x: tensorArgument, y: tensorArgument }, () => equalTensors),
}

const equalTensors = (x: AnyTensor, y: AnyTensor): boolean => {
  if (x === y) return true
  if (x.dtype !== y.dtype || !sameShape(x.shape, y.shape)) return false
  const [xs, ys] = [elementsOf(x), elementsOf(y)]
  return xs.every((value, i) => Object.is(value, ys[i]))
}

/**
 * Shows a tree leaf by leaf, with paths.
 *
 * @category Tensors
 * @since 0.1.0
 */
export const ShowTree: ShowOf<Tree> = {
  show: tree =>
    entries(tree)
      .map(
        ({ path, leaf }) => `${showPath(path) || 'value'}: ${isTensor(leaf) ? showTensor(leaf) : 'trivial'}`,
      )
      .join('\n'),
}

const equalTrees = (x: Tree, y: Tree): boolean => {
  if (isTensor(x) || isTensor(y)) return isTensor(x) && isTensor(y) && equalTensors(x, y)
  if (isTrivial(x) || isTrivial(y)) return x === y
  if (Array.isArray(x) !== Array.isArray(y)) return false
  const [xs, ys] = [Object.entries<Tree>(x), Object.entries<Tree>(y)]
  return (
    xs.length === ys.length &&
    xs.every(([key, branch], i) => {
      const [otherKey, other] = ys[i] as [string, Tree]
      return key === otherKey && equalTrees(branch, other)
    })
  )
}

/**
 * Exact equality of trees: the same structure, with keys in the same order, and equal leaves.
 *
 * @category Tensors
 * @since 0.1.0
 */
export const EqTree: EqOf<Tree> = {
  equals: takes(
    'EqTree.equals',
    { x: tensors, y: tensors },
    () => (x: Tree, y: Tree) => x === y || equalTrees(x, y),
  ),
}
