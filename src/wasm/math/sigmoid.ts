/**
 * The logistic function: `1 / (1 + e⁻ˣ)` from 0 on, and `eˣ / (1 + eˣ)` below, so that no power overflows.
 *
 * @module
 */
import { exp } from './exp.ts'
import type { Elementary } from './terms.ts'

/** 1 / (1 + e⁻ˣ). */
export const sigmoid: Elementary = (v, x) => {
  const one = v.number(1)
  const power = v.name(exp(v, v.name(v.or(x, v.number(-0)))))
  const sum = v.name(v.op('add', one, power))
  const lost = v.op('sub', power, v.op('sub', sum, one))
  const quotient = v.name(v.op('div', v.select(v.op('lt', x, v.number(0)), power, one), sum))
  // 1 / sum, as that is at least a half and the quotient is either it or what it lacks to 1.
  const inverse = v.op('pmax', quotient, v.op('sub', one, quotient))
  return v.nmadd(v.op('mul', quotient, lost), inverse, quotient)
}
