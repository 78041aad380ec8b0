/**
 * The visible parts of layers, optimisers and losses: enough that another default shows.
 *
 * @module
 */
import {
  type AnyLayer,
  type AnyOptimiser,
  evaluation,
  fromValues,
  key,
  random,
  type Shape,
  type schedule,
  smooth,
  type Tensor,
  training,
  optimiser as transformations,
  tree,
} from '../../src/index.ts'
import { forget } from '../layer/same.ts'

const normal = (shape: Shape, seed: number): Tensor =>
  random.normal(shape, 0, 2, { dtype: 'f64' })(key(seed)) as Tensor

const isShape = (input: unknown): input is Shape =>
  Array.isArray(input) && input.every(n => typeof n === 'number')

/** Parameters, values, pullbacks and states, in training for three steps and in evaluation after them. */
export const layerSeen =
  (...inputs: readonly unknown[]) =>
  (made: unknown): unknown => {
    const layer = forget(made as AnyLayer)
    const { params: first, state } = layer.init(key(1), 'f64')
    // Parameters that begin as zeros would hide what they are multiplied by.
    const params = tree.map((leaf: tree.Leaf) =>
      tree.isFloat(leaf) ? (smooth.addCotangents(leaf, normal(leaf.shape, 2)) as tree.Leaf) : leaf,
    )(first)
    const given = inputs.map((input, i) => (isShape(input) ? normal(input, 3 + i) : input))
    const x = (given.length === 1 ? given[0] : given) as tree.Tree
    const seen: unknown[] = [first]
    let now = state
    for (const context of [training(key(4)), training(key(5)), training(key(6)), evaluation]) {
      const [y, pullback, next] = layer.run(params, x, now, context)
      seen.push(y, pullback(y), next)
      now = next
    }
    return seen
  }

/** Gradients that keep their sign, that change it, that are tiny, and that are large. */
const gradientsAt = (step: number): tree.Tree => ({
  kept: fromValues([2], [0.5, -2], 'f64'),
  turning: fromValues([2], [(-1) ** step, (3 * (-1) ** step) / (1 + step)], 'f64'),
  tiny: fromValues([2], [1e-9 * (1 + (step % 3)), -1e-7], 'f64'),
  large: { w: fromValues([1, 2], [100, 20 - step], 'f64') },
})

/** Updates and states of 60 steps: as many as it takes until the bounds of every rule are reached. */
export const optimiserSeen = (made: unknown): unknown => {
  const optimiser = made as AnyOptimiser
  let params: tree.Tree = {
    kept: fromValues([2], [1, 2], 'f64'),
    turning: fromValues([2], [-1, 0.5], 'f64'),
    tiny: fromValues([2], [3, -3], 'f64'),
    large: { w: fromValues([1, 2], [0.25, -4], 'f64') },
  }
  let state: unknown = optimiser.init(params)
  const seen: unknown[] = []
  for (let step = 0; step < 60; step++) {
    const [update, next]: readonly [unknown, unknown] = optimiser.update(
      gradientsAt(step),
      state,
      params,
      optimiser.rates(step),
    )
    params = transformations.applyUpdates(params, update as tree.Tree)
    state = next
    seen.push(update, state)
  }
  return seen
}

/** The rates of twelve steps. */
export const scheduleSeen = (made: unknown): unknown =>
  Array.from({ length: 12 }, (_, step) => (made as schedule.Schedule)(step))

/** Values and gradients of a loss. */
export const lossSeen =
  (targets: unknown, predictions: unknown) =>
  (made: unknown): unknown => {
    const loss = made as (
      targets: unknown,
    ) => (y: unknown) => readonly [tree.Tree, (dy: tree.Tree) => tree.Tree]
    const [value, pullback] = loss(targets)(predictions)
    return [value, pullback(value)]
  }
