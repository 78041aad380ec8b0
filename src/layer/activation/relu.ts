/**
 * The rectified linear unit.
 *
 * @module
 */
import { greaterEqual, select } from '../../primitive/elementwise/compare.ts'
import { takes } from '../../tensor/contract/index.ts'
import { zerosLike } from '../../tensor/function/constructors.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Empty } from '../../tensor/tree.ts'
import { positionwise } from '../fromSmooth.ts'
import type { Layer } from '../layer.ts'
import type { Same } from '../type/typeFunction.ts'

/**
 * `max(x, 0)`, element by element; NaN stays NaN. The derivative at 0 is 0. Both are as in PyTorch.
 *
 * Takes and gives any shape.
 *
 * @example
 * import { compose, dense, relu } from 'pullback'
 * const hidden = compose(dense(3, 8), relu())
 *
 * @category Activations
 * @since 0.1.0
 */
export const relu = takes('relu', {}, () => reluUnchecked)

const reluUnchecked = (): Layer<Tensor, Same, Empty> =>
  positionwise('relu', (x: Tensor) => {
    const zeros = zerosLike(x)
    // In this order NaN is not passed over.
    const off = greaterEqual(zeros, x)
    return [select(off, zeros, x), (dy: Tensor) => select(off, zeros, dy)]
  })
