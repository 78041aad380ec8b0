/**
 * The exponential and its difference from 1.
 *
 * The argument is reduced by multiples of log 2: `x = n · log 2 + r` with `|r| ≤ log(2) / 2`. Then `eˣ = 2ⁿ · eʳ` and
 * `eʳ = 1 + r + r² · P(r)`, where the polynomial `P` has the least maximal error relative to `eʳ − 1` (Remez' exchange).
 *
 * @see W. J. Cody and W. Waite, Software Manual for the Elementary Functions, 1980, chapter 6
 * @module
 */
import type { Lanes } from '../../plan/lanes.ts'
import type { Elementary, Term, Terms } from './terms.ts'

interface Constants {
  /** Below the first, eˣ rounds to 0; above the second, it is infinite. */
  readonly range: readonly [low: number, high: number]
  /** Below this, eˣ − 1 rounds to −1. */
  readonly minusOne: number
  /** Closer to 0 than this, eˣ − 1 rounds to x. */
  readonly tiny: number
  /** log 2 in two parts; the first has spare bits, so that its products with n are exact. */
  readonly log2: readonly [high: number, low: number]
  /** A number so large that adding it rounds to an integer, which then stands in the lowest bits. */
  readonly rounder: number
  /** How many bits a significand has after its first. */
  readonly significand: number
  /** The bits of 1. */
  readonly one: bigint
  /** P, from the constant up. */
  readonly polynomial: readonly number[]
}

const constants: Record<Lanes, Constants> = {
  f32: {
    range: [-104, 89],
    minusOne: -18,
    tiny: 2 ** -25,
    log2: [0.693359375, -0.00021219444005469057],
    rounder: 1.5 * 2 ** 23,
    significand: 23,
    one: 0x3f800000n,
    polynomial: [0.5, 0.1666654497385025, 0.041666287928819656, 0.008366377092897892, 0.001394607126712799],
  },
  f64: {
    range: [-746, 710],
    minusOne: -38,
    tiny: 2 ** -54,
    log2: [0.6931471803691238, 1.9082149292705877e-10],
    rounder: 1.5 * 2 ** 52,
    significand: 52,
    one: 0x3ff0000000000000n,
    polynomial: [
      0.5000000000000004, 0.16666666666666685, 0.041666666666581066, 0.008333333333315502,
      0.001388888893043608, 0.00019841269901217645, 2.480150641915701e-5, 2.755722945354088e-6,
      2.762564069471146e-7, 2.5114030691778295e-8,
    ],
  },
}

interface Reduced {
  /** n, in the lowest bits of each lane. */
  readonly n: Term
  /** `eʳ − 1 = high + tail`, where `high` is exact and `tail` much smaller. */
  readonly high: Term
  readonly tail: Term
}

const reduce = (v: Terms, x: Term): Reduced => {
  const { log2, rounder, polynomial } = constants[v.dtype]
  const shifted = v.name(v.madd(x, v.number(Math.LOG2E), v.number(rounder)))
  const n = v.name(v.op('sub', shifted, v.number(rounder)))
  const high = v.name(v.nmadd(n, v.number(log2[0]), x))
  const low = v.name(v.op('mul', n, v.number(log2[1])))
  const r = v.name(v.op('sub', high, low))
  const tail = v.op('sub', v.op('mul', v.op('mul', r, r), v.polynomial(r, polynomial)), low)
  return { n: shifted, high, tail }
}

/** `scale · 2ⁿ`, where `n` is in the lowest bits of each lane and `scale` is a power of 2. */
const powerOfTwo = (v: Terms, n: Term, scale = 1): Term => {
  const { significand, one } = constants[v.dtype]
  const exponent = BigInt(Math.log2(scale)) << BigInt(significand)
  return v.integer('add', v.shift('shl', n, significand), v.bits(one + exponent))
}

const sumOf = (v: Terms, { high, tail }: Reduced): Term => v.op('add', v.number(1), v.op('add', high, tail))

/** eˣ for arguments whose exponential is a normal number. */
export const expOfNormal: Elementary = (v, x) => {
  const reduced = reduce(v, x)
  return v.op('mul', sumOf(v, reduced), powerOfTwo(v, reduced.n))
}

/** eˣ. */
export const exp: Elementary = (v, x) => {
  const [low, high] = constants[v.dtype].range
  // Unlike min and max, pmin and pmax are one instruction everywhere; in this order they pass NaN on.
  const reduced = reduce(v, v.name(v.op('pmin', v.op('pmax', x, v.number(low)), v.number(high))))
  // In two factors, so that neither overflows or underflows where the product does not.
  const half = v.name(v.raw(f => f.i32(1).op('i32x4.shr_s'), reduced.n))
  const rest = v.raw(f => f.op('i32x4.sub'), reduced.n, half)
  return v.op('mul', v.op('mul', sumOf(v, reduced), powerOfTwo(v, half)), powerOfTwo(v, rest))
}

/** `eˣ − 1 = 2 · ((2ⁿ⁻¹ − ½) + 2ⁿ⁻¹ · (eʳ − 1))`, with the halves so that 2ⁿ does not overflow where the result does not. */
export const expm1: Elementary = (v, x) => {
  const { range, minusOne, tiny } = constants[v.dtype]
  const clamped = v.name(v.op('pmin', v.op('pmax', x, v.number(minusOne)), v.number(range[1])))
  const { n, high, tail } = reduce(v, clamped)
  const scale = v.name(powerOfTwo(v, n, 0.5))
  const head = v.madd(scale, high, v.op('sub', scale, v.number(0.5)))
  const half = v.name(v.madd(scale, tail, head))
  // Where halving could lose a bit or the sign of 0, the result is the argument.
  return v.select(v.op('lt', v.op('abs', x), v.number(tiny)), x, v.op('add', half, half))
}
