/**
 * Laws of a layer's initial parameters and of its state.
 *
 * @module
 */
import type { Arbitrary } from 'fast-check'
import { evaluation, init, isTensor, type Layer, training, tree } from '../../src/index.ts'
import { keys } from '../arbitraries.ts'
import { every, exact, holds, sameStructure } from '../close.ts'
import { type Law, law } from '../law.ts'
import { runsOf } from './point.ts'

const elementTypes = (x: unknown): readonly string[] =>
  tree.leaves(x).flatMap(leaf => (isTensor(leaf) && leaf.kind === 'float' ? [leaf.dtype] : []))

/** Laws of `init`, for every layer. */
export const initLaws = <A, B, P, S>(layer: Layer<A, B, P, S>): readonly Law[] => [
  law('P1', 'init is a function of the key', [keys], k =>
    exact(init(layer, { dtype: 'f64' })(k), init(layer, { dtype: 'f64' })(k)),
  ),
  law('P2', 'init gives parameters and state in the element type asked for', [keys], k =>
    every(
      ...(['f32', 'f64'] as const).map(dtype => {
        const types = elementTypes(init(layer, { dtype })(k))
        return holds(
          types.every(type => type === dtype),
          types,
          dtype,
        )
      }),
    ),
  ),
  law('P3', 'init gives one structure for all keys', [keys, keys], (k, other) => {
    const [model, another] = [init(layer)(k), init(layer)(other)]
    return holds(sameStructure(model, another), model, another)
  }),
]

/** Law 38: state. */
export const stateLaws = <A, B, P, S>(layer: Layer<A, B, P, S>, input: Arbitrary<A>): readonly Law[] => {
  const runs = runsOf(layer, input, keys.map(training))
  return [
    law('38a', 'evaluation returns the state unchanged', [runs], ({ params, input: x, state }) =>
      exact(layer.run(params, x, state, evaluation)[2], state),
    ),
    law(
      '38b',
      'the state after training has the keys, shapes and element types of the one that init gave',
      [runs, keys],
      ({ params, input: x, state, context }, k) => {
        const first = layer.init(k, 'f64').state
        const next = layer.run(params, x, first, context)[2]
        const later = layer.run(params, x, state, context)[2]
        return holds(sameStructure(next, first) && sameStructure(later, first), later, first)
      },
    ),
    law(
      '38c',
      'the next state is a function of parameters, input, state and key',
      [runs],
      ({ params, input: x, state, context }) =>
        exact(layer.run(params, x, state, context)[2], layer.run(params, x, state, context)[2]),
    ),
  ]
}
