/**
 * Specifications of the primitives of floats, element by element, that few programs have: rounding, inverse, hyperbolic and gamma
 * functions, powers.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import * as functions from './functions.ts'
import { floats, together } from './inputs.ts'
import { pointwise } from './plain.ts'
import type { Specification, Specifications } from './specification.ts'

type None = Readonly<Record<never, never>>

const none: Arbitrary<None> = fc.constant({})
const sixteenths = (min: number, max: number): Arbitrary<number> =>
  fc.integer({ min: min * 16, max: max * 16 }).map(n => n / 16)

/** A quarter away from every whole number and from every half of one. */
const betweenJumps = fc
  .tuple(fc.integer({ min: -6, max: 5 }), fc.constantFrom(0.25, 0.75))
  .map(([n, fraction]) => n + fraction)

const rounding = (f: (x: number) => number): Specification<None> => ({
  dtypes: floats,
  cases: together(none, betweenJumps),
  oracle: ([x]) => pointwise(f)(x!),
  kinky: true,
})

const of = (f: (x: number) => number, entries: Arbitrary<number>): Specification<None> => ({
  dtypes: floats,
  cases: together(none, entries),
  oracle: ([x]) => pointwise(f)(x!),
  terms: 64,
})

const ofTwo = (
  f: (x: number, y: number) => number,
  first: Arbitrary<number>,
  second: Arbitrary<number>,
): Specification<None> => ({
  dtypes: floats,
  cases: together(none, first, second),
  oracle: ([x, y]) => pointwise(f)(x!, y!),
  terms: 64,
})

const everywhere = sixteenths(-2, 2)
const withinHalf = sixteenths(-0.5, 0.5)
const positive = sixteenths(0.5, 3)
/** Between 2 and 5 the logarithm of the gamma function has no zero, and neither has its derivative. */
const awayFromZeros = sixteenths(2.5, 5)
/** Divisors that leave something of what lies between whole numbers. */
const divisors = fc.constantFrom(-2, -1, 1, 2)

export const rareElementwise: Specifications<
  | ('floor' | 'ceil' | 'round' | 'trunc' | 'softsign' | 'tan' | 'asin' | 'acos' | 'atan' | 'atan2')
  | ('sinh' | 'cosh' | 'asinh' | 'acosh' | 'atanh' | 'log2' | 'log10' | 'logit' | 'erfc' | 'erfinv')
  | ('lgamma' | 'digamma' | 'polygamma' | 'pow' | 'hypot' | 'remainder')
> = {
  floor: rounding(functions.floor),
  ceil: rounding(functions.ceil),
  round: rounding(functions.nearest),
  trunc: rounding(functions.trunc),
  softsign: {
    ...of(
      functions.softsign,
      everywhere.map(x => x || 1),
    ),
    kinky: true,
  },
  tan: of(functions.tan, sixteenths(-1, 1)),
  asin: of(functions.asin, withinHalf),
  acos: of(functions.acos, withinHalf),
  atan: of(functions.atan, everywhere),
  atan2: ofTwo(functions.atan2, everywhere, positive),
  sinh: of(functions.sinh, everywhere),
  cosh: of(functions.cosh, everywhere),
  asinh: of(functions.asinh, everywhere),
  acosh: of(functions.acosh, sixteenths(1.5, 4)),
  atanh: of(functions.atanh, withinHalf),
  log2: of(functions.log2, positive),
  log10: of(functions.log10, positive),
  logit: of(functions.logit, sixteenths(0.3125, 0.6875)),
  erfc: of(functions.erfc, sixteenths(-2, 1)),
  erfinv: of(functions.erfinv, withinHalf),
  lgamma: { ...of(functions.lgamma, awayFromZeros), terms: 512 },
  digamma: { ...of(functions.digamma, awayFromZeros), terms: 512 },
  polygamma: {
    dtypes: floats,
    cases: together(fc.record({ order: fc.integer({ min: 1, max: 3 }) }), sixteenths(1, 3)),
    oracle: ([x], { order }) => pointwise(v => functions.polygamma(order, v))(x!),
    terms: 64,
  },
  // Near 0 it bends too sharply for differences.
  pow: ofTwo(
    functions.pow,
    positive.map(x => 0.75 + x / 4),
    everywhere,
  ),
  hypot: ofTwo(functions.hypot, everywhere, positive),
  remainder: { ...ofTwo(functions.remainder, betweenJumps, divisors), kinky: true },
}
