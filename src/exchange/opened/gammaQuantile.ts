/**
 * The quantile of the gamma distribution and its derivatives in the concentration, by the integrals, series and steps of its kernel:
 * what a branch does not need is computed and left.
 *
 * @module
 */
import { add, mul, neg } from '../../primitive/elementwise/arithmetic.ts'
import { minimum, select } from '../../primitive/elementwise/compare.ts'
import { convert } from '../../primitive/elementwise/convert.ts'
import { abs, exp, expm1, log, sqrt } from '../../primitive/elementwise/elementary.ts'
import { concat } from '../../primitive/movement/concat.ts'
import { reshape } from '../../primitive/movement/reshape.ts'
import type { GammaOptions } from '../../primitive/random/gammaQuantile.ts'
import { difference, relativeStep } from '../../primitive/random/gammaQuantile.ts'
import { broadcastAlong, sum } from '../../primitive/reduction/broadcast.ts'
import { fromStirling } from '../../primitive/special/gammaFunction.ts'
import { nodes, weights } from '../../primitive/special/gaussLegendre.ts'
import { beyond, seriesUpTo } from '../../primitive/special/incompleteGamma.ts'
import type { FloatDType } from '../../tensor/dtype.ts'
import { fromValues } from '../../tensor/function/constructors.ts'
import type { AnyTensor, Tensor } from '../../tensor/tensor.ts'
import {
  above,
  atLeast,
  atMost,
  below,
  both,
  either,
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
import { normalQuantile } from './errorFunction.ts'
import { digammaOfPositive, logGammaOfPositive, repeated } from './gamma.ts'
import { probabilities, untilNone } from './probability.ts'

/** What of a concentration is used again and again. */
export interface Concentration {
  readonly alpha: Tensor
  readonly log: Tensor
  readonly logGamma: Tensor
}

export const concentrationOf = (alpha: Tensor): Concentration => ({
  alpha,
  log: log(alpha),
  logGamma: logGammaOfPositive(alpha),
})

/** What `log Γ(x)` is beside `(x - ½) log x - x + ½ log 2π`, from 10 on. */
const stirlingRest = (x: Tensor): Tensor => {
  const z = over(1, mul(x, x))
  const coefficients = [
    1 / 12,
    -1 / 360,
    1 / 1260,
    -1 / 1680,
    1 / 1188,
    -691 / 360360,
    1 / 156,
    -3617 / 122400,
  ]
  const series = coefficients.toReversed().reduce((all: Tensor, c) => plus(mul(all, z), c), everywhere(x, 0))
  return over(series, x)
}

/** `log(z f(z))` at `z = α e^d`. */
export const logDensity = ({ alpha, log: logAlpha, logGamma }: Concentration, d: Tensor): Tensor => {
  const outer = minus(
    minus(times(minus(logAlpha, Math.log(2 * Math.PI)), 0.5), stirlingRest(alpha)),
    mul(alpha, minus(expm1(d), d)),
  )
  const inner = minus(minus(mul(alpha, plus(logAlpha, d)), mul(alpha, exp(d))), logGamma)
  return where(atLeast(alpha, fromStirling), outer, inner)
}

/** A tail over `z f(z)`, and the integral with y as a factor. */
interface Tail {
  readonly mass: Tensor
  readonly moment: Tensor
}

/** Newton's method from the right, for where a convex function is 0. */
const convexRoot = (begin: Tensor, f: (y: Tensor) => readonly [value: Tensor, slope: Tensor]): Tensor =>
  repeated(
    12,
    ([y]) => atLeast(f(y)[0], 1),
    ([y]) => {
      const [value, slope] = f(y)
      return [minus(y, over(value, slope))] as const
    },
    [begin] as readonly [Tensor],
  )[0]

/** By Gauss and Legendre, with the nodes on an axis in front. */
const integral = (reach: Tensor, exponent: (y: Tensor, spread: (x: Tensor) => Tensor) => Tensor): Tail => {
  const shape = [nodes.length, ...reach.shape]
  const spread = (x: Tensor): Tensor =>
    broadcastAlong(
      shape,
      x.shape.map((_, axis) => axis + 1),
    )(x) as Tensor
  const alongNodes = (xs: Float64Array): Tensor =>
    broadcastAlong(shape, [0])(fromValues([xs.length], [...xs], 'f64') as AnyTensor as Tensor) as Tensor
  const y = mul(alongNodes(nodes), spread(reach))
  const part = mul(alongNodes(weights), exp(exponent(y, spread)))
  return {
    mass: mul(sum([0])(part) as Tensor, reach),
    moment: mul(sum([0])(mul(part, y)) as Tensor, reach),
  }
}

const lowerIntegral = (alpha: Tensor, z: Tensor, rise: Tensor): Tail => {
  const reach = convexRoot(over(plus(z, beyond), alpha), y => [
    minus(plus(mul(alpha, y), mul(z, expm1(neg(y)))), beyond),
    minus(alpha, mul(z, exp(neg(y)))),
  ])
  return integral(reach, (y, spread) =>
    neg(minus(mul(spread(z), plus(expm1(neg(y)), y)), mul(spread(rise), y))),
  )
}

const upperIntegral = (alpha: Tensor, z: Tensor, rise: Tensor): Tail => {
  const far = over(minus(sqrt(plus(mul(rise, rise), times(z, 2 * beyond))), rise), z)
  const reach = convexRoot(minimum(far, everywhere(far, 700)), y => [
    minus(minus(mul(z, expm1(y)), mul(alpha, y)), beyond),
    minus(mul(z, exp(y)), alpha),
  ])
  return integral(reach, (y, spread) => neg(plus(mul(spread(z), minus(expm1(y), y)), mul(spread(rise), y))))
}

/** `P / (z f)`, by its series where that is short. */
export const lowerMass = (alpha: Tensor, d: Tensor): Tensor => {
  const z = mul(alpha, exp(d))
  const begin = over(1, alpha)
  const isLong = above(alpha, seriesUpTo)
  const [, series] = untilNone(499, [begin, begin] as readonly [Tensor, Tensor], ([term, total], n) => {
    const next = mul(term, over(z, plus(alpha, n)))
    const all = plus(total, next)
    return [[next, all], both(not(isLong), above(next, times(all, 1e-17)))]
  })
  return where(isLong, lowerIntegral(alpha, z, mul(alpha, expm1(d))).mass, series)
}

/** `Q / (z f)`. */
export const upperMass = (given: Concentration, d: Tensor): Tensor => {
  const { alpha } = given
  const z = mul(alpha, exp(d))
  const near = minus(exp(neg(logDensity(given, d))), lowerMass(alpha, d))
  return where(below(z, 1), near, upperIntegral(alpha, z, mul(alpha, expm1(d))).mass)
}

const startOf = ({ alpha, log: logAlpha, logGamma }: Concentration, p: Tensor, q: Tensor): Tensor => {
  const nearZero = minus(over(plus(plus(log(p), logGamma), logAlpha), alpha), logAlpha)
  const cube = plus(from(1, over(1 / 9, alpha)), over(normalQuantile(p, q), times(sqrt(alpha), 3)))
  const byCube = times(log(cube), 3)
  return firstOf(
    [
      [both(atLeast(alpha, 1), above(cube, 0.3)), byCube],
      [either(below(plus(nearZero, logAlpha), -1), below(cube, 0.1)), nearZero],
    ],
    byCube,
  )
}

/** Where the distribution has the probability p below and q above, as the logarithm of `z / α`, by Halley's method. */
const logGammaQuantile = (given: Concentration, p: Tensor, q: Tensor): Tensor => {
  const { alpha } = given
  const isLower = atMost(p, q)
  const wanted = log(where(isLower, p, q))
  const enough = times(minimum(everywhere(alpha, 1), over(1, sqrt(alpha))), 1e-5)
  const [d] = untilNone(60, [startOf(given, p, q)] as readonly [Tensor], ([now]) => {
    const fall = mul(alpha, expm1(now))
    const mass = where(isLower, lowerMass(alpha, now), upperMass(given, now))
    const off = minus(plus(logDensity(given, now), log(mass)), wanted)
    const bend = plus(mul(mass, where(isLower, fall, neg(fall))), 1)
    const damp = plus(times(mul(off, bend), 0.5), 1)
    const step = over(
      mul(where(isLower, neg(off), off), mass),
      where(above(damp, 0.5), damp, everywhere(damp, 1)),
    )
    return [[plus(now, step)], above(abs(step), enough)]
  })
  return d
}

/** `d log z / dα` where p stays the same, at `z = α e^d`. */
const logGammaSlope = ({ alpha, log: logAlpha }: Concentration, d: Tensor): Tensor => {
  const digamma = digammaOfPositive(alpha)
  const [x, rise, z] = [plus(logAlpha, d), mul(alpha, expm1(d)), mul(alpha, exp(d))]
  const away = minus(x, digamma)
  const upper = upperIntegral(alpha, z, rise)
  const lower = lowerIntegral(alpha, z, rise)
  const begin = over(1, alpha)
  const psi = plus(digamma, begin)
  const [, , series] = untilNone(
    499,
    [begin, psi, mul(begin, minus(psi, x))] as readonly [Tensor, Tensor, Tensor],
    ([term, slope, total], n) => {
      const at = plus(alpha, n)
      const next = mul(term, over(z, at))
      const after = plus(slope, over(1, at))
      const own = minus(after, x)
      const all = plus(total, mul(next, own))
      const size = mul(next, where(above(abs(own), 1), abs(own), everywhere(own, 1)))
      return [[next, after, all], both(atMost(alpha, seriesUpTo), above(size, times(abs(all), 1e-17)))]
    },
  )
  return firstOf(
    [
      [both(atLeast(z, alpha), atLeast(z, 1)), plus(upper.moment, mul(away, upper.mass))],
      [above(alpha, seriesUpTo), minus(lower.moment, mul(away, lower.mass))],
    ],
    series,
  )
}

/** The sample or its logarithm, or its first derivative. */
const sampleOf = (alpha: Tensor, p: Tensor, q: Tensor, isLog: boolean, order: 0 | 1): Tensor => {
  const isGood = both(above(alpha, 0), below(alpha, Number.POSITIVE_INFINITY))
  const given = concentrationOf(where(isGood, alpha, everywhere(alpha, 1)))
  const d = logGammaQuantile(given, p, q)
  const value = isLog ? plus(given.log, d) : mul(given.alpha, exp(d))
  const slope = (): Tensor => {
    const own = logGammaSlope(given, d)
    return isLog ? own : mul(value, own)
  }
  return select(isGood, order === 0 ? value : slope(), everywhere(alpha, Number.NaN))
}

/** Higher derivatives are differences of those below, of which all are computed at once, on an axis in front. */
const derivativeOf = (order: number, alpha: Tensor, p: Tensor, q: Tensor, isLog: boolean): Tensor => {
  if (order < 2) return sampleOf(alpha, p, q, isLog, order as 0 | 1)
  const h = times(alpha, relativeStep)
  const steps = difference.flatMap((_, i) => [i + 1, -(i + 1)])
  const shape = [steps.length, ...alpha.shape]
  const spread = (x: Tensor): Tensor =>
    broadcastAlong(
      shape,
      x.shape.map((_, axis) => axis + 1),
    )(x) as Tensor
  const moved = concat(0)(
    ...steps.map(n => reshape([1, ...alpha.shape])(add(alpha, times(h, n))) as Tensor),
  ) as Tensor
  const below = derivativeOf(order - 1, moved, spread(p), spread(q), isLog)
  const signed = difference.flatMap(weight => [weight, -weight])
  const factors = broadcastAlong(
    shape,
    [0],
  )(fromValues([signed.length], signed, 'f64') as AnyTensor as Tensor)
  return over(sum([0])(mul(below, factors as Tensor)) as Tensor, h)
}

export const gammaQuantile =
  ({ log: isLog, order }: GammaOptions) =>
  (words: AnyTensor, alpha: Tensor): AnyTensor => {
    const [p, q] = probabilities(words)
    const found = derivativeOf(order, convert('f64')(alpha) as Tensor, p, q, isLog)
    return convert(alpha.dtype as FloatDType)(found)
  }
