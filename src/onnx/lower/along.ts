/**
 * Axes that values lie and are summed along, as patterns look for them.
 *
 * @module
 */
import type { Ref } from '../../primitive/core/program.ts'
import type { SumOptions } from '../../primitive/reduction/broadcast.ts'
import { sizeOf } from '../../tensor/shape.ts'
import type { View } from './match.ts'

export const onlyAxis =
  (axis: number) =>
  (axes: readonly number[]): boolean =>
    axes.length === 1 && axes[0] === axis

/** All axes but one. */
export const allBut =
  (axis: number) =>
  (axes: readonly number[], rank: number): boolean =>
    axes.length === rank - 1 && axes.every((it, i) => it === (i < axis ? i : i + 1))

/** The axis that a sum or maximum is over, if it is one. */
export const overOne = (view: View, ref: Ref, name: 'sum' | 'max'): number | null => {
  const axes = (view.step(ref, name)?.options as SumOptions | undefined)?.axes
  return axes?.length === 1 ? (axes[0] as number) : null
}

/** A bias as something that lies along the last axis, or is one number. */
export const alongLast = (view: View, ref: Ref): Ref | null =>
  view.repeated(ref, (axes, rank) => axes.length === 0 || (axes.length === 1 && axes[0] === rank - 1))

/** What rows in one list were made of, if a value is that. */
export const listed = (view: View, list: Ref): Ref | null => {
  const x = view.of(list, 'reshape')?.[0]
  if (x === undefined) return null
  const [from, to] = [view.shapeOf(x), view.shapeOf(list)]
  return to.length === 2 && from.length > 2 && from.at(-1) === to[1] && sizeOf(from) > 0 ? x : null
}
