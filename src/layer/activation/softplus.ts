/**
 * A smooth rectifier.
 *
 * @module
 */
import { add, mul, neg } from '../../primitive/elementwise/arithmetic.ts'
import { maximum } from '../../primitive/elementwise/compare.ts'
import { abs, exp, log1p, sigmoid } from '../../primitive/elementwise/elementary.ts'
import { scale } from '../../primitive/elementwise/scale.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import { ArgumentError } from '../../tensor/error.ts'
import { zerosLike } from '../../tensor/function/constructors.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Empty } from '../../tensor/tree.ts'
import { positionwise } from '../fromSmooth.ts'
import type { Layer } from '../layer.ts'
import type { Same } from '../type/typeFunction.ts'

/** `log(1 + eˣ)`, without overflow at either end. */
export const softplusOf = (x: Tensor): Tensor => add(maximum(x, zerosLike(x)), log1p(exp(neg(abs(x)))))

/**
 * `log(1 + e^(β x)) / β`, element by element: the rectified linear unit with its corner rounded off, and positive everywhere
 * (Dugas, Bengio, Bélisle, Nadeau and Garcia 2000). The derivative is the logistic function of `β x`.
 *
 * Takes and gives any shape.
 *
 * @throws ArgumentError unless β is a finite positive number.
 *
 * @example
 * import { compose, dense, softplus } from 'pullback'
 * const deviation = compose(dense(8, 2), softplus())
 *
 * @category Activations
 * @since 0.1.0
 */
export const softplus = takes('softplus', { beta: needs.optional(needs.number) }, () => softplusUnchecked)

const softplusUnchecked = (beta = 1): Layer<Tensor, Same, Empty> => {
  if (!(beta > 0 && Number.isFinite(beta)))
    throw new ArgumentError(`softplus needs a finite beta > 0, but was given ${beta}.`)
  return positionwise(`softplus(${beta})`, (x: Tensor) => {
    const z = scale(beta)(x)
    return [scale(1 / beta)(softplusOf(z)), (dy: Tensor) => mul(dy, sigmoid(z))]
  })
}
