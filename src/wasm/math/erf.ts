/**
 * The error function. In f64 as the kernel computes it; in f32 near 0 `x + x · P(x²)`, and further out `1 − e^R(x)`, where `P` has
 * the least maximal error relative to `erf(x) / x`, and `R`, which stands for the logarithm of what is missing to 1, so that the
 * result's error is least (Remez' exchange).
 *
 * @module
 */
import { erfCoefficients, erfIsOne, erfNearZero } from '../../primitive/special/erfOf.ts'
import { expOfNormal } from './exp.ts'
import type { Elementary, Term, Terms } from './terms.ts'

const single = {
  one: 4,
  nearZero: 0.921875,
  p: [
    0.128379149571249, -0.37612493720592266, 0.11281816383708071, -0.026766621925449832, 0.004993186791586238,
    -0.0005990881128314363,
  ],
  r: [
    -0.00020991952098448486, -1.1276154337252071, -0.6372858021484398, -0.10383886500645878,
    0.0221813771501691, -0.0030315949798774833, 0.0001947338729337833,
  ],
}

const ofSingle = (v: Terms, size: Term): Term => {
  const { nearZero, p, r } = single
  const z = v.name(v.op('mul', size, size))
  const near = v.madd(size, v.polynomial(z, p), size)
  const far = v.op('sub', v.number(1), expOfNormal(v, v.name(v.polynomial(size, r))))
  return v.select(v.op('lt', size, v.number(nearZero)), near, far)
}

const ofDouble = (v: Terms, size: Term): Term => {
  const { p, q, r, s } = erfCoefficients
  const z = v.name(v.op('mul', size, size))
  const isNear = v.name(v.op('lt', size, v.number(erfNearZero)))
  // The two branches share one division: base + top / bottom.
  const power = expOfNormal(v, v.name(v.op('neg', z)))
  const far = v.op('neg', v.op('mul', power, v.polynomial(size, r)))
  const top = v.select(isNear, v.op('mul', size, v.polynomial(z, p)), far)
  const bottom = v.select(isNear, v.polynomial(z, q), v.polynomial(size, s))
  return v.op('add', v.select(isNear, v.number(0), v.number(1)), v.op('div', top, bottom))
}

/** erf x. */
export const erf: Elementary = (v, x) => {
  const one = v.dtype === 'f32' ? single.one : erfIsOne
  const size = v.name(v.op('pmin', v.op('abs', x), v.number(one)))
  const result = v.dtype === 'f32' ? ofSingle(v, size) : ofDouble(v, size)
  return v.or(result, v.and(x, v.number(-0)))
}
