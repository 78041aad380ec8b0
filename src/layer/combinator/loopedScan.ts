/**
 * A cell along time as one loop: what `scan` is where it is read as a program.
 *
 * @module
 */
import { transpose } from '../../primitive/movement/transpose.ts'
import type { TreeCell } from '../../smooth/loop/cells.ts'
import { scanTrees } from '../../smooth/loop/scanTrees.ts'
import { zeros } from '../../tensor/function/constructors.ts'
import { zero } from '../../tensor/function/cotangent.ts'
import { map, tensors } from '../../tensor/function/traversal.ts'
import type { AnyTensor, Tensor } from '../../tensor/tensor.ts'
import { isConcrete, isTensor, uniformOf } from '../../tensor/tensor.ts'
import type { Leaf, Tree } from '../../tensor/tree.ts'
import { type Context, contextOfKey, keysOfAll } from '../context.ts'
import type { Untyped } from '../typed.ts'

/** The same with the first two axes exchanged: [batch, time, ...] becomes [time, batch, ...], and the other way. */
const exchanged: (tree: Tree) => Tree = map((x: Leaf): Leaf => {
  if (!isTensor(x)) return x
  const [first, second, ...rest] = x.shape
  // Zeros that were made as such stay so: nothing is read where nothing comes back.
  return isConcrete(x) && uniformOf(x) === 0
    ? (zeros([second as number, first as number, ...rest], x.dtype as 'f32') as Leaf)
    : (transpose([1, 0, ...rest.map((_, i) => i + 2)])(x as Tensor) as Leaf)
})

/** What a cell takes at the first time. */
interface Start {
  readonly params: Tree
  /** [batch, time, ...] of each tensor. */
  readonly inputs: Tree
  readonly carry: Tree
  readonly state: Tree
  readonly context: Context
}

/** Runs a cell along time: outputs and the last carry, the pullback, and the last state. */
export const loopedScan = (
  run: Untyped['run'],
  { params, inputs, carry, state, context }: Start,
  reverse: boolean,
): readonly [readonly [Tree, Tree], (db: Tree) => readonly [Tree, Tree], Tree] => {
  const times = (tensors(inputs)[0] as AnyTensor).shape[1] as number
  const cell: TreeCell = ([p, carried, input]) => {
    const [h, s] = carried as readonly [Tree, Tree]
    const [x, key] = input as readonly [Tree, unknown]
    const [pair, pullback, next] = run(p as Tree, [x, h], s, contextOfKey(context, key))
    const [y, after] = pair as readonly [Tree, Tree]
    return [
      [[after, next], y],
      ([dafter, dy]) => {
        const [dp, dinput] = pullback([dy as Tree, (dafter as readonly Tree[])[0] as Tree])
        const [dx, dh] = dinput as readonly Tree[]
        return [dp, [dh, zero<unknown>(s)], [dx, zero<unknown>(key)]]
      },
    ]
  }
  const [[final, ys], pullback] = scanTrees(
    reverse,
    cell,
  )([params, [carry, state], [exchanged(inputs), keysOfAll(context, times)]])
  const [last, finalState] = final as readonly [Tree, Tree]
  return [
    [exchanged(ys as Tree), last],
    db => {
      const [dys, dlast] = db as readonly Tree[]
      const [dp, dcarried, dinputs] = pullback([[dlast, zero<unknown>(finalState)], exchanged(dys as Tree)])
      const [[dcarry], [dxs]] = [dcarried as readonly Tree[], dinputs as readonly Tree[]]
      return [dp as Tree, [exchanged(dxs as Tree), dcarry as Tree]]
    },
    finalState,
  ]
}
