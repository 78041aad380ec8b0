/**
 * Powers of two tensors.
 *
 * @module
 */

import { onesLike, zerosLike } from '../../tensor/function/constructors.ts'
import type { Integers, Tensor } from '../../tensor/tensor.ts'
import { mul, scaledBy } from './arithmetic.ts'
import { binaryOfFloats, ofBoth } from './binaryOfFloats.ts'
import { equal, greaterEqual, select } from './compare.ts'
import { log } from './elementary.ts'
import { shift } from './scale.ts'

/** IEEE 754's: 1 to any power is 1, and -1 to an infinite one, which JavaScript says is NaN. */
const powOf = (x: number, y: number): number =>
  x === 1 || (x === -1 && Math.abs(y) === Number.POSITIVE_INFINITY) ? 1 : x ** y

/** Where x is 0 and a mask of y holds. */
const atZero = (x: Tensor, mask: Integers): Integers => equal(select(mask, x, onesLike(x)), zerosLike(x))

/** `y xʸ⁻¹`, and 0 where both are 0. */
const inBase = (x: Tensor, y: Tensor): Tensor => {
  const base = select(atZero(x, equal(y, zerosLike(y))), onesLike(x), x)
  return mul(y, pow(base, shift(-1)(y)))
}

/** `xʸ log x`, and 0 where x is 0 and y is not negative. */
const inExponent = (x: Tensor, y: Tensor): Tensor => {
  const base = select(atZero(x, greaterEqual(y, zerosLike(y))), onesLike(x), x)
  return mul(pow(base, y), log(base))
}

export const Pow = binaryOfFloats('pow', powOf, (x, y) => [
  scaledBy(() => inBase(x, y)),
  scaledBy(() => inExponent(x, y)),
])

/** `xʸ`, element by element. */
export const pow = ofBoth(Pow)
