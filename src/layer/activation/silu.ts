/**
 * The sigmoid-weighted linear unit.
 *
 * @module
 */
import { add, mul, sub } from '../../primitive/elementwise/arithmetic.ts'
import { sigmoid } from '../../primitive/elementwise/elementary.ts'
import { takes } from '../../tensor/contract/index.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Empty } from '../../tensor/tree.ts'
import { positionwise } from '../fromSmooth.ts'
import type { Layer } from '../layer.ts'
import type { Same } from '../type/typeFunction.ts'

/**
 * `x · σ(x)` with the logistic function σ, element by element; also known as swish (Elfwing, Uchibe and Doya 2017;
 * Ramachandran, Zoph and Le 2017). With `y = x · σ`, the derivative is `σ + y · (1 - σ)`.
 *
 * Takes and gives any shape.
 *
 * @example
 * import { compose, dense, silu } from 'pullback'
 * const hidden = compose(dense(64, 64), silu())
 *
 * @category Activations
 * @since 0.1.0
 */
export const silu = takes('silu', {}, () => siluUnchecked)

const siluUnchecked = (): Layer<Tensor, Same, Empty> =>
  positionwise('silu', (x: Tensor) => {
    const gate = sigmoid(x)
    const y = mul(x, gate)
    return [y, (dy: Tensor) => mul(dy, add(gate, sub(y, mul(y, gate))))]
  })
