import {
  ArgumentError,
  adam,
  compile,
  dense,
  init,
  iterate,
  key,
  predict,
  program,
  smooth,
  tensor,
  tree,
  zero,
} from 'pullback'
import { expect, test } from 'vitest'

/** `[t, t]`, and that twice, and so on: small in memory, but with 2⁴⁰ ends for a walk through it. */
const shared = (end: unknown): never => {
  let all = end
  for (let i = 0; i < 40; i++) all = [all, all]
  return all as never
}

const x = tensor([1, 2, 3])
const layer = dense(3, 2)
const unchanged = <A>(a: A): A => a

test.each<readonly [string, () => unknown]>([
  ['tree.map', () => tree.map(unchanged)(shared(x))],
  ['tree.zipWith', () => tree.zipWith(unchanged)(shared(x), shared(x))],
  ['tree.leaves', () => tree.leaves(shared(x))],
  ['tree.paths', () => tree.paths(shared(x))],
  ['tree.count', () => tree.count(shared(x))],
  ['tree.leaves of empty records', () => tree.leaves(shared({}))],
  ['zero', () => zero(shared(x))],
  ['smooth.addCotangents', () => smooth.addCotangents(shared(x), shared(x))],
  ['adam', () => adam(0.1).init(shared(x))],
  ['compile', () => compile(unchanged)(shared(x))],
  ['iterate', () => iterate(unchanged)(1)(shared(x))],
  ['program.trace', () => program.trace(unchanged)(shared(x))],
  ['predict', () => predict(layer, init(layer)(key(0)))(shared(x))],
  ['tensor', () => tensor(shared(1))],
])('%s refuses a tree that shares its branches, and does not walk for ever', (_, run) => {
  expect(run).toThrow(ArgumentError)
})

test('a tensor that is there twice is not a reason to refuse', () => {
  expect(tree.leaves({ a: x, b: [x, x] })).toEqual([x, x, x])
})
