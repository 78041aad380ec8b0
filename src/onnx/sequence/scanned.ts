/**
 * Loops over slices whose trees only a file knows.
 *
 * @module
 */
import { lift } from '../../smooth/derivative/lift.ts'
import { scan } from '../../smooth/loop/scan.ts'
import type { Tensor } from '../../tensor/tensor.ts'

/** Tensors by name. */
export interface Tensors {
  readonly [name: string]: Tensor
}

/** One turn: of what stays, what is carried and slices, what is carried on and a slice. */
export type Turn = (
  constants: Tensors,
  state: Tensors,
  slices: Tensors,
) => readonly [state: Tensors, slice: Tensor]

type Loop = (
  step: unknown,
) => (
  at: readonly [Tensors, Tensors, Tensors],
) => readonly [readonly [last: Tensors, all: Tensor], pullback: unknown]

/** A loop along the first axis of some tensors. */
export const scanned = (
  turn: Turn,
  constants: Tensors,
  state: Tensors,
  slices: Tensors,
  reverse = false,
): readonly [last: Tensors, all: Tensor] => {
  const step = lift(([c, s, x]: readonly [Tensors, Tensors, Tensors]) => turn(c, s, x))
  const loop: unknown = scan({ reverse })
  return (loop as Loop)(step)([constants, state, slices])[0]
}
