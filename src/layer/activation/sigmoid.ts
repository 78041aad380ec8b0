/**
 * The activation sigmoid: the logistic function.
 *
 * @module
 */
import { sigmoid as smoothMap } from '../../smooth/map/operations.ts'
import { takes } from '../../tensor/contract/index.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Empty } from '../../tensor/tree.ts'
import { elementwise } from '../fromSmooth.ts'
import type { Layer } from '../layer.ts'
import type { Same } from '../type/typeFunction.ts'

/**
 * `1 / (1 + e⁻ˣ)`, element by element, without overflow at either end. The pullback of `dy` is `dy · y (1 - y)`.
 *
 * Takes and gives any shape.
 *
 * @example
 * import { compose, dense, sigmoid } from 'pullback'
 * const hidden = compose(dense(64, 10), sigmoid())
 *
 * @category Activations
 * @since 0.1.0
 */
export const sigmoid = takes('sigmoid', {}, () => sigmoidUnchecked)

const sigmoidUnchecked = (): Layer<Tensor, Same, Empty> => elementwise('sigmoid', smoothMap)
