/**
 * The logarithm of the gamma function and its derivatives, each of which has the next as its derivative.
 *
 * @module
 */
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Shape } from '../../tensor/shape.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import { bind } from '../core/bind.ts'
import type { Primitive } from '../core/primitive.ts'
import { input, requireFloat } from '../core/rule.ts'
import { digammaOf, lgammaOf, polygammaOf } from '../special/gammaOf.ts'
import { scaledBy } from './arithmetic.ts'
import { operation, unary } from './unary.ts'

export interface PolygammaOptions {
  readonly order: number
}

export const Lgamma = unary('lgamma', lgammaOf, x => scaledBy(() => digamma(x)))
export const Digamma = unary('digamma', digammaOf, x => scaledBy(() => polygammaUnchecked(1)(x)))
export const Polygamma: Primitive<PolygammaOptions> = {
  name: 'polygamma',
  shape: inputs => {
    requireFloat('polygamma', input(inputs, 0))
    return input(inputs, 0)
  },
  kernel: ([x], y, { order }) => {
    const xs = x!.elements
    for (let i = 0; i < xs.length; i++) y.elements[i] = polygammaOf(order, xs[i]!)
  },
  partials: ([x], _, { order }) => [scaledBy(() => polygammaUnchecked(order + 1)(x as Tensor))],
}

/**
 * `log |Γ(x)|`, for whole numbers `log (x − 1)!`: exact near its zeros at 1 and 2; ∞ at 0, -1, -2, … and at ±∞. Its derivative is `digamma`.
 * SciPy's `gammaln`, PyTorch's `lgamma`.
 *
 * @example
 * import { op, tensor } from 'pullback'
 * op.lgamma(tensor([1, 5])) // [0, log 24]
 *
 * @category Operations
 * @since 0.1.0
 */
export const lgamma = operation(Lgamma)

/**
 * The derivative of `lgamma`, `Γ'(x) / Γ(x)`: `-∞` at 0 and ∞ at -0, NaN at -1, -2, …. Its derivative is `polygamma(1)`. SciPy's and
 * PyTorch's `digamma`.
 *
 * @category Operations
 * @since 0.1.0
 */
export const digamma = operation(Digamma)

/**
 * The derivative of `digamma` of an order from 1 to 100: `(−1)ⁿ⁺¹ n! Σ 1 / (x + k)ⁿ⁺¹`. SciPy's and PyTorch's `polygamma`; the
 * trigamma function is `polygamma(1)`.
 *
 * @throws ArgumentError if the order is not an integer from 1 to 100.
 *
 * @example
 * import { op, tensor } from 'pullback'
 * op.polygamma(1)(tensor([1])) // π²/6
 *
 * @category Operations
 * @since 0.1.0
 */
export const polygamma = takes('polygamma', { order: needs.integerBetween(1, 100) }, () => polygammaUnchecked)

const polygammaUnchecked =
  (order: number) =>
  <S extends Shape>(x: Tensor<S>): Tensor<S> =>
    bind(Polygamma, { order }, [x])
