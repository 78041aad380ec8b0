/**
 * Running several layers beside each other: what `parallel`, `fanout` and `concat` have in common.
 *
 * @module
 */
import type { Tree } from '../../tensor/tree.ts'
import { contextAt } from '../context.ts'
import type { AnyLayer, Outcome } from '../layer.ts'
import { kind } from '../layer.ts'
import type { Untyped } from '../typed.ts'
import { within } from '../within.ts'
import {
  collect,
  collectStates,
  contentOf,
  initAll,
  insideOf,
  requireDistinctLabels,
  requireLayers,
  segmentOf,
} from './slots.ts'

/** What the branches give together, by position. */
type Branches = readonly [
  values: readonly Tree[],
  pullback: (dbs: readonly Tree[]) => readonly [dp: Tree, das: readonly Tree[]],
  state: Tree,
]

/** Layers side by side, with parameters collected like those of a composition. */
export const branches = (
  name: string,
  given: readonly AnyLayer[],
  run: (inBranches: (inputs: readonly Tree[]) => Branches, input: Tree) => Outcome<Tree>,
): Untyped => {
  const layers = requireLayers(name, given)
  requireDistinctLabels(layers)
  return {
    name: `${name}(${layers.map(layer => layer.name).join(', ')})`,
    init: initAll(layers),
    [kind]: { is: 'each', layers },
    inside: insideOf(layers, others => branches(name, others, run)),
    run: (params, input, state, context) => {
      const inBranches = (inputs: readonly Tree[]): Branches => {
        const outcomes = layers.map((layer, i) =>
          within(segmentOf(layer, i), () =>
            layer.run(
              contentOf(layers, params, i),
              inputs[i] as Tree,
              contentOf(layers, state, i),
              contextAt(context, i),
            ),
          ),
        )
        return [
          outcomes.map(([value]) => value),
          dbs => {
            const pulled = outcomes.map(([, pullback], i) => pullback(dbs[i] as Tree))
            return [
              collect(
                layers,
                pulled.map(([dp]) => dp),
              ),
              pulled.map(([, da]) => da),
            ]
          },
          collectStates(
            layers,
            outcomes.map(([, , next]) => next),
          ),
        ]
      }
      return run(inBranches, input)
    },
  }
}
