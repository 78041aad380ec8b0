/**
 * The gates of the usual recurrent cells: one step from `a`, the linear map of the input, and `u`, that of the
 * hidden vector.
 *
 * @module
 */
import { add, mul, sub } from '../../primitive/elementwise/arithmetic.ts'
import { sigmoid, tanh } from '../../primitive/elementwise/elementary.ts'
import { concat } from '../../primitive/movement/concat.ts'
import { slice } from '../../primitive/movement/pad.ts'
import { onesLike } from '../../tensor/function/constructors.ts'
import type { Tensor } from '../../tensor/tensor.ts'

/** The hidden vector first, and what else is carried on. */
export type Carried = readonly Tensor[]

/** What is carried on, and the pullback of its cotangents. */
type Step = readonly [
  next: Carried,
  pullback: (dnext: Carried) => readonly [da: Tensor, du: Tensor, dcarried: readonly (Tensor | null)[]],
]

/** How many gates a recurrence has, how many vectors it carries, and its step. */
export interface Recurrence {
  readonly gates: number
  readonly carries: 1 | 2
  /** The pullback's last part is what does not go through `u`; `null` where nothing does. */
  readonly step: (a: Tensor, u: Tensor, before: Carried) => Step
}

/** The i-th of several gates beside each other. */
const gate = (x: Tensor, i: number, gates: number): Tensor => {
  const [batch, width] = x.shape as readonly [number, number]
  return slice([0, (i * width) / gates], [batch, width / gates])(x)
}

const beside = (...gates: readonly Tensor[]): Tensor => concat(1)(...gates) as Tensor
const oneMinus = (x: Tensor): Tensor => sub(onesLike(x), x)
/** The derivatives of the two activations from their values. */
const sigmoidSlope = (y: Tensor): Tensor => mul(y, oneMinus(y))
const tanhSlope = (y: Tensor): Tensor => oneMinus(mul(y, y))

/** `h = tanh(a + u)` (Elman 1990). */
export const elman: Recurrence = {
  gates: 1,
  carries: 1,
  step: (a, u) => {
    const h = tanh(add(a, u))
    return [
      [h],
      ([dh]) => {
        const d = mul(dh as Tensor, tanhSlope(h))
        return [d, d, [null]]
      },
    ]
  },
}

/**
 * With the gates i, f, g and o of `a + u` in this order: `c ← σ(f) c + σ(i) tanh(g)`, `h = σ(o) tanh(c)` (Hochreiter and
 * Schmidhuber 1997; Gers, Schmidhuber and Cummins 1999).
 */
export const longShortTerm: Recurrence = {
  gates: 4,
  carries: 2,
  step: (a, u, [, before]) => {
    const z = add(a, u)
    const [i, f, o] = [sigmoid(gate(z, 0, 4)), sigmoid(gate(z, 1, 4)), sigmoid(gate(z, 3, 4))]
    const g = tanh(gate(z, 2, 4))
    const c = add(mul(f, before as Tensor), mul(i, g))
    const t = tanh(c)
    return [
      [mul(o, t), c],
      ([dh, dlast]) => {
        const dc = add(dlast as Tensor, mul(mul(dh as Tensor, o), tanhSlope(t)))
        const dz = beside(
          mul(mul(dc, g), sigmoidSlope(i)),
          mul(mul(dc, before as Tensor), sigmoidSlope(f)),
          mul(mul(dc, i), tanhSlope(g)),
          mul(mul(dh as Tensor, t), sigmoidSlope(o)),
        )
        return [dz, dz, [null, mul(dc, f)]]
      },
    ]
  },
}

/**
 * With the gates r, z and n of `a` and `u` in this order: `n = tanh(aₙ + σ(r) uₙ)`, `h ← (1 - σ(z)) n + σ(z) h` (Cho et al.
 * 2014, with the reset gate behind the product).
 */
export const gated: Recurrence = {
  gates: 3,
  carries: 1,
  step: (a, u, [before]) => {
    const h = before as Tensor
    const both = (i: number): Tensor => sigmoid(add(gate(a, i, 3), gate(u, i, 3)))
    const [r, z, un] = [both(0), both(1), gate(u, 2, 3)]
    const n = tanh(add(gate(a, 2, 3), mul(r, un)))
    const gap = sub(h, n)
    return [
      [add(n, mul(z, gap))],
      ([dnext]) => {
        const d = dnext as Tensor
        const dn = mul(mul(d, oneMinus(z)), tanhSlope(n))
        const dz = mul(mul(d, gap), sigmoidSlope(z))
        const dr = mul(mul(dn, un), sigmoidSlope(r))
        return [beside(dr, dz, dn), beside(dr, dz, mul(dn, r)), [mul(d, z)]]
      },
    ]
  },
}
