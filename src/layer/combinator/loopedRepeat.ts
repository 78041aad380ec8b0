/**
 * Equal layers one after the other as one loop over their stacked parameters: what `repeat` is where it is read as a program.
 *
 * @module
 */
import { scanTrees, type TreeCell } from '../../smooth/scanTrees.ts'
import { zero } from '../../tensor/cotangent.ts'
import { empty, leaves, type Tree } from '../../tensor/tree.ts'
import { contextOfKey, keysOfAll } from '../context.ts'
import type { Untyped } from '../typed.ts'
import { partOf, stacked } from './stack.ts'

/** The trees that a stacked one is made of. */
const unstacked = (tree: Tree, count: number): readonly Tree[] =>
  Array.from({ length: count }, (_, i) => partOf(0, i)(tree))

const isEmpty = (tree: Tree): boolean => leaves(tree).length === 0

/** Runs a layer so many times with parameters and states of their own. */
export const loopedRepeat =
  (run: Untyped['run'], times: number): Untyped['run'] =>
  (params, input, state, context) => {
    const keys = keysOfAll(context, times)
    const keepsState = !isEmpty(state)
    const states = keepsState ? stacked(0)(state as readonly Tree[]) : empty
    const cell: TreeCell = ([, x, each]) => {
      const [p, s, key] = each as readonly [Tree, Tree, unknown]
      const [y, pullback, next] = run(p, x as Tree, s, contextOfKey(context, key))
      return [
        [y, next],
        ([dy]) => {
          const [dp, dx] = pullback(dy as Tree)
          return [empty, dx, [dp, zero<unknown>(s), zero<unknown>(key)]]
        },
      ]
    }
    const [[output, nexts], pullback] = scanTrees(
      false,
      cell,
      times,
    )([empty, input, [stacked(0)(params as readonly Tree[]), states, keys]])
    return [
      output as Tree,
      dy => {
        const [, dx, deach] = pullback([dy, zero<unknown>(nexts)])
        return [unstacked((deach as readonly Tree[])[0] as Tree, times), dx as Tree]
      },
      keepsState ? unstacked(nexts as Tree, times) : empty,
    ]
  }
