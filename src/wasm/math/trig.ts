/**
 * The sine and the cosine.
 *
 * The argument is reduced by multiples of π/2 in three parts (Cody and Waite): `x = n · π/2 + r` with `|r| ≤ π/4`; the lowest
 * two bits of n say which of ± sin r and ± cos r it is. In f32 the reduction is done in f64, where two parts are enough.
 *
 * That is exact enough up to |x| = 10⁶. Vectors that have larger elements, which are rare, ask the host's `Math` for those, one by
 * one: it reduces by as many bits of π as it takes (Payne and Hanek).
 *
 * @see FreeBSD msun, e_rem_pio2.c, k_sin.c and k_cos.c (after fdlibm): the f64 method and constants
 * @see S. L. Moshier, Cephes, sinf.c: the f32 coefficients
 * @module
 */
import type { Lanes } from '../../plan/lanes.ts'
import { hostMathIndex } from './hostMath.ts'
import type { Elementary, Term, Terms } from './terms.ts'

interface Constants {
  /** As in the exponential: rounds to an integer in the lowest bits. */
  readonly rounder: number
  /** Closer to 0 than this, sin x rounds to x. */
  readonly tiny: number
  /** How many bits a lane has. */
  readonly lanes: number
  /** `sin r = r + r³ · S(r²)` and `cos r = 1 − r²/2 + r⁴ · C(r²)`, from the constants up. */
  readonly sine: readonly number[]
  readonly cosine: readonly number[]
}

const constants: Record<Lanes, Constants> = {
  f32: {
    rounder: 1.5 * 2 ** 23,
    tiny: 2 ** -13,
    lanes: 32,
    sine: [-1.6666654611e-1, 8.3321608736e-3, -1.9515295891e-4],
    cosine: [4.166664568298827e-2, -1.388731625493765e-3, 2.443315711809948e-5],
  },
  f64: {
    rounder: 1.5 * 2 ** 52,
    tiny: 2 ** -27,
    lanes: 64,
    sine: [
      -0.16666666666666632, 0.00833333333332249, -0.0001984126982985795, 2.7557313707070068e-6,
      -2.5050760253406863e-8, 1.58969099521155e-10,
    ],
    cosine: [
      0.0416666666666666, -0.001388888888887411, 2.480158728947673e-5, -2.7557314351390663e-7,
      2.087572321298175e-9, -1.1359647557788195e-11,
    ],
  },
}

/** π/2 in parts of 33 bits, so that their products with n are exact, and the rest. */
const halfPi = [1.5707963267341256, 6.077100506303966e-11, 2.0222662487959506e-21] as const

/** The largest angle that is reduced here. */
const largest = 1e6

interface Angle {
  readonly high: Term
  /** What rounding took off `high`, where it matters. */
  readonly low?: Term
}

/** Each subtraction leaves what it rounded off to the next. */
const reduceInParts = (v: Terms, x: Term, n: Term): Angle => {
  const [first, second, third] = halfPi
  const a = v.name(v.nmadd(n, v.number(first), x))
  const b = v.name(v.op('mul', n, v.number(second)))
  const c = v.name(v.op('sub', a, b))
  const lost = v.op('sub', v.op('sub', a, c), b)
  const d = v.name(v.op('sub', v.op('mul', n, v.number(third)), lost))
  const high = v.name(v.op('sub', c, d))
  return { high, low: v.name(v.op('sub', v.op('sub', c, high), d)) }
}

const lowerHalves = [0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23]
const swapHalves = [8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7]

/** The halves of a vector of f32, reduced in f64. */
const reduceWide = (v: Terms, x: Term, n: Term): Angle => {
  const w = v.as('f64')
  const [first, second] = halfPi
  const promote = (a: Term): Term => v.raw(f => f.op('f64x2.promote_low_f32x4'), a)
  const upper = (a: Term): Term => v.raw(f => f.shuffle(swapHalves), a, a)
  const reduced = (x: Term, n: Term): Term => {
    const wideN = w.name(n)
    const rough = w.nmadd(wideN, w.number(first), x)
    return v.raw(f => f.op('f32x4.demote_f64x2_zero'), w.nmadd(wideN, w.number(second), rough))
  }
  const halves = [reduced(promote(x), promote(n)), reduced(promote(upper(x)), promote(upper(n)))]
  return { high: v.raw(f => f.shuffle(lowerHalves), ...halves) }
}

const sineOf = (v: Terms, { high, low }: Angle, square: Term): Term => {
  const cube = v.op('mul', square, high)
  const series = v.polynomial(square, constants[v.dtype].sine)
  if (low === undefined) return v.madd(cube, series, high)
  // sin (high + low) = sin high + low · cos high, to first order.
  const correction = v.nmadd(v.op('mul', v.number(0.5), square), low, low)
  return v.op('add', high, v.madd(cube, series, correction))
}

const cosineOf = (v: Terms, { high, low }: Angle, square: Term): Term => {
  const fourth = v.op('mul', v.op('mul', square, square), v.polynomial(square, constants[v.dtype].cosine))
  const correction = low === undefined ? fourth : v.nmadd(high, low, fourth)
  return v.op('sub', v.number(1), v.op('sub', v.op('mul', v.number(0.5), square), correction))
}

/** The sine of x + `quarters` · π/2. */
const sineFrom =
  (quarters: 0 | 1): Elementary =>
  (v, x) => {
    const { rounder, lanes } = constants[v.dtype]
    const shifted = v.name(v.madd(x, v.number(2 / Math.PI), v.number(rounder)))
    const n = v.name(v.op('sub', shifted, v.number(rounder)))
    const angle = v.dtype === 'f32' ? reduceWide(v, x, n) : reduceInParts(v, x, n)
    const high = v.name(angle.high)
    const reduced = { ...angle, high }
    const square = v.name(v.op('mul', high, high))
    const quadrant = v.name(quarters === 0 ? shifted : v.integer('add', shifted, v.bits(1n)))
    const isOdd = v.integer('neg', v.and(quadrant, v.bits(1n)))
    const value = v.select(isOdd, cosineOf(v, reduced, square), sineOf(v, reduced, square))
    // The sign is in the second bit of the quadrant.
    const signed = v.xor(value, v.shift('shl', v.and(quadrant, v.bits(2n)), lanes - 2))
    const isLarge = v.name(v.op('gt', v.op('abs', x), v.number(largest)))
    return v.unlessHost(isLarge, hostMathIndex[quarters === 0 ? 'sin' : 'cos'], x, signed)
  }

/** cos x. */
export const cos: Elementary = sineFrom(1)

/** sin x; near 0 that is x, and −0 keeps its sign. */
export const sin: Elementary = (v, x) =>
  v.select(v.op('lt', v.op('abs', x), v.number(constants[v.dtype].tiny)), x, sineFrom(0)(v, x))
