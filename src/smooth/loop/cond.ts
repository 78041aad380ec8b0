/**
 * A choice between two smooth maps.
 *
 * @module
 */

import { needs, takes } from '../../tensor/contract/index.ts'
import { formDifference, formError, inOrderOf, signatureOf, withTensors } from '../../tensor/form.ts'
import { tensors } from '../../tensor/function/traversal.ts'
import { requireTree } from '../../tensor/requireTree.ts'
import { type AnyTensor, elementsOf, type Integers, isConcrete } from '../../tensor/tensor.ts'
import { condWithPullback } from '../body/condPullback.ts'
import type { Linearised } from '../body/joint.ts'
import { cotangentOf } from '../map/cotangents.ts'
import type { Smooth } from '../map/smooth.ts'
import { appliesGiven, withGivenPullbacks } from '../map/withPullback.ts'
import { cotangentsIn, requirePulled, symbolsOf, type TreeMap } from './treeMap.ts'
import { truthOf } from './truth.ts'

/** Requires both branches to give one form: what the second gives, in the order of the first. */
const alike = <B>(one: B, other: B): B => {
  const difference = formDifference(one, other)
  if (difference === null) return inOrderOf(one)(other)
  throw formError(
    difference,
    (place, wanted, given) =>
      `cond needs two maps that give results of one form, but at ${place} the first gives ${wanted} and the second ${given}.`,
  )
}

/** What one of the two maps gives, which is a tree. */
const ran = (map: TreeMap, i: number, a: unknown): ReturnType<TreeMap> => {
  const given = map(a)
  requireTree('cond', `what its ${i === 0 ? 'first' : 'second'} map gives`, given[0])
  return given
}

/**
 * One of two smooth maps: the first where the predicate gives 1, the second where it gives 0. Only that one runs, evaluated and
 * compiled, forwards and back. In a program it is one equation; where what the predicate looks at is known while the program is made,
 * only one of them is in it.
 *
 * The predicate gives a scalar of integers, as comparisons do, of which whatever is not 0 counts as 1. Of a batch (`smooth.vmap`)
 * in which each example has its own, both maps run, and the result is chosen for each (`op.select`, whose warning about derivatives
 * that are not finite holds for it).
 *
 * @throws ArgumentError, ShapeError or DTypeError if the maps give results of different forms, with the place and both forms, or if the
 * predicate gives anything but a scalar of integers.
 *
 * @example
 * import { op, scalar, smooth, type Tensor, tensor } from 'pullback'
 * type X = Tensor<[3]>
 * const huber = smooth.cond(
 *   (x: X) => op.greater(op.norm()(x), scalar(1)),
 *   smooth.lift((x: X) => op.shift(-0.5)(op.norm()(x))),
 *   smooth.lift((x: X) => op.scale(0.5)(op.sum()(op.mul(x, x)))),
 * )
 * const [y, pullback] = huber(tensor([0.3, 0, 0.4]))
 * const dx = pullback(scalar(1)) // x, as ‖x‖ ≤ 1
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const cond = takes(
  'cond',
  { predicate: needs.fn, onTrue: needs.smooth, onFalse: needs.smooth },
  condUnchecked,
)

/** A choice between two maps of the same trees. */
type CondOf = <A, B>(
  predicate: (a: A) => Integers<[]>,
  onTrue: Smooth<A, B>,
  onFalse: Smooth<NoInfer<A>, NoInfer<B>>,
) => Smooth<A, B>

// The structure of what the maps take and give is known to none of what is between them.
function condUnchecked(): CondOf
function condUnchecked(): unknown {
  return condTrees
}

function condTrees(predicate: (a: unknown) => unknown, ...maps: readonly [TreeMap, TreeMap]): TreeMap {
  const known = new Map<string, unknown>()
  /** What runs alone is not compared to the other: that is done once for each form of an argument. What both give, in one order. */
  const orderAt = (a: unknown): unknown => {
    const form = signatureOf(a)
    if (known.has(form)) return known.get(form)
    const symbols = symbolsOf()
    const [one, other] = maps.map((map, i) => ran(map, i, symbols(a))[0])
    alike(one, other)
    // Most often they are in one order anyway.
    const order = signatureOf(one) === signatureOf(other) ? null : one
    known.set(form, order)
    return order
  }
  const run: TreeMap = a => {
    const chosen = truthOf('cond', 'its predicate', predicate(a))
    if (isConcrete(chosen)) {
      const order = orderAt(a)
      if (elementsOf(chosen)[0] !== 0) return maps[0](a)
      const [value, pullback] = maps[1](a)
      return order === null
        ? [value, pullback]
        : [inOrderOf(order)(value), db => pullback(inOrderOf(value)(db))]
    }
    let first: { readonly value: unknown } | null = null
    const branches = maps.map((map, i) => (own: readonly AnyTensor[]): Linearised => {
      const point = withTensors(own)(a)
      const [given, pullback] = ran(map, i, point)
      const value = first === null ? given : alike(first.value, given)
      first ??= { value }
      return {
        outputs: tensors(value),
        back: cotangents =>
          cotangentsIn(
            point,
            requirePulled('a map of cond', point, pullback(inOrderOf(given)(cotangentOf(value, cotangents)))),
          ),
      }
    })
    const { results, pull } = condWithPullback(branches, chosen, tensors(a), () => true)
    const value = withTensors(results)((first as { readonly value: unknown } | null)?.value)
    return [value, db => cotangentOf(a, pull(cotangentsIn(value, db)))]
  }
  const applies = (a: unknown): boolean =>
    appliesGiven(() => {
      const symbols = symbolsOf()
      for (const map of maps) map(symbols(a))
    })
  const whole = withGivenPullbacks(run, applies)
  return a => {
    requireTree('cond', 'its argument', a)
    return whole(a)
  }
}
