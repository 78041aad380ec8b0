/**
 * Laws of frozen layers.
 *
 * @module
 */
import fc from 'fast-check'
import {
  type AnyOptimiser,
  adam,
  adamw,
  allParams,
  compose,
  dense,
  frozen as frozenLayer,
  init,
  key,
  l2Penalty,
  lamb,
  type layer,
  type Model,
  meanOnlyBatchNorm,
  meanSquaredError,
  momentum,
  nesterov,
  type Objective,
  penalised,
  sgd,
  supervised,
  type Tensor,
  tanh,
  trainingStep,
  tree,
} from '../../../src/index.ts'
import { keys, tensors } from '../../arbitraries.ts'
import { every, exact, holds } from '../../close.ts'
import { type LawSet, law, lawSet } from '../../law.ts'
import { runsOf } from '../point.ts'
import { chained, forget, seen, type TreeLayer } from '../same.ts'

type Freeze = (model?: Model<tree.Tree, tree.Tree>) => (layer: TreeLayer) => TreeLayer

const input = tensors([4, 3])
const inner = forget(compose(dense(3, 4), meanOnlyBatchNorm(4), tanh()))
const optimisers: readonly AnyOptimiser[] = [
  sgd(0.1),
  momentum(0.1, 0.5),
  nesterov(0.1, 0.5),
  adam(0.01),
  adamw(0.01, { weightDecay: 0.5 }),
  lamb(0.01, { weightDecay: 0.5 }),
]

type TreeObjective = Objective<tree.Tree, Tensor, Tensor, tree.Tree, tree.Tree>

const frozenIn = (state: unknown): tree.Tree => (state as layer.Frozen<tree.Tree, tree.Tree>).frozen

/** Laws of layers whose parameters no optimiser changes; by default of `frozen`. */
export const frozenLaws = (freeze: Freeze = frozenLayer as unknown as Freeze): LawSet => {
  const still = freeze()(inner)
  return lawSet('frozen', [
    law(
      '28a',
      'under every optimiser and penalty its parameters stay as they are, bit for bit, while others move',
      [keys, input, tensors([4, 2]), fc.constantFrom(...optimisers)],
      (k, inputs, targets, optimiser) => {
        const model = chained(still, forget(dense(4, 2)))
        const plain = supervised(meanSquaredError())(model as never) as unknown as TreeObjective
        const objective = penalised(l2Penalty(0.1, allParams))(plain)
        const start = objective.init(k, 'f64')
        const advance = trainingStep(optimiser)(objective)
        let now = { ...start, optimiser: optimiser.init(start.params) }
        for (let step = 0; step < 3; step++)
          now = advance(now, { inputs, targets }, optimiser.rates(step), key(step)).next
        const [first, last] = [start.state, now.state] as unknown as readonly (readonly [unknown])[]
        return every(
          exact(frozenIn(first?.[0]), frozenIn(last?.[0])),
          holds(exact(start.params, now.params).error > 0, start.params, now.params),
        )
      },
    ),
    law(
      '28b',
      'value, state and gradient of the input are those of the layer',
      [runsOf(inner, input)],
      run => {
        const own = seen(inner, run)
        const around = seen(still, { ...run, params: {}, state: { frozen: run.params, state: run.state } })
        return exact(
          [around.value, around.dx, around.state],
          [own.value, own.dx, { frozen: run.params, state: own.state }],
        )
      },
    ),
    law('28c', 'an optimiser sees no parameters', [keys], k =>
      holds(tree.leaves(init(still)(k).params).length === 0, init(still)(k).params, {}),
    ),
    law('28d', 'the model that it is given is the one that it keeps', [keys, keys], (k, other) => {
      const model = init(inner, { dtype: 'f64' })(k)
      return exact(init(freeze(model)(inner))(other).state, { frozen: model.params, state: model.state })
    }),
  ])
}
