/**
 * Elementary functions by those that every format has.
 *
 * @module
 */
import { neg } from '../../primitive/elementwise/arithmetic.ts'
import { maximum, minimum } from '../../primitive/elementwise/compare.ts'
import { abs, exp, expm1, log, log1p, sqrt } from '../../primitive/elementwise/elementary.ts'
import { atan2 } from '../../primitive/elementwise/plane.ts'
import { softsignIsOne } from '../../primitive/elementwise/softsign.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import {
  above,
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
  times,
  where,
} from './arithmetic.ts'

/** An odd function from what it is of sizes. */
const odd =
  (f: (size: Tensor) => Tensor) =>
  (x: Tensor): Tensor => {
    const y = f(abs(x))
    return firstOf(
      [
        [below(x, 0), neg(y)],
        [equals(x, 0), x],
      ],
      y,
    )
  }

/** `√(1 − x²)`, of two factors. */
const other = (x: Tensor): Tensor => sqrt(times(from(1, x), plus(x, 1)))

export const asin = (x: Tensor): Tensor => atan2(x, other(x))
export const acos = (x: Tensor): Tensor => times(atan2(sqrt(from(1, x)), sqrt(plus(x, 1))), 2)
export const atan = (x: Tensor): Tensor => atan2(x, everywhere(x, 1))

/** From here on `e⁻ˣ` is nothing beside `eˣ`. */
const far = 22

/** `eˣ / 2`, also where `eˣ` is too large. */
const halfExp = (x: Tensor): Tensor => exp(minus(x, Math.LN2))

export const sinh = inDouble(
  odd(size => {
    const e = expm1(minimum(size, everywhere(size, far)))
    return where(above(size, far), halfExp(size), times(plus(e, over(e, plus(e, 1))), 0.5))
  }),
)

export const cosh = inDouble(x => {
  const size = abs(x)
  const e = exp(minimum(size, everywhere(size, far)))
  return where(above(size, far), halfExp(size), times(plus(e, over(1, e)), 0.5))
})

/** From here on 1 is nothing beside a square. */
const large = 2 ** 28

const logTwice = (x: Tensor): Tensor => plus(log(x), Math.LN2)

export const asinh = inDouble(
  odd(size => {
    const near = minimum(size, everywhere(size, large))
    const square = times(near, near)
    const rest = over(square, plus(sqrt(plus(square, 1)), 1))
    return where(above(size, large), logTwice(size), log1p(plus(near, rest)))
  }),
)

export const acosh = inDouble(x => {
  const more = minus(minimum(x, everywhere(x, large)), 1)
  const root = sqrt(plus(times(more, 2), times(more, more)))
  return where(above(x, large), logTwice(x), log1p(plus(more, root)))
})

export const atanh = inDouble(odd(size => times(log1p(over(times(size, 2), from(1, size))), 0.5)))

export const log2 = inDouble(x => times(log(x), Math.LOG2E))
export const log10 = inDouble(x => times(log(x), Math.LOG10E))

/** Near ½ by the difference to it, which is exact. */
export const logit = inDouble(x => {
  const near = log1p(over(plus(times(x, 2), -1), from(1, x)))
  return where(both(above(x, 0.25), below(x, 0.75)), near, minus(log(x), log1p(neg(x))))
})

/** The larger size times the length beside it, so that no square overflows; infinite if either is. */
export const hypot = (x: Tensor, y: Tensor): Tensor => {
  const [a, b] = [abs(x), abs(y)]
  const [more, less] = [maximum(a, b), minimum(a, b)]
  const ratio = where(equals(more, 0), 0, over(less, more))
  const infinite = Number.POSITIVE_INFINITY
  return where(
    either(equals(a, infinite), equals(b, infinite)),
    infinite,
    times(more, sqrt(plus(times(ratio, ratio), 1))),
  )
}

export const softsign = (x: Tensor): Tensor => {
  const most = everywhere(x, softsignIsOne)
  const near = maximum(neg(most), minimum(x, most))
  return over(near, plus(abs(near), 1))
}
