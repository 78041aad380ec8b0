/**
 * The quantile of the Poisson distribution: counts are searched for from 0 on, or from where an expansion says.
 *
 * @module
 */
import { mul, neg } from '../../primitive/elementwise/arithmetic.ts'
import { maximum } from '../../primitive/elementwise/compare.ts'
import { convert } from '../../primitive/elementwise/convert.ts'
import { exp, log, sqrt } from '../../primitive/elementwise/elementary.ts'
import { floor } from '../../primitive/elementwise/rounding.ts'
import { largestRate } from '../../primitive/random/poissonQuantile.ts'
import { searchedUpTo } from '../../primitive/special/poissonOf.ts'
import type { AnyTensor, Integers, Tensor } from '../../tensor/tensor.ts'
import {
  above,
  atLeast,
  atMost,
  below,
  both,
  either,
  everywhere,
  from,
  minus,
  not,
  over,
  plus,
  times,
  where,
} from './arithmetic.ts'
import { normalQuantile } from './errorFunction.ts'
import { concentrationOf, logDensity, lowerMass, upperMass } from './gammaQuantile.ts'
import { probabilities, untilNone } from './probability.ts'

const searched = (rate: Tensor, p: Tensor): Tensor => {
  const term = exp(neg(rate))
  const isOpen = (sum: Tensor, k: Tensor): Integers => both(below(sum, p), below(k, 150))
  const begin = [everywhere(rate, 0), term, term] as readonly [Tensor, Tensor, Tensor]
  const [k] = untilNone(151, begin, ([count, own, sum]) => {
    const next = plus(count, 1)
    const after = mul(own, over(rate, next))
    const goes = isOpen(sum, count)
    const all = plus(sum, after)
    return [
      [where(goes, next, count), where(goes, after, own), where(goes, all, sum)],
      both(goes, isOpen(all, next)),
    ]
  })
  return k
}

/** The probability of at most k events where a rate of them is expected, and of more. */
const tails = (k: Tensor, rate: Tensor): readonly [below: Tensor, above: Tensor] => {
  const next = plus(k, 1)
  const given = concentrationOf(next)
  const d = log(over(rate, next))
  const density = exp(logDensity(given, d))
  const isAbove = below(rate, next)
  const over1 = mul(density, lowerMass(next, d))
  const under1 = mul(density, upperMass(given, d))
  return [where(isAbove, from(1, over1), under1), where(isAbove, over1, from(1, under1))]
}

/** From where the expansion of Cornish and Fisher says, one after the other, down as long as the one below reaches, or else up. */
const corrected = (rate: Tensor, p: Tensor, q: Tensor): Tensor => {
  const w = normalQuantile(p, q)
  const guess = plus(plus(plus(rate, mul(sqrt(rate), w)), times(minus(mul(w, w), 1), 1 / 6)), 0.5)
  const begin = maximum(floor(guess), everywhere(rate, 0))
  const reaches = (n: Tensor): Integers => {
    const [under, beyond] = tails(n, rate)
    const isLower = below(p, q)
    return either(both(isLower, atLeast(under, p)), both(not(isLower), atMost(beyond, q)))
  }
  const goesDown = reaches(begin)
  const [k] = untilNone(100, [begin] as readonly [Tensor], ([now]) => {
    const lower = maximum(minus(now, 1), everywhere(now, 0))
    const canFall = both(both(goesDown, above(now, 0)), reaches(lower))
    const canRise = both(not(goesDown), not(reaches(now)))
    const next = where(canFall, lower, where(canRise, plus(now, 1), now))
    return [[next], either(canFall, canRise)]
  })
  return k
}

export const poissonQuantile = (words: AnyTensor, rate: Tensor): AnyTensor => {
  const [p, q] = probabilities(words)
  const given = convert('f64')(rate) as Tensor
  const isGood = both(atLeast(given, 0), atMost(given, largestRate))
  const isSmall = atMost(given, searchedUpTo)
  const few = searched(where(both(isGood, isSmall), given, everywhere(given, 1)), p)
  const many = corrected(where(both(isGood, not(isSmall)), given, everywhere(given, 100)), p, q)
  return convert('i32')(where(isGood, where(isSmall, few, many), everywhere(given, -1)))
}
