/**
 * Laws of layers side by side: `parallel`, `fanout`, `concat` and `residual` against their definitions.
 *
 * @module
 */
import fc from 'fast-check'
import {
  type AnyTensor,
  compose,
  concat as concatLayers,
  dense,
  fanout as fanoutLayers,
  identity,
  meanOnlyBatchNorm,
  op,
  parallel as parallelLayers,
  residual as residualLayer,
  smooth,
  type Tensor,
  tanh,
  type tree,
} from '../../../src/index.ts'
import { tensors } from '../../arbitraries.ts'
import { every, exact, norm, summed } from '../../close.ts'
import { type LawSet, law, lawSet } from '../../law.ts'
import { type Run, runsOf } from '../point.ts'
import { type Combine, chained, forget, type Iso, sameLayer, seen, type TreeLayer } from '../same.ts'

const input = tensors([4, 3])
const f = forget(dense(3, 2))
// With a state, so that states are seen to be threaded.
const g = forget(compose(meanOnlyBatchNorm(3), dense(3, 5), tanh()))

type Pair<X = unknown, Y = unknown> = readonly [X, Y]

/** `((p, q), (r, s))` to `((p, r), (q, s))`. */
const interchange: Iso = {
  to: ([[p, q], [r, s]]: Pair<Pair, Pair>) => [
    [p, r],
    [q, s],
  ],
  from: ([[p, r], [q, s]]: Pair<Pair, Pair>) => [
    [p, q],
    [r, s],
  ],
}

/** The share that one of two layers has in a run. */
const partOf = (
  run: Run<unknown, unknown, unknown>,
  i: 0 | 1,
  input: unknown,
  db: unknown,
): Run<unknown, unknown, unknown> => ({
  params: (run.params as Pair)[i],
  input,
  state: (run.state as Pair)[i],
  context: run.context,
  db: db as never,
})

/** Laws of layers side by side, each on its own input; by default of `parallel`. */
export const parallelLaws = (parallel: Combine = parallelLayers as unknown as Combine): LawSet => {
  const both = parallel(f, g)
  const inputs = fc.tuple(input, tensors([2, 3]))
  const afterF = forget(dense(2, 2))
  const afterG = forget(dense(5, 1))
  return lawSet('parallel', [
    law('7a', 'each layer sees its own input, cotangent and state', [runsOf(both, inputs)], run => {
      const [x, y] = run.input as Pair
      const [db, dc] = run.db as Pair
      const left = seen(f, partOf(run, 0, x, db))
      const right = seen(g, partOf(run, 1, y, dc))
      const part = (key: keyof typeof left) => [left[key], right[key]]
      return exact(seen(both, run), {
        value: part('value'),
        dp: part('dp'),
        dx: part('dx'),
        state: part('state'),
      })
    }),
    sameLayer(
      '7b',
      '(f ⊗ g) ⨾ (h ⊗ k) = (f ⨾ h) ⊗ (g ⨾ k)',
      chained(parallel(f, g), parallel(afterF, afterG)),
      parallel(chained(f, afterF), chained(g, afterG)),
      {
        input: inputs,
        params: interchange,
        state: {
          to: ([[s, t]]: Pair<Pair>) => [{}, [t, s]],
          from: ([, [t]]: Pair<unknown, Pair>) => [[{}, t], {}],
        },
      },
    ),
  ])
}

/** Laws of several layers on one input; by default of `fanout`. */
export const fanoutLaws = (fanout: Combine = fanoutLayers as unknown as Combine): LawSet => {
  const both = fanout(f, g)
  return lawSet('fanout', [
    law('8', '⟨f, g⟩ gives the pair of both values, and its pullback the sum', [runsOf(both, input)], run => {
      const [db, dc] = run.db as Pair
      const left = seen(f, partOf(run, 0, run.input, db))
      const right = seen(g, partOf(run, 1, run.input, dc))
      const { dx, ...rest } = seen(both, run)
      return every(
        exact(rest, {
          value: [left.value, right.value],
          dp: [left.dp, right.dp],
          state: [left.state, right.state],
        }),
        summed(2)(dx, smooth.addCotangents(left.dx, right.dx)),
      )
    }),
  ])
}

/** Laws of layers on one input whose outputs are joined; by default of `concat`. */
export const concatLaws = (concat: Combine = concatLayers as unknown as Combine): LawSet => {
  const joined = concat(f, g)
  return lawSet('concat', [
    law(
      '8',
      'concat(f, g) is f beside g on the last axis, and its pullback the sum',
      [runsOf(joined, input)],
      run => {
        const dy = run.db
        const [db, dc] = [op.slice([0, 0], [4, 2])(dy), op.slice([0, 2], [4, 5])(dy)]
        const left = seen(f, partOf(run, 0, run.input, db))
        const right = seen(g, partOf(run, 1, run.input, dc))
        const { dx, ...rest } = seen(joined, run)
        return every(
          exact(rest, {
            value: op.concat(1)(left.value as never, right.value as never) as AnyTensor,
            dp: [left.dp, right.dp],
            state: [left.state, right.state],
          }),
          summed(2)(dx, smooth.addCotangents(left.dx, right.dx)),
        )
      },
    ),
    sameLayer('8f', 'concat of one layer is that layer', concat(f), f, {
      input,
      params: { to: ([p]: readonly [unknown]) => p, from: p => [p] },
    }),
  ])
}

/** Laws of a shortcut around a layer; by default of `residual`. */
export const residualLaws = (
  residual: (layer: TreeLayer) => TreeLayer = residualLayer as unknown as (layer: TreeLayer) => TreeLayer,
): LawSet => {
  const inner = forget(compose(dense(3, 3), meanOnlyBatchNorm(3), tanh()))
  const block = residual(inner)
  return lawSet('residual', [
    law('9a', 'residual(f) x = x + f x, and its pullback of b̄ is b̄ + f* b̄', [runsOf(block, input)], run => {
      const own = seen(inner, run)
      const around = seen(block, run)
      const near = summed(2, undefined, norm(run.input) + norm(run.db))
      return every(
        near(around.value, smooth.addCotangents(run.input, own.value)),
        near(around.dx, smooth.addCotangents(run.db as tree.Tree, own.dx)),
        exact([around.dp, around.state], [own.dp, own.state]),
      )
    }),
    sameLayer('9c', 'residual(identity) doubles', residual(forget(identity())), doubling, { input }),
  ])
}

const doubling: TreeLayer = {
  name: 'doubling',
  init: () => ({ params: {}, state: {} }),
  run: (_, x, state) => [op.scale(2)(x as Tensor), dy => [{}, op.scale(2)(dy as Tensor)], state],
}
