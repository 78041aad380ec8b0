/**
 * Scores to probabilities.
 *
 * @module
 */
import { softmax as smoothMap } from '../../smooth/map/softmax.ts'
import { takes } from '../../tensor/contract/index.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Empty } from '../../tensor/tree.ts'
import { positionwise } from '../fromSmooth.ts'
import type { Layer } from '../layer.ts'
import type { Same } from '../type/typeFunction.ts'

/**
 * `softmax(x)ᵢ = e^xᵢ / Σⱼ e^xⱼ` along the last axis: positive, with sum 1.
 *
 * Takes and gives [..., n]. To train a classifier use the loss `softmaxCrossEntropy` on the scores instead: it is exact
 * where softmax rounds to 0.
 *
 * @throws ShapeError for a scalar or an empty last axis.
 *
 * @example
 * import { compose, dense, softmax } from 'pullback'
 * const probabilities = compose(dense(64, 10), softmax())
 *
 * @category Activations
 * @since 0.1.0
 */
export const softmax = takes('softmax', {}, () => softmaxUnchecked)

const softmaxUnchecked = (): Layer<Tensor<[...number[], number]>, Same, Empty> =>
  positionwise('softmax', smoothMap as (x: Tensor<[...number[], number]>) => ReturnType<typeof smoothMap>)
