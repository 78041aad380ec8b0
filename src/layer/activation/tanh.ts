/**
 * The activation tanh: the hyperbolic tangent.
 *
 * @module
 */
import { tanh as smoothMap } from '../../smooth/map/operations.ts'
import { takes } from '../../tensor/contract/index.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Empty } from '../../tensor/tree.ts'
import { elementwise } from '../fromSmooth.ts'
import type { Layer } from '../layer.ts'
import type { Same } from '../type/typeFunction.ts'

/**
 * `tanh x`, element by element. The pullback of `dy` is `dy · (1 - y²)`.
 *
 * Takes and gives any shape.
 *
 * @example
 * import { compose, dense, tanh } from 'pullback'
 * const hidden = compose(dense(64, 10), tanh())
 *
 * @category Activations
 * @since 0.1.0
 */
export const tanh = takes('tanh', {}, () => tanhUnchecked)

const tanhUnchecked = (): Layer<Tensor, Same, Empty> => elementwise('tanh', smoothMap)
