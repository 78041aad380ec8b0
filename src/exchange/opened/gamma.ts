/**
 * The logarithm of the gamma function and its derivatives, by the series of their kernels. Steps that a number needs or does not need
 * are taken under a mask.
 *
 * @module
 */
import { neg } from '../../primitive/elementwise/arithmetic.ts'
import { tan } from '../../primitive/elementwise/circular.ts'
import { minimum } from '../../primitive/elementwise/compare.ts'
import { abs, log, log1p, sign, sin } from '../../primitive/elementwise/elementary.ts'
import { pow } from '../../primitive/elementwise/pow.ts'
import { floor, round } from '../../primitive/elementwise/rounding.ts'
import {
  bernoulli,
  factorial,
  far,
  nearRoot,
  nearTwo,
  root,
  slopeOfCotCoefficients,
  stirling,
  stirlingSlopes,
} from '../../primitive/special/gammaOf.ts'
import type { Integers, Tensor } from '../../tensor/tensor.ts'
import {
  above,
  atLeast,
  below,
  both,
  either,
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

/** Steps under masks: where one holds the next values count. */
export const repeated = <S extends readonly Tensor[]>(
  count: number,
  goesOn: (state: S) => Integers,
  step: (state: S) => S,
  begin: S,
): S => {
  let state = begin
  for (let i = 0; i < count; i++) {
    const mask = goesOn(state)
    const next = step(state)
    state = state.map((x, k) => where(mask, next[k] as Tensor, x)) as readonly Tensor[] as S
  }
  return state
}

const isWhole = (x: Tensor): Integers => equals(floor(x), x)

const infinite = Number.POSITIVE_INFINITY

/** `log |Γ(x)|` of a positive number. */
export const logGammaOfPositive = (x: Tensor): Tensor => {
  const z = over(1, x)
  const outer = plus(
    plus(times(minus(x, 0.5), minus(log(x), 1)), (Math.log(2 * Math.PI) - 1) / 2),
    times(z, polynomial(stirling, times(z, z))),
  )
  const first = plus(neg(plus(log(x), log1p(x))), times(x, polynomial(nearTwo, x)))
  const off = minus(x, 1)
  const second = plus(neg(log1p(off)), times(off, polynomial(nearTwo, off)))
  const [product, rest] = repeated(
    far,
    ([, at]) => above(at, 2.5),
    ([all, at]) => [times(all, minus(at, 1)), minus(at, 1)] as const,
    [everywhere(x, 1), minimum(x, everywhere(x, far))] as readonly [Tensor, Tensor],
  )
  const beside = minus(rest, 2)
  const third = plus(log(product), times(beside, polynomial(nearTwo, beside)))
  return firstOf(
    [
      [atLeast(x, far), outer],
      [below(x, 0.5), first],
      [below(x, 1.5), second],
    ],
    third,
  )
}

/** `sin πx`, without rounding πx. */
const sinPi = (x: Tensor): Tensor => {
  const rest = minus(x, times(round(times(x, 0.5)), 2))
  const near = where(above(abs(rest), 0.5), minus(sign(rest), rest), rest)
  return sin(times(near, Math.PI))
}

/** `cot πx`, without rounding πx, and finite. */
const cotPi = (x: Tensor): Tensor => {
  const rest = minus(x, round(x))
  const size = abs(rest)
  const c = where(above(size, 0.25), tan(times(from(0.5, size), Math.PI)), over(1, tan(times(size, Math.PI))))
  return times(sign(rest), minimum(c, everywhere(x, Number.MAX_VALUE)))
}

export const lgamma = inDouble(x => {
  const size = abs(x)
  const positive = logGammaOfPositive(size)
  const reflected = minus(log(over(Math.PI, abs(times(x, sinPi(x))))), positive)
  const isPole = both(below(x, Number.MIN_VALUE), isWhole(x))
  return firstOf(
    [
      [equals(size, infinite), infinite],
      [isPole, infinite],
      [above(x, 0), positive],
      [above(x, -(2 ** -60)), neg(log(neg(x)))],
    ],
    reflected,
  )
})

export const digammaOfPositive = (x: Tensor): Tensor => {
  const z = over(1, x)
  const square = times(z, z)
  const outer = minus(minus(log(x), times(z, 0.5)), times(square, polynomial(stirlingSlopes, square)))
  const near = minimum(x, everywhere(x, far))
  const [raised, up] = repeated(
    1,
    ([, at]) => below(at, root.head - 0.5),
    ([sum, at]) => [minus(sum, over(1, at)), plus(at, 1)] as const,
    [everywhere(x, 0), near] as readonly [Tensor, Tensor],
  )
  const [sum, rest] = repeated(
    far,
    ([, at]) => above(at, root.head + 0.5),
    ([all, at]) => [plus(all, over(1, minus(at, 1))), minus(at, 1)] as const,
    [raised, up] as readonly [Tensor, Tensor],
  )
  const away = minus(minus(rest, root.head), root.tail)
  return where(atLeast(x, far), outer, plus(sum, times(away, polynomial(nearRoot, away))))
}

/** Whether a zero is that below 0. */
const isNegativeZero = (x: Tensor): Integers => both(equals(x, 0), below(over(1, x), 0))

export const digamma = inDouble(x => {
  const isPositive = above(x, 0)
  const inner = digammaOfPositive(where(isPositive, x, from(1, x)))
  return firstOf(
    [
      [isNegativeZero(x), infinite],
      [equals(x, 0), -infinite],
      [isPositive, inner],
      [either(isWhole(x), equals(abs(x), infinite)), Number.NaN],
    ],
    minus(inner, times(cotPi(x), Math.PI)),
  )
})

/** `Σ (q + k)^(-s)`, by Euler and Maclaurin. */
const zeta = (s: number, q: Tensor): Tensor => {
  const power = (a: Tensor, exponent: number): Tensor => pow(a, everywhere(a, exponent))
  const [sum, a] = repeated(
    Math.ceil(far + s / 2),
    ([, at]) => below(at, far + s / 2),
    ([all, at]) => [plus(all, power(at, -s)), plus(at, 1)] as const,
    [everywhere(q, 0), q] as readonly [Tensor, Tensor],
  )
  let tail = plus(times(a, 1 / (s - 1)), 0.5)
  let factor = over(s / 2, a)
  for (const [i, b] of bernoulli.entries()) {
    tail = plus(tail, times(factor, b))
    const n = 2 * i + 2
    factor = over(times(factor, ((s + n - 1) * (s + n)) / ((n + 1) * (n + 2))), times(a, a))
  }
  return plus(sum, times(over(tail, a), power(a, 1 - s)))
}

export const polygamma = ({ order }: { readonly order: number }) =>
  inDouble(x => {
    const odds = order % 2 === 1
    const isPositive = above(x, 0)
    const size = times(zeta(order + 1, where(isPositive, x, from(1, x))), factorial(order))
    const slope = times(polynomial(slopeOfCotCoefficients(order), cotPi(x)), Math.PI ** (order + 1))
    const zero = odds ? everywhere(x, infinite) : where(isNegativeZero(x), infinite, everywhere(x, -infinite))
    return firstOf(
      [
        [equals(x, infinite), odds ? 0 : -0],
        [isPositive, odds ? size : neg(size)],
        [equals(x, -infinite), Number.NaN],
        [equals(x, 0), zero],
        [isWhole(x), odds ? infinite : Number.NaN],
      ],
      minus(neg(size), slope),
    )
  })
