/**
 * The quantile of a normal distribution between bounds, by the three ways of its kernel.
 *
 * @module
 */
import { mul, neg } from '../../primitive/elementwise/arithmetic.ts'
import { maximum, minimum } from '../../primitive/elementwise/compare.ts'
import { convert } from '../../primitive/elementwise/convert.ts'
import { abs, exp, expm1, log, log1p, sqrt } from '../../primitive/elementwise/elementary.ts'
import type { FloatDType } from '../../tensor/dtype.ts'
import type { AnyTensor, Tensor } from '../../tensor/tensor.ts'
import {
  above,
  atLeast,
  below,
  equals,
  everywhere,
  firstOf,
  from,
  minus,
  not,
  over,
  plus,
  times,
  where,
} from './arithmetic.ts'
import { erf, normalQuantile } from './errorFunction.ts'
import { mills, probabilities, untilNone } from './probability.ts'

/** What is above a number that is not negative. */
const tailOf = (x: Tensor): Tensor =>
  where(
    equals(x, Number.POSITIVE_INFINITY),
    0,
    times(mul(mills(x), exp(times(mul(x, x), -0.5))), 1 / Math.sqrt(2 * Math.PI)),
  )

/** Newton's method on the logarithm of what is above. */
const outerStep = (low: Tensor, high: Tensor, p: Tensor): Tensor => {
  const atLow = mills(low)
  const isOpen = equals(high, Number.POSITIVE_INFINITY)
  const far = times(mul(minus(high, low), plus(high, low)), 0.5)
  const cut = where(isOpen, 1, neg(expm1(minus(log(over(mills(high), atLow)), far))))
  const left = log1p(neg(mul(p, cut)))
  const begin = over(times(left, -2), plus(low, sqrt(minus(mul(low, low), times(left, 2)))))
  const [step] = untilNone(30, [begin] as readonly [Tensor], ([now]) => {
    const there = mills(plus(low, now))
    const off = minus(minus(log(over(there, atLow)), mul(now, plus(low, times(now, 0.5)))), left)
    const change = mul(off, there)
    const next = plus(now, change)
    return [[next], above(abs(change), times(next, 1e-9))]
  })
  return step
}

/** Bounds so near to each other that the density between them is a line. */
const narrow = 1e-5

const quantile = (low: Tensor, high: Tensor, p: Tensor, q: Tensor): Tensor => {
  const width = minus(high, low)
  const within = (z: Tensor): Tensor => minimum(maximum(z, low), high)
  const bend = from(1, times(mul(mul(q, width), plus(low, high)), 0.25))
  const line = plus(low, mul(mul(width, p), bend))
  // Where it is not asked for, the step begins at a bound that it can begin at.
  const outer = plus(low, outerStep(maximum(low, everywhere(low, 1)), high, p))
  const part = (x: Tensor): Tensor => erf(times(x, Math.SQRT1_2))
  const between = times(minus(part(high), part(low)), 0.5)
  const tail = tailOf(abs(low))
  const under = where(below(low, 0), tail, from(1, tail))
  const inner = normalQuantile(
    plus(under, mul(p, between)),
    plus(tailOf(maximum(high, everywhere(high, 0))), mul(q, between)),
  )
  return firstOf(
    [
      [below(width, narrow), within(line)],
      [atLeast(low, 1), within(outer)],
    ],
    within(inner),
  )
}

export const truncatedNormalQuantile = (words: AnyTensor, low: Tensor, high: Tensor): AnyTensor => {
  const [p, q] = probabilities(words)
  const [a, b] = [convert('f64')(low) as Tensor, convert('f64')(high) as Tensor]
  // What is mostly below 0 is mirrored.
  const isLower = below(plus(a, b), 0)
  const found = quantile(
    where(isLower, neg(b), a),
    where(isLower, neg(a), b),
    where(isLower, q, p),
    where(isLower, p, q),
  )
  const z = where(isLower, neg(found), found)
  return convert(low.dtype as FloatDType)(where(not(below(a, b)), Number.NaN, z))
}
