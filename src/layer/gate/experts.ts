/**
 * Equal layers with parameters of their own, side by side on one input.
 *
 * @module
 */
import type { TreeCell } from '../../smooth/loop/cells.ts'
import { scanTrees } from '../../smooth/loop/scanTrees.ts'
import { stacked } from '../../smooth/loop/slices.ts'
import { addCotangents } from '../../smooth/map/cotangents.ts'
import { zero } from '../../tensor/function/cotangent.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import { empty, type Tree } from '../../tensor/tree.ts'
import { isRead } from '../combinator/isRead.ts'
import { together, unstacked } from '../combinator/stack.ts'
import { type Context, contextAt, contextOfKey, keysOfAll } from '../context.ts'
import { requireTensor } from '../requireTensor.ts'
import type { Untyped } from '../typed.ts'
import { within } from '../within.ts'

/** What all experts give, [experts, ...], the cotangents of parameters and input, and the next states. */
type Given = readonly [ys: Tensor, pullback: (dys: Tensor) => readonly [dparams: Tree, dx: Tree], next: Tree]

type Run = (params: Tree, x: Tree, state: Tree, context: Context) => Given

/** One after the other. */
const each =
  (name: string, run: Untyped['run'], count: number): Run =>
  (params, x, state, context) => {
    const [own, states] = [unstacked(params, count), unstacked(state, count)] as const
    const at = (trees: Tree, i: number): Tree => (Array.isArray(trees) ? (trees[i] as Tree) : empty)
    const outcomes = Array.from({ length: count }, (_, i) =>
      within(`expert ${i}`, () => run(at(own, i), x, at(states, i), contextAt(context, i))),
    )
    for (const [y] of outcomes) requireTensor(`${name}, of its experts,`, y)
    return [
      stacked(0)(outcomes.map(([y]) => y)) as Tensor,
      dys => {
        const pulled = (unstacked(dys, count) as readonly Tree[]).map((dy, i) => outcomes[i]![1](dy))
        return [together(pulled.map(([dp]) => dp)), pulled.map(([, dx]) => dx).reduce(addCotangents)]
      },
      together(outcomes.map(([, , next]) => next)),
    ]
  }

/** As one loop over the stacks of their parameters. */
const looped =
  (name: string, run: Untyped['run'], count: number): Run =>
  (params, x, state, context) => {
    const cell: TreeCell = ([input, , own]) => {
      const [p, s, key] = own as readonly [Tree, Tree, unknown]
      const [y, pullback, next] = run(p, input as Tree, s, contextOfKey(context, key))
      requireTensor(`${name}, of its experts,`, y)
      return [
        [empty, [y, next]],
        ([, given]) => {
          const [dp, dx] = pullback((given as readonly Tree[])[0] as Tree)
          return [dx, empty, [dp, zero<unknown>(s), zero<unknown>(key)]]
        },
      ]
    }
    const [[, outputs], pullback] = scanTrees(
      false,
      cell,
      count,
    )([x, empty, [params, state, keysOfAll(context, count)]])
    const [ys, next] = outputs as readonly [Tree, Tree]
    return [
      ys as Tensor,
      dys => {
        const [dx, , down] = pullback([empty, [dys, zero<unknown>(next)]])
        return [(down as readonly Tree[])[0] as Tree, dx as Tree]
      },
      next,
    ]
  }

/** Runs so many experts over stacks of parameters and states. */
export const runAll =
  (name: string, run: Untyped['run'], count: number): Run =>
  (params, x, state, context) =>
    (count > 1 && isRead(context, params, x, state) ? looped : each)(name, run, count)(
      params,
      x,
      state,
      context,
    )
