/**
 * The position that a sequence which comes part by part has come to.
 *
 * @module
 */

import { DynamicSlice } from '../../primitive/block/dynamicSlice.ts'
import { add } from '../../primitive/elementwise/arithmetic.ts'
import { concat } from '../../primitive/movement/concat.ts'
import { reshape } from '../../primitive/movement/reshape.ts'
import { fromPrimitive } from '../../smooth/map/fromPrimitive.ts'
import { fromValues, scalar } from '../../tensor/function/constructors.ts'
import type { Integers, Tensor } from '../../tensor/tensor.ts'
import { type Empty, empty } from '../../tensor/tree.ts'
import type { Layer } from '../layer.ts'
import { type Untyped, untyped } from '../typed.ts'

/** How many positions have come. */
export type Position = Integers<[]>

/** The state of a layer that counts positions. */
export interface Counted {
  readonly position: Position
}

/** None. */
export const begun: Position = scalar(0, 'i32')

/** So many more. */
export const advanced = (position: Position, time: number): Position => add(position, scalar(time, 'i32'))

/** The rows of a table [capacity, width] for the next positions, and the cotangent of the table. */
export const rowsFrom = (
  position: Position,
  time: number,
  table: Tensor,
): readonly [rows: Tensor, pullback: (drows: Tensor) => Tensor] => {
  const start = concat(0)(reshape([1])(position), fromValues([1], [0], 'i32'))
  const sizes = [time, table.shape[1] as number]
  const [rows, pull] = fromPrimitive<
    readonly [Tensor, Integers],
    Tensor,
    { sizes: readonly number[]; batchDims: number }
  >(DynamicSlice, { sizes, batchDims: 0 })([table, start])
  return [rows, drows => pull(drows)[0] as Tensor]
}

/** A layer without parameters that knows how many positions have come before its input [..., time, width]. */
export const counting = (
  name: string,
  capacity: number,
  f: (x: Tensor, position: Position) => readonly [y: Tensor, pullback: (dy: Tensor) => Tensor],
): Untyped => {
  const own: Layer<Tensor, Tensor, Empty, Counted> = {
    name: `cached(${capacity})(${name})`,
    init: () => ({ params: empty, state: { position: begun } }),
    run: (_, x, { position }) => {
      const [y, pullback] = f(x, position)
      const next = { position: advanced(position, x.shape.at(-2) as number) }
      return [y, dy => [empty, pullback(dy as Tensor)], next]
    },
  }
  return untyped(own)
}
