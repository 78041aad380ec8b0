/**
 * The decaying sum of gradients behind momentum.
 *
 * @module
 */
import { isFloat } from '../../tensor/tree.ts'
import { add } from '../../primitive/arithmetic.ts'
import { scale } from '../../primitive/scale.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import { zero } from '../../tensor/cotangent.ts'
import { ArgumentError } from '../../tensor/error.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import { type Empty, empty, type Leaf, type Tree, zipWith } from '../../tensor/tree.ts'
import type { Optimiser } from '../optimiser.ts'

/** The decaying sum of gradients; structured like the parameters. */
export interface TraceState {
  readonly velocity: Tree
}

/** How a trace looks ahead. */
export interface TraceOptions {
  /** Nesterov's form: the gradient plus the decayed new trace, instead of the trace. */
  readonly nesterov?: boolean
}

/**
 * `v ← decay · v + g`, and `v` as update; with `nesterov`, `g + decay · v`.
 *
 * @throws ArgumentError unless `0 ≤ decay < 1`.
 */
export const trace = takes(
  'trace',
  { decay: needs.number, options: needs.options({ nesterov: needs.boolean }) },
  () => traceUnchecked,
)

const traceUnchecked = (
  decay: number,
  { nesterov = false }: TraceOptions = {},
): Optimiser<TraceState, Empty> => {
  if (!(decay >= 0 && decay < 1))
    throw new ArgumentError(
      `Momentum decays by a factor from 0 up to, not including, 1, but was given ${decay}.`,
    )
  const follow: <P>(velocity: P, gradients: P) => P = zipWith((v: Leaf, g: Leaf) =>
    isFloat(g) ? add(scale(decay)(v as Tensor), g) : g,
  )
  return {
    name: nesterov ? `trace(${decay}, nesterov)` : `trace(${decay})`,
    init: params => ({ velocity: zero(params) as Tree }),
    rates: () => empty,
    update: (gradients, state) => {
      const velocity = follow(state.velocity as typeof gradients, gradients)
      return [nesterov ? follow(velocity, gradients) : velocity, { velocity: velocity as Tree }]
    },
  }
}
