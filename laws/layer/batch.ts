/**
 * Examples of a batch do not see each other.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import {
  type AnyTensor,
  evaluation,
  type Integers,
  isTensor,
  type Layer,
  op,
  random,
  smooth,
  tensor,
  toValues,
  training,
  tree,
  zero,
} from '../../src/index.ts'
import { keys } from '../arbitraries.ts'
import { every, exact, norm, sameStructure, summed } from '../close.ts'
import { type Law, law } from '../law.ts'
import { runsOf } from './point.ts'

const rows = <T>(x: T, indices: readonly number[]): T =>
  tree.map((leaf: tree.Leaf) =>
    isTensor(leaf) ? op.gather(leaf as never, tensor([...indices], 'i32') as Integers<[number]>) : leaf,
  )(x)

const examplesIn = (x: unknown): number => (tree.tensors(x)[0] as AnyTensor).shape[0] as number

/** The rows of `other` in the places of those of `x`, but for one row. The cotangent of integers has none. */
const allBut = <T>(row: number, x: T, other: T): T => {
  if (tree.tensors(x).length === 0) return x
  const n = examplesIn(x)
  const both = tree.zipWith((a: tree.Leaf, b: tree.Leaf) =>
    isTensor(a) ? (op.concat(0)(a, b as never) as tree.Leaf) : a,
  )(x, other)
  return rows(
    both,
    Array.from({ length: n }, (_, i) => (i === row ? i : n + i)),
  )
}

/** Whether all leaves share a first axis, which then counts the examples. */
export const isBatched = (x: unknown): boolean => {
  const leaves = tree.tensors(x)
  return (
    leaves.length > 0 && leaves.every(leaf => leaf.shape.length > 0 && leaf.shape[0] === leaves[0]?.shape[0])
  )
}

/** Law 30 of no example at all, in both modes: what is left of the last batch, once filtered, may be empty. */
export const emptyBatchLaws = <A, B, P, S>(layer: Layer<A, B, P, S>, input: Arbitrary<A>): readonly Law[] => [
  law(
    '30e',
    'a batch of no examples gives none, a cotangent of none for its input, and 0 for the parameters',
    [runsOf(layer, input)],
    ({ params, input: x, state, context, db }) => {
      const [y] = layer.run(params, x, state, context)
      const [none, pullback] = layer.run(params, rows(x, []), state, context)
      const [dp, dx] = pullback(rows(db, []) as tree.Tree)
      return every(
        exact(none, rows(y, [])),
        exact(dp, zero(params) as tree.Tree),
        exact(dx, zero(rows(x, [])) as tree.Tree),
      )
    },
  ),
]

/** Laws 30 and 31 in evaluation, for layers whose examples do not see each other there. */
export const batchLaws = <A, B, P, S>(layer: Layer<A, B, P, S>, input: Arbitrary<A>): readonly Law[] => {
  const runs = runsOf(layer, input, fc.constant(evaluation))
  const run = ({ params, state }: { readonly params: P; readonly state: S }, x: A) =>
    layer.run(params, x, state, evaluation)
  return [
    law('30a', 'row i of f(X) is f of row i of X', [runs], sample => {
      const { params, input: x } = sample
      const y = run(sample, x)[0]
      return every(
        ...Array.from({ length: examplesIn(x) }, (_, i) =>
          summed(tree.count(params) + 16)(rows(y, [i]), run(sample, rows(x, [i]))[0]),
        ),
      )
    }),
    law('30b', 'f(πX) = πf(X), and its pullback too', [runs, keys], (sample, k) => {
      const { params, input: x, db } = sample
      const order = Array.from(toValues(random.permutation(examplesIn(x))(k)))
      const [y, pullback] = run(sample, x)
      const [permuted, pullPermuted] = run(sample, rows(x, order))
      const near = summed(tree.count(params) + tree.count(x) + 16, undefined, norm(x) * norm(db))
      const [dp, dx] = pullback(db as tree.Tree)
      return every(
        near(permuted, rows(y, order)),
        near(pullPermuted(rows(db, order) as tree.Tree), [dp, rows(dx, order)]),
      )
    }),
    law(
      '31a',
      'the gradient of a summed loss is the sum of the gradients of its examples',
      [runs],
      sample => {
        const { params, input: x, db } = sample
        const whole = run(sample, x)[1](db as tree.Tree)[0]
        const parts = Array.from(
          { length: examplesIn(x) },
          (_, i) => run(sample, rows(x, [i]))[1](rows(db, [i]) as tree.Tree)[0],
        )
        const total = parts.reduce((sum, dp) => smooth.addCotangents(sum, dp), zero(params) as tree.Tree)
        return summed(
          tree.count(x) + 16,
          undefined,
          parts.reduce((sum, dp) => sum + norm(dp), 0),
        )(whole, total)
      },
    ),
  ]
}

/** Law 30 in training, for layers whose examples do not see each other there either, though each may draw for itself. */
export const trainingBatchLaws = <A, B, P, S>(
  layer: Layer<A, B, P, S>,
  input: Arbitrary<A>,
): readonly Law[] => {
  const runs = runsOf(layer, input, keys.map(training))
  return [
    law(
      '30c',
      'in training, row i of f(X) does not depend on the other rows of X, and its cotangent is pulled back to row i',
      [runs, input, fc.nat()],
      ({ params, input: x, state, context, db }, other, at) => {
        fc.pre(sameStructure(x, other))
        const i = at % examplesIn(x)
        const [y, pullback] = layer.run(params, x, state, context)
        const [changed] = layer.run(params, allBut(i, x, other), state, context)
        const alone = allBut<unknown>(i, db, zero(db as unknown))
        const [, dx] = pullback(alone as tree.Tree)
        return every(
          exact(rows(changed, [i]), rows(y, [i])),
          exact(dx, allBut<unknown>(i, dx, zero(dx as unknown))),
        )
      },
    ),
  ]
}
