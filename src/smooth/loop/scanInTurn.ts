/**
 * Scans time by time, each at a place of its own, for those who look on.
 *
 * @module
 */
import { inPlace } from '../../primitive/core/observe.ts'
import { carriedOn } from '../../tensor/form.ts'
import { zero } from '../../tensor/function/cotangent.ts'
import type { Tree } from '../../tensor/tree.ts'
import { addCotangents } from '../map/cotangents.ts'
import { countOf, requireStep, type TreeCell } from './cells.ts'
import { partOf, stacked } from './slices.ts'

/** The same as a loop of the cell's operations, one after the other. */
export const scanInTurn =
  (reverse: boolean, cell: TreeCell, times?: number): TreeCell =>
  ([params, state, xs]) => {
    const count = times ?? countOf(xs)
    const atTime = <A>(t: number, run: () => A): A => inPlace(`time ${t}`, run)
    const inOrder = <A>(each: readonly A[]): readonly A[] => (reverse ? each.toReversed() : each)
    let carried = state
    const runs = inOrder(Array.from({ length: count }, (_, t) => t)).map(t =>
      atTime(t, () => {
        const [[after, output], pullback] = requireStep(cell([params, carried, partOf(0, t)(xs as Tree)]))
        carried = carriedOn('scan', carried, after)
        return { t, output, pullback }
      }),
    )
    const outputs = stacked(0)(inOrder(runs).map(({ output }) => output as Tree))
    return [
      [carried, outputs],
      ([dlast, dys]) => {
        let [dstate, dparams]: readonly [unknown, unknown] = [dlast, zero<unknown>(params)]
        const dxs = runs.toReversed().map(({ t, pullback }) =>
          atTime(t, () => {
            const [dp, ds, dx] = pullback([dstate, partOf(0, t)(dys as Tree)])
            ;[dstate, dparams] = [ds, addCotangents(dparams, dp)]
            return dx as Tree
          }),
        )
        return [dparams, dstate, stacked(0)(inOrder(dxs.toReversed()))]
      },
    ]
  }
