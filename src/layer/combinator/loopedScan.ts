/**
 * A cell along time as one loop: what `scan` is where it is read as a program.
 *
 * @module
 */
import { outermost } from '../../primitive/bind.ts'
import { bits } from '../../primitive/bits.ts'
import { transpose } from '../../primitive/transpose.ts'
import { domains } from '../../random/key.ts'
import { type Linearised, loopWithPullback } from '../../smooth/loopPullback.ts'
import { zero } from '../../tensor/cotangent.ts'
import type { Integers, Tensor } from '../../tensor/tensor.ts'
import { type AnyTensor, isConcrete, isTensor, uniformOf } from '../../tensor/tensor.ts'
import { isFloat, type Leaf, leaves, map, tensors, type Tree, withLeaves } from '../../tensor/tree.ts'
import { type Context, training } from '../context.ts'
import type { Untyped } from '../typed.ts'

/** Whether a run is read as something else than numbers, such as a program: loops are worth it only there. */
export const isRead = (...trees: readonly unknown[]): boolean => outermost(tensors(trees)) !== null

/** A tree with other tensors in the places of its own. */
const filled = (tree: Tree, own: readonly AnyTensor[]): Tree => {
  const next = own[Symbol.iterator]()
  return map((x: Leaf) => (isTensor(x) ? (next.next().value as Leaf) : x))(tree) as Tree
}

/** The cotangent at a tree from those of its tensors; what is not given is zero. */
const cotangentOf = (tree: Tree, own: readonly (AnyTensor | undefined)[]): Tree => {
  const zeros = leaves(zero<unknown>(tree))
  let next = 0
  return withLeaves(
    leaves(tree).map((x, i) => ((isTensor(x) ? own[next++] : undefined) ?? zeros[i]) as Leaf),
  )(tree) as Tree
}

/** For each tensor of a tree its cotangent, where it has one. */
const cotangentsIn = (tree: Tree, cotangent: unknown): readonly (AnyTensor | undefined)[] => {
  const all = leaves(cotangent)
  return leaves(tree).flatMap((x, i) => (isTensor(x) ? [isFloat(x) ? (all[i] as AnyTensor) : undefined] : []))
}

/** The same with the first two axes exchanged: [batch, time, ...] becomes [time, batch, ...], and the other way. */
const exchanged = (x: AnyTensor): AnyTensor =>
  transpose([1, 0, ...x.shape.slice(2).map((_, i) => i + 2)])(x as Tensor)

/** Zeros that were made as such: nothing has to be read where nothing comes back. */
const isZero = (dy: AnyTensor): boolean => isConcrete(dy) && uniformOf(dy) === 0

/** The context at one time, of which the key is a slice of all keys. */
const contextOf = (context: Context, key: AnyTensor | undefined): Context =>
  key === undefined ? context : training({ bits: key as Integers<[2]> })

/** What a cell takes at the first time. */
interface Start {
  readonly params: Tree
  /** [batch, time, ...]. */
  readonly inputs: AnyTensor
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
  const [carried, states, constants] = [tensors(carry), tensors(state), tensors(params)]
  const count = inputs.shape[1] as number
  // The key of the time t is the t-th block of this domain: `foldIn` of all of them at once.
  const keys = context.mode === 'training' ? [bits([count, 2], domains.fold)(context.key.bits)] : []
  const [carries, slices] = [carried.length + states.length, 1 + keys.length]
  let last: { readonly y: Tree; readonly carry: Tree; readonly state: Tree } | null = null
  const linearise = (own: readonly AnyTensor[]): Linearised => {
    const [h, s] = [filled(carry, own.slice(0, carried.length)), filled(state, own.slice(carried.length, carries))]
    const p = filled(params, own.slice(carries + slices))
    const [pair, pullback, next] = run(p, [own[carries] as Tree, h], s, contextOf(context, keys.length > 0 ? own[carries + 1] : undefined))
    const [y, after] = pair as readonly [Tree, Tree]
    last = { y, carry: after, state: next }
    const sizes = [tensors(after).length, tensors(next).length] as const
    return {
      outputs: [...tensors(after), ...tensors(next), ...tensors(y)],
      back: cotangents => {
        const dy = cotangentOf(y, cotangents.slice(sizes[0] + sizes[1]))
        const dafter = cotangentOf(after, cotangents.slice(0, sizes[0]))
        const [dp, dinput] = pullback([dy, dafter])
        const [dx, dh] = dinput as unknown as readonly [Tree, Tree]
        return [
          ...cotangentsIn(h, dh),
          ...states.map(() => undefined),
          ...(isFloat(own[carries] as Leaf) ? [dx as AnyTensor] : [undefined]),
          ...keys.map(() => undefined),
          ...cotangentsIn(p, dp),
        ]
      },
    }
  }
  const operands = [...carried, ...states, exchanged(inputs), ...keys, ...constants]
  const isState = (i: number): boolean => i >= carried.length && i < carries
  const { results, pull } = loopWithPullback(
    linearise,
    { count, reverse, carries, slices },
    operands,
    i => !isState(i),
  )
  const form = last as unknown as { readonly y: Tree; readonly carry: Tree; readonly state: Tree }
  const ys = filled(form.y, results.slice(carries).map(exchanged))
  const after = filled(form.carry, results.slice(0, carried.length))
  const pullback = (db: Tree): readonly [Tree, Tree] => {
    const [dys, dlast] = db as unknown as readonly [Tree, Tree]
    const pulled = pull([
      ...cotangentsIn(form.carry, dlast),
      ...states.map(() => undefined),
      ...cotangentsIn(form.y, dys).map(dy => (dy === undefined || isZero(dy) ? undefined : exchanged(dy))),
    ])
    const dx = pulled[carries]
    return [
      cotangentOf(params, pulled.slice(carries + slices)),
      [
        dx === undefined ? (leaves(zero<unknown>(inputs))[0] as Tree) : exchanged(dx),
        cotangentOf(carry, pulled.slice(0, carried.length)),
      ],
    ]
  }
  return [[ys, after], pullback, filled(form.state, results.slice(carried.length, carries))]
}
