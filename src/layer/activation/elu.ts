/**
 * The exponential linear unit, plain and scaled.
 *
 * @module
 */
import { mul } from '../../primitive/elementwise/arithmetic.ts'
import { greater, select } from '../../primitive/elementwise/compare.ts'
import { exp, expm1 } from '../../primitive/elementwise/elementary.ts'
import { scale } from '../../primitive/elementwise/scale.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import { ArgumentError } from '../../tensor/error.ts'
import { zerosLike } from '../../tensor/function/constructors.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Empty } from '../../tensor/tree.ts'
import { positionwise } from '../fromSmooth.ts'
import type { Layer } from '../layer.ts'
import type { Same } from '../type/typeFunction.ts'

/** `above · x` where x is positive, else `below · (eˣ - 1)`. */
const exponentialBelow = (name: string, above: number, below: number): Layer<Tensor, Same, Empty> =>
  positionwise(name, (x: Tensor) => {
    const positive = greater(x, zerosLike(x))
    return [
      select(positive, scale(above)(x), scale(below)(expm1(x))),
      (dy: Tensor) => select(positive, scale(above)(dy), scale(below)(mul(dy, exp(x)))),
    ]
  })

/**
 * `x` where it is positive, else `α · (eˣ - 1)`, element by element (Clevert, Unterthiner and Hochreiter 2015). The derivative
 * below, and at 0, is `α · eˣ`.
 *
 * Takes and gives any shape.
 *
 * @throws ArgumentError unless α is a finite number.
 *
 * @example
 * import { compose, dense, elu } from 'pullback'
 * const hidden = compose(dense(64, 64), elu())
 *
 * @category Activations
 * @since 0.1.0
 */
export const elu = takes('elu', { alpha: needs.optional(needs.number) }, () => eluUnchecked)

const eluUnchecked = (alpha = 1): Layer<Tensor, Same, Empty> => {
  if (!Number.isFinite(alpha)) throw new ArgumentError(`elu needs a finite alpha, but was given ${alpha}.`)
  return exponentialBelow(`elu(${alpha})`, 1, alpha)
}

const [lambda, alpha] = [1.0507009873554805, 1.6732632423543772]

/**
 * `λ · elu(α)` with λ ≈ 1.0507 and α ≈ 1.6733, for which values of mean 0 and variance 1 stay so from layer to layer
 * (Klambauer, Unterthiner, Mayr and Hochreiter 2017).
 *
 * Takes and gives any shape.
 *
 * @example
 * import { compose, dense, initialiser, selu } from 'pullback'
 * const hidden = compose(dense(64, 64, { w: initialiser.normal(0, 1 / 8) }), selu())
 *
 * @category Activations
 * @since 0.1.0
 */
export const selu = takes('selu', {}, () => seluUnchecked)

const seluUnchecked = (): Layer<Tensor, Same, Empty> => exponentialBelow('selu', lambda, lambda * alpha)
