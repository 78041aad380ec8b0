/**
 * Laws of one layer used many times.
 *
 * @module
 */
import fc from 'fast-check'
import {
  type AnyOptimiser,
  adam,
  compose,
  dense,
  init,
  key,
  meanOnlyBatchNorm,
  meanSquaredError,
  momentum,
  nesterov,
  type Objective,
  onesLike,
  op,
  repeat as repeatLayer,
  type Shape,
  sgd,
  smooth,
  supervised,
  type Tensor,
  tanh,
  tied as tiedLayer,
  training,
  trainingStep,
  optimiser as transformations,
  tree,
} from '../../../src/index.ts'
import { keys, tensors } from '../../arbitraries.ts'
import { type Close, every, exact, holds, norm, sameStructure, summed } from '../../close.ts'
import { type LawSet, law, lawSet } from '../../law.ts'
import { paramsOf, runsOf } from '../point.ts'
import { chained, forget, sameLayer, seen, type TreeLayer } from '../same.ts'

/** `tied` and `repeat`, their types forgotten. */
export type Times = (times: number) => (layer: TreeLayer) => TreeLayer

const input = tensors([4, 3])
const cell = forget(compose(dense(3, 3), tanh()))
const remembering = forget(compose(dense(3, 3), meanOnlyBatchNorm(3), tanh()))

/** As many layers with parameters of their own. */
const apartly = (times: number): TreeLayer => chained(...Array.from({ length: times }, () => cell))

/** Trees of copies, one after the other and as stacks. */
const stacks = (times: number) => ({
  to: (stack: tree.Tree): tree.Tree =>
    Array.from({ length: times }, (_, i) =>
      tree.map((x: tree.Leaf): tree.Leaf => {
        const [, ...shape] = (x as Tensor).shape
        const one = op.slice([i, ...shape.map(() => 0)], [1, ...shape])(x as Tensor)
        return op.reshape(shape)(one) as tree.Leaf
      })(stack),
    ),
  from: (each: tree.Tree): tree.Tree => {
    const [first, ...others] = each as readonly [tree.Tree, ...tree.Tree[]]
    const rows = (x: tree.Leaf): Tensor => op.reshape([1, ...(x as Tensor).shape] as Shape)(x as Tensor)
    return others.reduce<tree.Tree>(
      (all, next) =>
        tree.zipWith(
          (x: tree.Leaf, y: tree.Leaf): tree.Leaf => op.concat(0)(x as Tensor, rows(y)) as tree.Leaf,
        )(all, next),
      tree.map((x: tree.Leaf): tree.Leaf => rows(x) as tree.Leaf)(first),
    )
  },
})

const optimisers: readonly AnyOptimiser[] = [sgd(0.1), momentum(0.1, 0.5), nesterov(0.1, 0.5), adam(0.01)]

const copies = (times: number, params: tree.Tree): readonly tree.Tree[] =>
  Array.from({ length: times }, () => params)

const total = (gradients: tree.Tree): tree.Tree =>
  (gradients as readonly tree.Tree[]).reduce((sum, dp) => smooth.addCotangents(sum, dp))

const near = (...scales: readonly unknown[]): Close<unknown> =>
  summed(
    64,
    undefined,
    scales.reduce<number>((sum, x) => sum + norm(x), 0),
  )

type TreeObjective = Objective<tree.Tree, Tensor, Tensor, tree.Tree, tree.Tree>

const objectiveOf = (layer: TreeLayer): TreeObjective =>
  supervised(meanSquaredError())(layer as never) as unknown as TreeObjective

/** Steps of training with gradients of separate copies that are summed by hand. */
const summedSteps = (
  times: number,
  optimiser: AnyOptimiser,
  start: tree.Tree,
  batch: { readonly inputs: tree.Tree; readonly targets: Tensor },
  steps: number,
): tree.Tree => {
  const objective = objectiveOf(apartly(times))
  let [params, state] = [start, optimiser.init(start)]
  for (let step = 0; step < steps; step++) {
    const [loss, pull] = objective.run(copies(times, params), batch, {}, training(key(step)))
    const gradient = total(pull(onesLike(loss)))
    const [updates, next] = optimiser.update(gradient, state, params, optimiser.rates(step))
    params = transformations.applyUpdates(params, updates)
    state = next
  }
  return params
}

const tiedSteps = (
  layer: TreeLayer,
  optimiser: AnyOptimiser,
  start: tree.Tree,
  batch: { readonly inputs: tree.Tree; readonly targets: Tensor },
  steps: number,
): tree.Tree => {
  const advance = trainingStep(optimiser)(objectiveOf(layer))
  let now = { params: start, state: {} as tree.Tree, optimiser: optimiser.init(start) }
  for (let step = 0; step < steps; step++) now = advance(now, batch, optimiser.rates(step), key(step)).next
  return now.params
}

/** Laws of one layer used many times with one set of parameters; by default of `tied`. */
export const tiedLaws = (tied: Times = tiedLayer as Times): LawSet => {
  const [two, three, five] = [2, 3, 5].map(times => tied(times)(cell)) as [TreeLayer, TreeLayer, TreeLayer]
  const twice = tied(2)(remembering)
  return lawSet('tied', [
    law('27a', 'the gradient is the sum over the uses', [runsOf(three, input)], run => {
      const apart = seen(apartly(3), { ...run, params: copies(3, run.params) })
      const { dp, ...rest } = seen(three, run)
      return every(
        exact(rest, { value: apart.value, dx: apart.dx, state: apart.state }),
        near(apart.dp)(dp, total(apart.dp)),
      )
    }),
    law('27b', 'an optimiser sees one set of parameters', [keys], k => {
      const [once, often] = [init(cell)(k).params, init(three)(k).params]
      return holds(sameStructure(once, often), once, often)
    }),
    law(
      '27c',
      'tied = untied with summed gradients, for four steps of any optimiser',
      [paramsOf(three), input, input, fc.constantFrom(...optimisers)],
      (start, inputs, targets, optimiser) =>
        summed(2 ** 12)(
          tiedSteps(three, optimiser, start, { inputs, targets }, 4),
          summedSteps(3, optimiser, start, { inputs, targets }, 4),
        ),
    ),
    law('37a', 'five uses are three and then two, with one set of parameters', [runsOf(five, input)], run => {
      const chain = chained(three, two)
      const apart = seen(chain, { ...run, params: copies(2, run.params) })
      const { dp, ...rest } = seen(five, run)
      return every(exact([rest.value, rest.dx], [apart.value, apart.dx]), near(apart.dp)(dp, total(apart.dp)))
    }),
    law('37b', 'the state passes from use to use', [runsOf(twice, input)], run => {
      const [y, , between] = remembering.run(run.params, run.input, run.state, run.context)
      const [z, , after] = remembering.run(run.params, y, between, run.context)
      const { value, state } = seen(twice, run)
      return exact([value, state], [z, after])
    }),
  ])
}

/** Laws of one layer many times over with fresh parameters; by default of `repeat`. */
export const repeatLaws = (repeat: Times = repeatLayer as Times): LawSet =>
  lawSet('repeat', [
    sameLayer(
      '25e',
      'repeat(3)(f) = f ⨾ f ⨾ f',
      repeat(3)(remembering),
      chained(remembering, remembering, remembering),
      { input, params: stacks(3), state: stacks(3) },
    ),
    law('25a', 'each copy has parameters of its own, drawn from a key of its own', [keys], k => {
      const stack = init(repeat(2)(cell), { dtype: 'f64' })(k).params
      const [p, q] = stacks(2).to(stack) as readonly [unknown, unknown]
      return holds(sameStructure(p, q) && exact(p, q).error > 0, p, q)
    }),
  ])
