/**
 * Equal layers one after the other as one loop over their stacked parameters: what `repeat` is where it is read as a program.
 *
 * @module
 */
import { bits } from '../../primitive/bits.ts'
import { concat } from '../../primitive/concat.ts'
import { slice } from '../../primitive/pad.ts'
import { reshape } from '../../primitive/reshape.ts'
import { domains, type Key } from '../../random/key.ts'
import { scanTrees, type TreeCell } from '../../smooth/scan.ts'
import { zero } from '../../tensor/cotangent.ts'
import type { AnyTensor, Tensor } from '../../tensor/tensor.ts'
import { isTensor } from '../../tensor/tensor.ts'
import { empty, type Leaf, leaves, map, type Tree, withLeaves } from '../../tensor/tree.ts'
import { evaluation, training } from '../context.ts'
import type { Untyped } from '../typed.ts'

/** Trees of one form as one, whose tensors have an axis more in front. */
const stacked = (trees: readonly Tree[]): Tree => {
  const [first, ...others] = trees.map(tree => leaves(tree))
  const all = (first as readonly Leaf[]).map((x, i): Leaf => {
    if (!isTensor(x)) return x
    const each = [x, ...others.map(other => other[i] as AnyTensor)]
    return concat(0)(...each.map(y => reshape([1, ...y.shape])(y as Tensor))) as Leaf
  })
  return withLeaves(all)(trees[0]) as Tree
}

/** The trees that a stacked one is made of. */
const unstacked = (tree: Tree, count: number): readonly Tree[] =>
  Array.from(
    { length: count },
    (_, i) =>
      map((x: Leaf): Leaf => {
        if (!isTensor(x)) return x
        const [, ...rest] = x.shape
        const one = slice([i, ...rest.map(() => 0)], [1, ...rest])(x as Tensor)
        return reshape(rest)(one) as Leaf
      })(tree) as Tree,
  )

const isEmpty = (tree: Tree): boolean => leaves(tree).length === 0

/** Runs a layer so many times with parameters and states of their own. */
export const loopedRepeat =
  (run: Untyped['run'], times: number): Untyped['run'] =>
  (params, input, state, context) => {
    const isTraining = context.mode === 'training'
    // The key of each copy is a block of this domain: `foldIn` of all of them at once.
    const keys = isTraining ? { bits: bits([times, 2], domains.fold)(context.key.bits) } : empty
    const keepsState = !isEmpty(state)
    const states = keepsState ? stacked(state as readonly Tree[]) : empty
    const cell: TreeCell = ([, x, each]) => {
      const [p, s, key] = each as readonly [Tree, Tree, unknown]
      const own = isTraining ? training(key as Key) : evaluation
      const [y, pullback, next] = run(p, x as Tree, s, own)
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
    )([empty, input, [stacked(params as readonly Tree[]), states, keys]])
    return [
      output as Tree,
      dy => {
        const [, dx, deach] = pullback([dy, zero<unknown>(nexts)])
        return [unstacked((deach as readonly Tree[])[0] as Tree, times), dx as Tree]
      },
      keepsState ? unstacked(nexts as Tree, times) : empty,
    ]
  }
