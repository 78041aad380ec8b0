/**
 * Length and angle of points in the plane. At the origin, where neither is smooth, no cotangent passes.
 *
 * @module
 */
import { onesLike, zerosLike } from '../../tensor/function/constructors.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import { div, neg, scaledBy } from './arithmetic.ts'
import { binaryOfFloats, ofBoth } from './binaryOfFloats.ts'
import { equal, select } from './compare.ts'

/** A length to divide by: 1 for a length of 0. */
const divisor = (length: Tensor): Tensor => select(equal(length, zerosLike(length)), onesLike(length), length)

export const Hypot = binaryOfFloats('hypot', Math.hypot, (x, y, z) => [
  scaledBy(() => div(x, divisor(z))),
  scaledBy(() => div(y, divisor(z))),
])

/** The length of x and y, to divide by it twice: a square would overflow. */
const overSquare = (d: Tensor, y: Tensor, x: Tensor): Tensor => {
  const length = divisor(hypot(x, y))
  return div(div(d, length), length)
}

export const Atan2 = binaryOfFloats('atan2', Math.atan2, (y, x) => [
  scaledBy(() => overSquare(x, y, x)),
  scaledBy(() => neg(overSquare(y, y, x))),
])

/** `√(x² + y²)` without overflow of the squares, element by element; its derivative at the origin is 0. */
export const hypot = ofBoth(Hypot)

/** The angle of the point with height y and width x, element by element; its derivative at the origin is 0. */
export const atan2 = ofBoth(Atan2)
