/**
 * The activation mish.
 *
 * @module
 */
import { add, mul, sub } from '../../primitive/elementwise/arithmetic.ts'
import { sigmoid, tanh } from '../../primitive/elementwise/elementary.ts'
import { takes } from '../../tensor/contract/index.ts'
import { onesLike } from '../../tensor/function/constructors.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Empty } from '../../tensor/tree.ts'
import { positionwise } from '../fromSmooth.ts'
import type { Layer } from '../layer.ts'
import type { Same } from '../type/typeFunction.ts'
import { softplusOf } from './softplus.ts'

/**
 * `x · tanh(log(1 + eˣ))`, element by element (Misra 2019). With `t` for the tangent, the derivative is
 * `t + x · σ(x) · (1 - t²)`.
 *
 * Takes and gives any shape.
 *
 * @example
 * import { compose, dense, mish } from 'pullback'
 * const hidden = compose(dense(64, 64), mish())
 *
 * @category Activations
 * @since 0.1.0
 */
export const mish = takes('mish', {}, () => mishUnchecked)

const mishUnchecked = (): Layer<Tensor, Same, Empty> =>
  positionwise('mish', (x: Tensor) => {
    const t = tanh(softplusOf(x))
    return [mul(x, t), (dy: Tensor) => mul(dy, add(t, mul(mul(x, sigmoid(x)), sub(onesLike(t), mul(t, t)))))]
  })
