/**
 * The complement of the error function, and its inverse.
 *
 * @module
 */
import type { Tensor } from '../../tensor/tensor.ts'
import { erfcOf } from '../special/erfcOf.ts'
import { erfinvOf } from '../special/erfinvOf.ts'
import { mul, neg, scaledBy } from './arithmetic.ts'
import { exp } from './elementary.ts'
import { scale } from './scale.ts'
import { operation, unary } from './unary.ts'

const square = (x: Tensor): Tensor => mul(x, x)

export const Erfc = unary('erfc', erfcOf, x =>
  scaledBy(() => scale(-2 / Math.sqrt(Math.PI))(exp(neg(square(x))))),
)
export const Erfinv = unary('erfinv', erfinvOf, (_, y) =>
  scaledBy(() => scale(Math.sqrt(Math.PI) / 2)(exp(square(y)))),
)

/**
 * `1 − erf x`, with all its digits where that is small. SciPy's and PyTorch's `erfc`.
 *
 * @category Operations
 * @since 0.1.0
 */
export const erfc = operation(Erfc)

/**
 * The number whose error function is `x`: ±∞ at ±1 and NaN beyond. SciPy's and PyTorch's `erfinv`.
 *
 * @category Operations
 * @since 0.1.0
 */
export const erfinv = operation(Erfinv)
