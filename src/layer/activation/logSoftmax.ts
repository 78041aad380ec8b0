/**
 * Scores to logarithms of probabilities.
 *
 * @module
 */
import { logSoftmax as smoothMap } from '../../smooth/map/softmax.ts'
import { takes } from '../../tensor/contract/index.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Empty } from '../../tensor/tree.ts'
import { positionwise } from '../fromSmooth.ts'
import type { Layer } from '../layer.ts'
import type { Same } from '../type/typeFunction.ts'

/**
 * `xᵢ - log Σⱼ e^xⱼ` along the last axis, finite also where softmax rounds to 0.
 *
 * Takes and gives [..., n].
 *
 * @throws ShapeError for a scalar or an empty last axis.
 *
 * @example
 * import { compose, dense, logSoftmax } from 'pullback'
 * const logProbabilities = compose(dense(64, 10), logSoftmax())
 *
 * @category Activations
 * @since 0.1.0
 */
export const logSoftmax = takes('logSoftmax', {}, () => logSoftmaxUnchecked)

const logSoftmaxUnchecked = (): Layer<Tensor<[...number[], number]>, Same, Empty> =>
  positionwise('logSoftmax', smoothMap as (x: Tensor<[...number[], number]>) => ReturnType<typeof smoothMap>)
