/**
 * The Gaussian error linear unit.
 *
 * @module
 */
import { add, mul, sub } from '../../primitive/elementwise/arithmetic.ts'
import { erf, exp, tanh } from '../../primitive/elementwise/elementary.ts'
import { scale, shift } from '../../primitive/elementwise/scale.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import { ArgumentError } from '../../tensor/error.ts'
import { onesLike } from '../../tensor/function/constructors.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Empty } from '../../tensor/tree.ts'
import { positionwise } from '../fromSmooth.ts'
import type { Layer } from '../layer.ts'
import type { Same } from '../type/typeFunction.ts'

/**
 * How the normal distribution is computed.
 *
 * @category Activations
 * @since 0.1.0
 */
export interface GeluOptions {
  /**
   * By the error function (`'none'`), or nearly, by a hyperbolic tangent. Defaults to the error function.
   *
   * @default 'none'
   */
  readonly approximate?: 'none' | 'tanh'
}

/** The distribution function of the normal distribution, and its derivative. */
type Distribution = (x: Tensor) => readonly [share: Tensor, density: () => Tensor]

const normal: Distribution = x => [
  scale(0.5)(shift(1)(erf(scale(Math.SQRT1_2)(x)))),
  () => scale(1 / Math.sqrt(2 * Math.PI))(exp(scale(-0.5)(mul(x, x)))),
]

const cubic = 0.044715

const nearlyNormal: Distribution = x => {
  const rate = Math.sqrt(2 / Math.PI)
  const square = mul(x, x)
  const t = tanh(scale(rate)(add(x, scale(cubic)(mul(x, square)))))
  return [
    scale(0.5)(shift(1)(t)),
    () => mul(scale(0.5)(sub(onesLike(t), mul(t, t))), shift(rate)(scale(3 * cubic * rate)(square))),
  ]
}

/**
 * `x · Φ(x)`, where `Φ(x) = (1 + erf(x/√2)) / 2` is the distribution function of the normal distribution, element by element
 * (Hendrycks and Gimpel 2016). The derivative is `Φ(x) + x · φ(x)` with the density φ. With `approximate: 'tanh'`, as some
 * trained models have it, `Φ(x) ≈ (1 + tanh(√(2/π) · (x + 0.044715 x³))) / 2`.
 *
 * Takes and gives any shape.
 *
 * @throws ArgumentError for another approximation.
 *
 * @example
 * import { compose, dense, gelu } from 'pullback'
 * const feedForward = compose(dense(64, 256), gelu(), dense(256, 64))
 *
 * @category Activations
 * @since 0.1.0
 */
export const gelu = takes(
  'gelu',
  { options: needs.options({ approximate: needs.oneOf('none', 'tanh') }) },
  () => geluUnchecked,
)

const geluUnchecked = ({ approximate = 'none' }: GeluOptions = {}): Layer<Tensor, Same, Empty> => {
  if (approximate !== 'none' && approximate !== 'tanh')
    throw new ArgumentError(`gelu can be approximated by 'none' or 'tanh', but was given ${approximate}.`)
  const distribution = approximate === 'tanh' ? nearlyNormal : normal
  return positionwise(approximate === 'tanh' ? 'gelu(tanh)' : 'gelu', (x: Tensor) => {
    const [share, density] = distribution(x)
    return [mul(x, share), (dy: Tensor) => mul(dy, add(share, mul(x, density())))]
  })
}
