/**
 * A sigmoid that nears its ends slowly.
 *
 * @module
 */

import type { Tensor } from '../../tensor/tensor.ts'
import { div } from './arithmetic.ts'
import { abs } from './elementary.ts'
import { shift } from './scale.ts'
import { operation, unary } from './unary.ts'

/** Beyond this the value is ±1 in f32 and f64; a quotient of infinities would not be a number. */
export const softsignIsOne = 2 ** 60

const softsignOf = (x: number): number => {
  const near = Math.max(-softsignIsOne, Math.min(x, softsignIsOne))
  return near / (1 + Math.abs(near))
}

/** Twice divided, so that squares do not overflow. */
const slope = (d: Tensor, x: Tensor): Tensor => {
  const size = shift(1)(abs(x))
  return div(div(d, size), size)
}

export const Softsign = unary('softsign', softsignOf, x => ({
  apply: dx => slope(dx as Tensor, x),
  transpose: dy => slope(dy as Tensor, x),
}))

/**
 * `x / (1 + |x|)`: between -1 and 1, which it is at ±∞ (PyTorch's `softsign` is NaN there). Its derivative is `1 / (1 + |x|)²`.
 *
 * @category Operations
 * @since 0.1.0
 */
export const softsign = operation(Softsign)
