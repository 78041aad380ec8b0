/**
 * The leaky rectified linear unit.
 *
 * @module
 */
import { greater, select } from '../../primitive/elementwise/compare.ts'
import { scale } from '../../primitive/elementwise/scale.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import { ArgumentError } from '../../tensor/error.ts'
import { zerosLike } from '../../tensor/function/constructors.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Empty } from '../../tensor/tree.ts'
import { positionwise } from '../fromSmooth.ts'
import type { Layer } from '../layer.ts'
import type { Same } from '../type/typeFunction.ts'

/**
 * `x` where it is positive, else `slope · x` (Maas, Hannun and Ng 2013). The derivative at 0 is the slope.
 *
 * Takes and gives any shape.
 *
 * @throws ArgumentError unless the slope is a finite number.
 *
 * @example
 * import { compose, dense, leakyRelu } from 'pullback'
 * const hidden = compose(dense(784, 64), leakyRelu(0.01))
 *
 * @category Activations
 * @since 0.1.0
 */
export const leakyRelu = takes('leakyRelu', { slope: needs.optional(needs.finite) }, () => leakyReluUnchecked)

const leakyReluUnchecked = (slope = 0.01): Layer<Tensor, Same, Empty> => {
  if (!Number.isFinite(slope))
    throw new ArgumentError(`leakyRelu needs a finite slope, but was given ${slope}.`)
  const leak = scale(slope)
  return positionwise(`leakyRelu(${slope})`, (x: Tensor) => {
    const positive = greater(x, zerosLike(x))
    return [select(positive, x, leak(x)), (dy: Tensor) => select(positive, dy, leak(dy))]
  })
}
