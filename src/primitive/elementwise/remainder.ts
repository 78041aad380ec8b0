/**
 * The remainder of divisions.
 *
 * @module
 */
import type { Tensor } from '../../tensor/tensor.ts'
import { div, neg, scaledBy, sub } from './arithmetic.ts'
import { binaryOfFloats, ofBoth } from './binaryOfFloats.ts'
import { round } from './rounding.ts'

/** JavaScript's remainder is exact and has the sign of what is divided; a period more gives that of the divisor. */
const remainderOf = (x: number, y: number): number => {
  const rest = x % y
  if (rest === 0) return y < 0 ? -0 : 0
  return rest < 0 !== y < 0 ? rest + y : rest
}

/** How often the divisor was taken away: a whole number, which is constant in pieces. */
const quotient = (x: Tensor, y: Tensor, z: Tensor): Tensor => round(div(sub(x, z), y))

export const Remainder = binaryOfFloats('remainder', remainderOf, (x, y, z) => [
  { apply: dx => dx, transpose: dz => dz },
  scaledBy(() => neg(quotient(x, y, z))),
])

/** `x − y ⌊x / y⌋`, element by element, with the sign of y. */
export const remainder = ofBoth(Remainder)
