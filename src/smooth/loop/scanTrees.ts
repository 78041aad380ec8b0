/**
 * Scans of cells whose types are forgotten: from trees to trees.
 *
 * @module
 */
import { observer } from '../../primitive/core/scope.ts'
import { carriedOn, withTensors } from '../../tensor/form.ts'
import { tensors } from '../../tensor/function/traversal.ts'
import type { AnyTensor } from '../../tensor/tensor.ts'
import type { Linearised } from '../body/joint.ts'
import { loopWithPullback } from '../body/loopPullback.ts'
import { cotangentOf } from '../map/cotangents.ts'
import { appliesGiven, withGivenPullbacks } from '../map/withPullback.ts'
import { countOf, requireStep, type TreeCell } from './cells.ts'
import { scanInTurn } from './scanInTurn.ts'
import { cotangentsIn, requirePulled, symbolsOf } from './treeMap.ts'

type Point = Parameters<TreeCell>[0]

/** `scanTrees` as loops of the cell's operations. */
const scanOperations =
  (reverse: boolean, cell: TreeCell, times?: number): TreeCell =>
  ([params, state, xs]) => {
    const count = times ?? countOf(xs)
    const [carried, sliced, constants] = [tensors(state), tensors(xs), tensors(params)]
    const [carries, slices] = [carried.length, sliced.length]
    let output: unknown
    const linearise = (own: readonly AnyTensor[]): Linearised => {
      const before = withTensors(own.slice(0, carries))(state)
      const x = withTensors(own.slice(carries, carries + slices))(xs)
      const p = withTensors(own.slice(carries + slices))(params)
      const [value, pullback] = requireStep(cell([p, before, x]))
      const [after, y] = value
      output = y
      return {
        outputs: [...tensors(carriedOn('scan', before, after)), ...tensors(y)],
        back: cotangents => {
          const [dp, ds, dx] = requirePulled(
            'a map that is looped',
            [p, before, x],
            pullback([
              cotangentOf(before, cotangents.slice(0, carries)),
              cotangentOf(y, cotangents.slice(carries)),
            ]),
          )
          return [...cotangentsIn(before, ds), ...cotangentsIn(x, dx), ...cotangentsIn(p, dp)]
        },
      }
    }
    const form = { count, reverse, carries, slices }
    const { results, pull } = loopWithPullback(
      linearise,
      form,
      [...carried, ...sliced, ...constants],
      () => true,
    )
    const last = withTensors(results.slice(0, carries))(state)
    const ys = withTensors(results.slice(carries))(output)
    return [
      [last, ys],
      ([dlast, dys]) => {
        const pulled = pull([...cotangentsIn(last, dlast), ...cotangentsIn(ys, dys)])
        return [
          cotangentOf(params, pulled.slice(carries + slices)),
          cotangentOf(state, pulled.slice(0, carries)),
          cotangentOf(xs, pulled.slice(carries, carries + slices)),
        ]
      },
    ]
  }

/** Whether a cell applies a function with a pullback of its own, on tensors like these. */
const cellAppliesGiven = (cell: TreeCell, [params, state, xs]: Point): boolean => {
  const symbols = symbolsOf()
  return appliesGiven(() => {
    cell([symbols(params), symbols(state), symbols(xs, ({ shape }) => shape.slice(1))])
  })
}

/**
 * `scan` for those who know that what they give is right, and whose types are forgotten; so many times, if there are no inputs to
 * count. Who looks on sees the operations of each time.
 */
export const scanTrees = (reverse: boolean, cell: TreeCell, times?: number): TreeCell => {
  const inTurn = scanInTurn(reverse, cell, times)
  const asLoops = withGivenPullbacks(scanOperations(reverse, cell, times), a => cellAppliesGiven(cell, a))
  return a => (observer.current === null ? asLoops(a) : inTurn(a))
}
