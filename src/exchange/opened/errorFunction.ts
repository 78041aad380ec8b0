/**
 * The error function, its complement and its inverse, and the quantile of the normal distribution, by the rational functions of their
 * kernels.
 *
 * @module
 */
import { neg } from '../../primitive/elementwise/arithmetic.ts'
import { minimum } from '../../primitive/elementwise/compare.ts'
import { abs, exp, log, sign, sqrt } from '../../primitive/elementwise/elementary.ts'
import { trunc } from '../../primitive/elementwise/rounding.ts'
import { erfcFar, erfcTail } from '../../primitive/special/erfcOf.ts'
import { erfCoefficients, erfIsOne, erfNearZero } from '../../primitive/special/erfOf.ts'
import { type Coefficients, normalQuantile as quotients } from '../../primitive/special/normalQuantileOf.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import {
  atMost,
  below,
  equals,
  everywhere,
  firstOf,
  from,
  inDouble,
  minus,
  over,
  plus,
  polynomial,
  times,
  where,
} from './arithmetic.ts'

const { p, q, r, s } = erfCoefficients

export const erf = (x: Tensor): Tensor => {
  const size = minimum(abs(x), everywhere(x, erfIsOne))
  const z = times(size, size)
  const near = over(times(x, polynomial(p, z)), polynomial(q, z))
  const value = from(1, over(times(exp(neg(z)), polynomial(r, size)), polynomial(s, size)))
  return firstOf(
    [
      [below(size, erfNearZero), near],
      [below(x, 0), neg(value)],
    ],
    value,
  )
}

/** `e^(−x²)`: the square in two parts, as its rounding error would be as many times larger as the square is. */
const gaussian = (x: Tensor): Tensor => {
  const head = times(trunc(times(x, 16)), 1 / 16)
  return times(exp(neg(times(head, head))), exp(neg(times(minus(x, head), plus(x, head)))))
}

export const erfc = inDouble(x => {
  const near = minimum(x, everywhere(x, 30))
  const middle = over(times(gaussian(near), polynomial(r, near)), polynomial(s, near))
  const z = over(1, times(near, near))
  const tail = over(times(z, polynomial(erfcTail.p, z)), polynomial(erfcTail.q, z))
  const outer = over(times(gaussian(near), plus(tail, 1 / Math.sqrt(Math.PI))), x)
  return firstOf(
    [
      [below(x, erfNearZero), from(1, erf(x))],
      [atMost(x, erfcFar), middle],
    ],
    outer,
  )
})

const ratio = ([top, bottom]: Coefficients, x: Tensor): Tensor =>
  over(polynomial(top, x), polynomial(bottom, x))

/** What is beside the middle, by the root of the logarithm of what is left. */
const outwards = (left: Tensor): Tensor => {
  const root = sqrt(neg(log(left)))
  return where(
    atMost(root, 5),
    ratio(quotients.side, minus(root, 1.6)),
    ratio(quotients.tail, minus(root, 5)),
  )
}

/** Where the normal distribution has the probability p below and q = 1 − p above. */
export const normalQuantile = (p: Tensor, q: Tensor): Tensor => {
  const isLower = below(p, q)
  const off = where(isLower, minus(p, 0.5), from(0.5, q))
  const middle = times(off, ratio(quotients.middle, from(0.180625, times(off, off))))
  const size = outwards(minimum(p, q))
  return firstOf(
    [
      [atMost(abs(off), 0.425), middle],
      [isLower, neg(size)],
    ],
    size,
  )
}

export const erfinv = inDouble(x => {
  const size = abs(x)
  const square = times(times(x, x), 1 / 4)
  const centre = times(times(times(x, 0.5), ratio(quotients.middle, from(0.180625, square))), Math.SQRT1_2)
  const deviation = outwards(times(from(1, size), 0.5))
  return firstOf(
    [
      [atMost(size, 0.85), centre],
      [equals(size, 1), times(x, Number.POSITIVE_INFINITY)],
    ],
    times(times(sign(x), deviation), Math.SQRT1_2),
  )
})
