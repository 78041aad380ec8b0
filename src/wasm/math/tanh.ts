/**
 * The hyperbolic tangent: near 0 a rational function, `x + x³ · P(x²) / Q(x²)`, and further out `1 − 2 / (e²ˣ + 1)`.
 *
 * @see S. L. Moshier, Cephes, tanh.c and tanhf.c: the coefficients
 * @module
 */
import type { Lanes } from '../../plan/lanes.ts'
import { expOfNormal } from './exp.ts'
import type { Elementary } from './terms.ts'

interface Constants {
  /** From here on, the hyperbolic tangent rounds to 1. */
  readonly one: number
  /** P and Q, from the constant up. */
  readonly numerator: readonly number[]
  readonly denominator: readonly number[]
}

const constants: Record<Lanes, Constants> = {
  f32: {
    one: 10,
    numerator: [-3.33332819422e-1, 1.33314422036e-1, -5.37397155531e-2, 2.06390887954e-2, -5.70498872745e-3],
    denominator: [1],
  },
  f64: {
    one: 20,
    numerator: [-1614.6876844170845, -99.28772310019185, -0.9643991794250523],
    denominator: [4844.063053251255, 2235.4883906010045, 112.81167849163293, 1],
  },
}

const nearZero = 0.625

/** tanh x. */
export const tanh: Elementary = (v, x) => {
  const { one, numerator, denominator } = constants[v.dtype]
  const size = v.name(v.op('pmin', v.op('abs', x), v.number(one)))
  const z = v.name(v.op('mul', size, size))
  const isNear = v.name(v.op('lt', size, v.number(nearZero)))
  // The two branches share one division: base + top / bottom.
  const power = expOfNormal(v, v.name(v.op('add', size, size)))
  const base = v.select(isNear, size, v.number(1))
  const top = v.select(isNear, v.op('mul', v.op('mul', size, z), v.polynomial(z, numerator)), v.number(-2))
  const bottom = v.select(isNear, v.polynomial(z, denominator), v.op('add', power, v.number(1)))
  const result = v.op('add', base, v.op('div', top, bottom))
  return v.or(result, v.and(x, v.number(-0)))
}
