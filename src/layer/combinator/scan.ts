/**
 * A cell along time.
 *
 * @module
 */

import { partOf, stacked } from '../../smooth/loop/slices.ts'
import { addCotangents } from '../../smooth/map/cotangents.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Kind } from '../../tensor/dtype.ts'
import { ShapeError } from '../../tensor/error.ts'
import type { Fits, Words } from '../../tensor/fits.ts'
import { tensors } from '../../tensor/function/traversal.ts'
import { type Shape, showShape } from '../../tensor/shape.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Tree } from '../../tensor/tree.ts'
import { contextAt } from '../context.ts'
import { insideOne } from '../inside.ts'
import {
  type AnyLayer,
  type InputOf,
  kind,
  type Layer,
  type OutputOf,
  type ParamsOf,
  type StateOf,
} from '../layer.ts'
import { requireTensor } from '../requireTensor.ts'
import type { Apply } from '../type/typeFunction.ts'
import { typed, type Untyped, untyped } from '../typed.ts'
import { within } from '../within.ts'
import { isRead } from './isRead.ts'
import { loopedScan } from './loopedScan.ts'
import { requireParts } from './parts.ts'

/** What a cell gives. */
type GivenBy<L> = Apply<OutputOf<L>, InputOf<L>>

/**
 * The layer itself if it is a cell, else a sentence that says what a cell is.
 *
 * @category Combinators
 * @since 0.1.0
 */
export type Cell<L> =
  InputOf<L> extends readonly [unknown, infer H]
    ? GivenBy<L> extends readonly [unknown, infer K]
      ? Fits<K, H> extends true
        ? L
        : `a cell gives a carry like the one that it takes, but this one takes ${Words<H>} and gives ${Words<K>}`
      : `a cell gives a pair of an output and a carry, but this one gives ${Words<GivenBy<L>>}`
    : `a cell takes a pair of an input and a carry, but this one takes ${Words<InputOf<L>>}`

/** A tensor [batch, ...] with an axis of time behind the first. */
type Timed<X> =
  X extends Tensor<readonly [infer B extends number, ...infer R extends Shape], infer K extends Kind>
    ? Tensor<[B, number, ...R], K>
    : never

type Part<T, I extends 0 | 1> = T extends readonly [unknown, unknown] ? T[I] : never

/**
 * How a scan goes along time.
 *
 * @category Combinators
 * @since 0.1.0
 */
export interface ScanOptions {
  /**
   * Whether it begins at the end; outputs stay at their times. Defaults to false.
   *
   * @default false
   */
  readonly reverse?: boolean
}

/** The blocks at one time, without the axis of time. */
const at = (xs: Tree, t: number): Tree => partOf(1, t)(xs)

/** Blocks one after the other along a new axis of time. */
const alongTime = stacked(1)

/**
 * A recurrence: the cell at each time in turn, with one set of parameters; each takes the input at its time and the carry that
 * the one before it gave. So it is the composition of as many cells with tied parameters, whose gradient is the sum over all
 * times. A state of the cell, if any, passes from time to time too.
 *
 * Takes the pair of inputs [batch, time, ...] and the first carry, and gives the pair of outputs [batch, time, ...] and the
 * last carry. In a program it is one loop, whatever the number of times.
 *
 * @throws ShapeError without an axis of time, or if there is no time at all.
 *
 * @example
 * import { lstmCell, scan } from 'pullback'
 * const overTime = scan()(lstmCell(8, 16))
 * const fromTheEnd = scan({ reverse: true })(lstmCell(8, 16))
 *
 * @category Combinators
 * @since 0.1.0
 */
export const scan = takes(
  'scan',
  [{ options: needs.options({ reverse: needs.boolean }) }, { cell: needs.layer }],
  () => scanUnchecked,
)

const scanUnchecked =
  (options: ScanOptions = {}) =>
  <L extends AnyLayer>(
    cell: Cell<L>,
  ): Layer<
    readonly [inputs: Timed<Part<InputOf<L>, 0>>, carry: Part<InputOf<L>, 1>],
    readonly [outputs: Timed<Part<GivenBy<L>, 0>>, carry: Part<GivenBy<L>, 1>],
    ParamsOf<L>,
    StateOf<L>
  > =>
    typed(along(untyped(cell), options))

/** Requires [batch, time, ...] of as many times, one at least, of every tensor: their number. */
const requireTimes = (name: string, xs: Tree): number => {
  const [first, ...others] = tensors(xs)
  if (first === undefined) requireTensor(name, xs)
  const { shape } = first as Tensor
  const time = shape[1]
  if (time === undefined || time === 0)
    throw new ShapeError(
      `${name} takes [batch, time, ...] with at least one time, but was given ${showShape(shape)}.`,
      [shape],
      1,
    )
  for (const other of others)
    if (other.shape[1] !== time)
      throw new ShapeError(
        `${name} takes as many times of each input, but was given ${showShape(shape)} and ${showShape(other.shape)}.`,
        [shape, other.shape],
        1,
      )
  return time
}

/** What `scan` does, for cells whose types are forgotten. Inputs may be several. */
export const along = (cell: Untyped, { reverse = false }: ScanOptions): Untyped => {
  const name = reverse ? `scan(reverse)(${cell.name})` : `scan(${cell.name})`
  return {
    name,
    init: cell.init,
    [kind]: { is: 'same', layer: cell },
    inside: insideOne('each time', cell, other => along(other, { reverse }), false),
    run: (params, input, state, context) => {
      const [xs, first] = requireParts(name, ['inputs', 'first carry'], input) as readonly [Tree, Tree]
      const time = requireTimes(name, xs)
      if (time > 1 && isRead(context, params, input, state))
        return loopedScan(cell.run, { params, inputs: xs, carry: first, state, context }, reverse)
      const times = Array.from({ length: time }, (_, t) => (reverse ? time - 1 - t : t))
      const inOrder = <X>(found: readonly X[]): readonly X[] => (reverse ? found.toReversed() : found)
      const outputs: Tree[] = []
      const pullbacks: ((db: Tree) => readonly [Tree, Tree])[] = []
      let [carry, s] = [first, state]
      for (const t of times) {
        const [pair, pullback, next] = within(`time ${t}`, () =>
          cell.run(params, [at(xs, t), carry], s, contextAt(context, t)),
        )
        const [y, h] = requireParts(`${name}, of its cell,`, ['output', 'carry'], pair) as readonly [
          Tree,
          Tree,
        ]
        outputs.push(y)
        pullbacks.push(pullback)
        carry = h
        s = next
      }
      const pullback = (db: Tree): readonly [Tree, Tree] => {
        const [dys, dlast] = db as readonly [Tree, Tree]
        const dxs = new Array<Tree>(time)
        let [total, dcarry]: [Tree | null, Tree] = [null, dlast]
        for (let i = time - 1; i >= 0; i--) {
          const pull = pullbacks[i] as (d: Tree) => readonly [Tree, Tree]
          const [dp, dinput] = pull([at(dys, times[i] as number), dcarry])
          const [dx, dbefore] = dinput as readonly [Tree, Tree]
          total = total === null ? dp : addCotangents(total, dp)
          dxs[i] = dx
          dcarry = dbefore
        }
        return [total as Tree, [alongTime(inOrder(dxs)), dcarry]]
      }
      return [[alongTime(inOrder(outputs)), carry], pullback, s]
    },
  }
}
