/**
 * The logarithm, and that of 1 + x.
 *
 * `x = 2ᵏ · m` with `√½ ≤ m < √2`, so that `log x = k · log 2 + log m`; and with `f = m − 1` and `s = f / (2 + f)`,
 * `log m = 2 artanh(s) = f − (f²/2 − s · (f²/2 + R(s²)))`, where the polynomial `R` is FreeBSD's.
 *
 * @see FreeBSD msun, e_log.c, e_logf.c and s_log1p.c (after fdlibm): the method and the constants
 * @module
 */
import type { Lanes } from '../../plan/lanes.ts'
import type { Elementary, Term, Terms } from './terms.ts'

interface Constants {
  /** log 2 in two parts; the first has spare bits, so that its products with k are exact. */
  readonly log2: readonly [high: number, low: number]
  /** `R(z) / z`, from the constant up. */
  readonly polynomial: readonly number[]
  /** The smallest normal number, and a power of 2 that makes every smaller one normal. */
  readonly normal: number
  readonly raise: number
  /** Closer to 0 than this, log (1 + x) rounds to x. */
  readonly tiny: number
  /** The bits of √½, of 2 and of the sign and exponent. */
  readonly rootHalf: bigint
  readonly two: bigint
  readonly exponent: bigint
}

const constants: Record<Lanes, Constants> = {
  f32: {
    log2: [6.9313812256e-1, 9.0580006145e-6],
    polynomial: [0.66666662693, 0.40000972152, 0.28498786688, 0.24279078841],
    normal: 2 ** -126,
    raise: 25,
    tiny: 2 ** -25,
    rootHalf: 0x3f3504f3n,
    two: 0x40000000n,
    exponent: 0xff800000n,
  },
  f64: {
    log2: [0.6931471803691238, 1.9082149292705877e-10],
    polynomial: [
      0.6666666666666735, 0.3999999999940942, 0.2857142874366239, 0.22222198432149784, 0.1818357216161805,
      0.15313837699209373, 0.14798198605116586,
    ],
    normal: 2 ** -1022,
    raise: 54,
    tiny: 2 ** -54,
    rootHalf: 0x3fe6a09e667f3bcdn,
    two: 0x4000000000000000n,
    exponent: 0xfff0000000000000n,
  },
}

/** The upper halves of the two lanes of f64, side by side. */
const upperHalves = [4, 5, 6, 7, 12, 13, 14, 15, 4, 5, 6, 7, 12, 13, 14, 15]

interface Split {
  readonly k: Term
  /** k where the exponent stands in the bits of a lane. */
  readonly exponent: Term
  readonly f: Term
}

/** Splits positive normal numbers; what it makes of others is finite. */
const split = (v: Terms, x: Term): Split => {
  const { rootHalf, exponent } = constants[v.dtype]
  const above = v.name(v.integer('sub', x, v.bits(rootHalf)))
  const masked = v.name(v.and(above, v.bits(exponent)))
  return {
    k:
      v.dtype === 'f32'
        ? v.raw(f => f.i32(23).op('i32x4.shr_s', 'f32x4.convert_i32x4_s'), above)
        : v.raw(
            f => f.shuffle(upperHalves).i32(20).op('i32x4.shr_s', 'f64x2.convert_low_i32x4_s'),
            above,
            above,
          ),
    exponent: masked,
    f: v.op('sub', v.integer('sub', x, masked), v.number(1)),
  }
}

/** `k · log 2 + log (1 + f)` of named terms. */
const combine = (v: Terms, k: Term, f: Term): Term => {
  const { log2, polynomial } = constants[v.dtype]
  const s = v.name(v.op('div', f, v.op('add', v.number(2), f)))
  const z = v.name(v.op('mul', s, s))
  const halfSquare = v.name(v.op('mul', v.op('mul', v.number(0.5), f), f))
  const series = v.madd(v.polynomial(z, polynomial), z, halfSquare)
  const correction = v.madd(s, series, v.op('mul', k, v.number(log2[1])))
  return v.madd(k, v.number(log2[0]), v.op('sub', f, v.op('sub', halfSquare, correction)))
}

/** The logarithm of 0 is −∞ and that of a negative number NaN, whatever came out; NaN passes. */
const guard = (v: Terms, x: Term, result: Term): Term => {
  const zero = v.number(0)
  const pole = v.or(v.number(Number.NEGATIVE_INFINITY), v.op('ne', x, zero))
  return v.select(v.op('gt', x, zero), result, pole)
}

const isBelowInfinity = (v: Terms, x: Term): Term => v.op('lt', x, v.number(Number.POSITIVE_INFINITY))

/** log x. */
export const log: Elementary = (v, x) => {
  const { normal, raise } = constants[v.dtype]
  const isSmall = v.name(v.op('lt', x, v.number(normal)))
  const raised = v.name(v.select(isSmall, v.op('mul', x, v.number(2 ** raise)), x))
  const { k, f } = split(v, raised)
  const lowered = v.name(v.op('sub', k, v.and(isSmall, v.number(raise))))
  return v.select(isBelowInfinity(v, x), guard(v, x, combine(v, lowered, v.name(f))), x)
}

/** log (1 + x): the logarithm of the rounded sum u, with what was rounded off, x − (u − 1), added to the reduced argument. */
export const log1p: Elementary = (v, x) => {
  const { two, tiny } = constants[v.dtype]
  const u = v.name(v.op('add', v.number(1), x))
  const { k, exponent, f } = split(v, u)
  const lost = v.op('sub', x, v.op('sub', u, v.number(1)))
  // Half of the loss by 2¹⁻ᵏ, as 2⁻ᵏ need not be a normal number.
  const scale = v.integer('sub', v.bits(two), exponent)
  const corrected = v.name(v.madd(v.op('mul', lost, v.number(0.5)), scale, f))
  const result = guard(v, u, combine(v, v.name(k), corrected))
  const isOrdinary = v.and(isBelowInfinity(v, x), v.op('gt', v.op('abs', x), v.number(tiny)))
  return v.select(isOrdinary, result, x)
}
