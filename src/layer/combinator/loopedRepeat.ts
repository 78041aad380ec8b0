/**
 * Equal layers one after the other as one loop over their stacked parameters: what `repeat` is where it is read as a program.
 *
 * @module
 */
import type { TreeCell } from '../../smooth/loop/cells.ts'
import { scanTrees } from '../../smooth/loop/scanTrees.ts'
import { zero } from '../../tensor/function/cotangent.ts'
import { empty, type Tree } from '../../tensor/tree.ts'
import { contextOfKey, keysOfAll } from '../context.ts'
import type { Untyped } from '../typed.ts'

/** Runs a layer so many times over stacks of parameters and states. */
export const loopedRepeat =
  (run: Untyped['run'], times: number): Untyped['run'] =>
  (params, input, state, context) => {
    const keys = keysOfAll(context, times)
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
    const [[output, nexts], pullback] = scanTrees(false, cell, times)([empty, input, [params, state, keys]])
    return [
      output as Tree,
      dy => {
        const [, dx, deach] = pullback([dy, zero<unknown>(nexts)])
        return [(deach as readonly Tree[])[0] as Tree, dx as Tree]
      },
      nexts as Tree,
    ]
  }
