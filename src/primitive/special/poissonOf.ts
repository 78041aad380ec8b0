/**
 * The quantile of the Poisson distribution, as a number.
 *
 * @module
 */
import { poissonTails } from './incompleteGamma.ts'
import { normalQuantileOf } from './normalQuantileOf.ts'

/** Rates up to here are searched from 0 on. */
export const searchedUpTo = 20

const searched = (rate: number, p: number): number => {
  let term = Math.exp(-rate)
  let sum = term
  let k = 0
  // What is left beyond 150 is below the least p.
  while (sum < p && k < 150) {
    k++
    term *= rate / k
    sum += term
  }
  return k
}

/** The expansion of Cornish and Fisher, and from there one after the other, as far as it is off. */
const corrected = (rate: number, p: number, q: number): number => {
  const w = normalQuantileOf(p, q)
  let k = Math.max(0, Math.floor(rate + Math.sqrt(rate) * w + (w * w - 1) / 6 + 0.5))
  const reaches = (n: number): boolean => {
    const [below, above] = poissonTails(n, rate)
    return p < q ? below >= p : above <= q
  }
  if (reaches(k)) while (k > 0 && reaches(k - 1)) k--
  else
    do k++
    while (!reaches(k))
  return k
}

/** The least count of which the probability of no more events is p at least, where q = 1 - p. */
export const poissonOf = (rate: number, p: number, q: number): number =>
  rate <= searchedUpTo ? searched(rate, p) : corrected(rate, p, q)
