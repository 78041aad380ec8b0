/**
 * Laws of the composition of layers: the chain rule, with parameters kept apart.
 *
 * @module
 */
import {
  type AnyTensor,
  compose as composeLayers,
  dense,
  evaluation,
  identity,
  init,
  label,
  meanOnlyBatchNorm,
  tanh,
  tap,
  type tree,
} from '../../../src/index.ts'
import { keys, tensors } from '../../arbitraries.ts'
import { exact, holds, sameStructure } from '../../close.ts'
import { type LawSet, law, lawSet } from '../../law.ts'
import { runsOf } from '../point.ts'
import { type Combine, chained, forget, type Iso, sameLayer, seen, type TreeLayer } from '../same.ts'

const input = tensors([4, 3])
const f = forget(dense(3, 4))
// With a state, so that states are seen to be threaded.
const g = forget(composeLayers(tanh(), meanOnlyBatchNorm(4), dense(4, 2)))
const h = forget(dense(2, 3))

type Pair<X = unknown, Y = unknown> = readonly [X, Y]
type Slots = { readonly first: unknown; readonly 1: unknown; readonly last: unknown }
type Triple = readonly [unknown, unknown, unknown]

/** `((p, q), r)` to `(p, (q, r))`. */
const reassociation: Iso = {
  to: ([[p, q], r]: Pair<Pair>) => [p, [q, r]],
  from: ([p, [q, r]]: Pair<unknown, Pair>) => [[p, q], r],
}

/** `((p, q), r)` to `(p, q, r)`. */
const flattening: Iso = {
  to: ([[p, q], r]: Pair<Pair>) => [p, q, r],
  from: ([p, q, r]: Triple) => [[p, q], r],
}

/**
 * Laws of a composition of layers, by default `compose`.
 *
 * In training they are for layers that draw nothing: what a layer draws depends on its place.
 */
export const composeLaws = (compose: Combine = chained): LawSet => {
  const pair = compose(f, g)
  const square = forget(dense(3, 3))
  return lawSet('compose', [
    sameLayer('4a', 'the identity and then f is f', compose(forget(identity()), f), f, {
      input,
      params: { to: ([, p]: Pair) => p, from: p => [{}, p] },
    }),
    sameLayer('4b', 'f and then the identity is f', compose(f, forget(identity())), f, {
      input,
      params: { to: ([p]: Pair) => p, from: p => [p, {}] },
    }),
    law('6', 'every layer runs once, however the composition is nested', [input, keys], (x, k) => {
      const counts = [0, 0, 0]
      const [a, b, c] = counts.map((_, i) =>
        forget(tap({ value: () => counts.splice(i, 1, (counts[i] as number) + 1) })),
      ) as [TreeLayer, TreeLayer, TreeLayer]
      const nested = compose(compose(a, compose(b)), compose(c))
      const { params, state } = init(nested)(k)
      nested.run(params, x as AnyTensor, state, evaluation)
      return holds(
        counts.every(n => n === 1),
        counts,
        [1, 1, 1],
      )
    }),
    law('15', 'the pullback of a composition is the chain rule', [runsOf(pair, input)], run => {
      const [p, q] = run.params as Pair as Pair<tree.Tree, tree.Tree>
      const [s, t] = run.state as Pair as Pair<tree.Tree, tree.Tree>
      const [y, pullF, nextF] = f.run(p, run.input, s, run.context)
      const [z, pullG, nextG] = g.run(q, y, t, run.context)
      const [dq, dy] = pullG(run.db as tree.Tree)
      const [dp, dx] = pullF(dy)
      return exact(seen(pair, run), { value: z, dp: [dp, dq], dx, state: [nextF, nextG] })
    }),
    law('25a', 'each layer has parameters of its own, drawn from a key of its own', [keys], k => {
      const [p, q] = init(compose(square, square), { dtype: 'f64' })(k).params as Pair
      return holds(sameStructure(p, q) && exact(p, q).error > 0, p, q)
    }),
    sameLayer('25b', '(f ⨾ g) ⨾ h = f ⨾ (g ⨾ h)', compose(compose(f, g), h), compose(f, compose(g, h)), {
      input,
      params: reassociation,
      state: reassociation,
    }),
    sameLayer('25c', '(f ⨾ g) ⨾ h = f ⨾ g ⨾ h', compose(compose(f, g), h), compose(f, g, h), {
      input,
      params: flattening,
      state: flattening,
    }),
    sameLayer(
      '25d',
      'labels change nothing but names',
      compose(f, g, h),
      compose(forget(label('first')(f)), g, forget(label('last')(h))),
      {
        input,
        params: {
          to: ([p, q, r]: Triple) => ({ 1: q, first: p, last: r }),
          from: (ps: Slots) => [ps.first, ps[1], ps.last],
        },
        state: {
          to: ([s, t, u]: Triple) => ({ 1: t, first: s, last: u }),
          from: (ss: Slots) => [ss.first, ss[1], ss.last],
        },
      },
    ),
  ])
}
