/**
 * Scans in segments, of which only the beginnings are kept.
 *
 * @module
 */
import { concat } from '../../primitive/movement/concat.ts'
import { slice } from '../../primitive/movement/pad.ts'
import { map, zipWith } from '../../tensor/function/traversal.ts'
import { isTensor, type Tensor } from '../../tensor/tensor.ts'
import type { Leaf, Tree } from '../../tensor/tree.ts'
import { addCotangents } from '../map/cotangents.ts'
import { apart } from './apart.ts'
import { countOf, type TreeCell } from './cells.ts'
import { divided, joined } from './divided.ts'
import { scanTrees } from './scanTrees.ts'

/** The slices of a tree's tensors from one time up to, not including, another. */
const timesOf = (xs: unknown, from: number, to: number): Tree =>
  map((x: Leaf): Leaf => {
    if (!isTensor(x)) return x
    const [, ...rest] = x.shape
    return slice([from, ...rest.map(() => 0)], [to - from, ...rest])(x as Tensor) as Leaf
  })(xs as Tree)

const together = (xs: unknown, ys: unknown): unknown =>
  zipWith((x: Leaf, y: Leaf): Leaf => (isTensor(x) ? (concat(0)(x as Tensor, y as Tensor) as Leaf) : x))(
    xs as Tree,
    ys as Tree,
  )

/** The same map, whose pullback runs it again: nothing is kept but what it was given. */
const runningTwice =
  (f: TreeCell): TreeCell =>
  a => {
    const [value] = f(a)
    return [value, db => f(apart(a))[1](db)]
  }

/** A scan over segments, each of which is computed again on the way back, and what is left of the times. */
export const inSegments =
  (reverse: boolean, cell: TreeCell, segments: number): TreeCell =>
  a => {
    const [params, state, xs] = a
    const count = countOf(xs)
    const length = Math.ceil(count / Math.max(segments, 1))
    const whole = scanTrees(reverse, cell)
    if (segments <= 1 || length >= count || length < 2) return whole(a)
    const inner = runningTwice(scanTrees(reverse, cell))
    const outer = scanTrees(reverse, inner)
    const full = Math.floor(count / length)
    const split = full * length
    // What is left over comes last, or first where the last times come first.
    const parts = [
      { xs: divided(full)(timesOf(xs, 0, split)), run: outer, isDivided: true },
      ...(split < count ? [{ xs: timesOf(xs, split, count), run: inner, isDivided: false }] : []),
    ]
    const order = reverse ? parts.toReversed() : parts
    let s = state
    const ran = order.map(part => {
      const [[next, ys], pullback] = part.run([params, s, part.xs])
      s = next
      return { ...part, ys: part.isDivided ? joined(ys as Tree) : ys, pullback }
    })
    const byTime = <R>(found: readonly R[]): readonly R[] => (reverse ? found.toReversed() : found)
    const inOneRow = (found: readonly unknown[]): unknown => byTime(found).reduce(together)
    return [
      [s, inOneRow(ran.map(({ ys }) => ys))],
      ([dlast, dys]) => {
        let ds = dlast
        const pulled = ran.toReversed().map(({ isDivided, pullback }) => {
          const own = isDivided ? timesOf(dys, 0, split) : timesOf(dys, split, count)
          const [dp, dbefore, dxs] = pullback([ds, isDivided ? divided(full)(own) : own])
          ds = dbefore
          return { dp, dxs: isDivided ? joined(dxs as Tree) : dxs }
        })
        return [
          pulled.map(({ dp }) => dp as Tree).reduce(addCotangents),
          ds,
          inOneRow(pulled.toReversed().map(({ dxs }) => dxs)),
        ]
      },
    ]
  }
