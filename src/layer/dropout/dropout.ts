/**
 * Dropout.
 *
 * @module
 */
import { mul } from '../../primitive/elementwise/arithmetic.ts'
import { convert } from '../../primitive/elementwise/convert.ts'
import { scale } from '../../primitive/elementwise/scale.ts'
import { bernoulli } from '../../random/distribution/sample.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Empty } from '../../tensor/tree.ts'
import { positionwise } from '../fromSmooth.ts'
import type { Layer } from '../layer.ts'
import type { Same } from '../type/typeFunction.ts'

/**
 * In training, sets each element to 0 with probability `rate` and scales the others by `1 / (1 - rate)`, so that the mean
 * stays (Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov 2014). In evaluation it is the identity. The mask
 * comes from the context's key: one mask for value and pullback, another one for each step.
 *
 * Takes and gives any shape.
 *
 * @throws ArgumentError unless `0 ≤ rate < 1`.
 *
 * @example
 * import { compose, dense, dropout, relu } from 'pullback'
 * const hidden = compose(dense(784, 64), relu(), dropout(0.5))
 *
 * @category Dropout
 * @since 0.1.0
 */
export const dropout = takes('dropout', { rate: needs.rate }, () => dropoutUnchecked)

const dropoutUnchecked = (rate: number): Layer<Tensor, Same, Empty> => {
  return positionwise(`dropout(${rate})`, (x: Tensor, context) => {
    if (context.mode === 'evaluation' || rate === 0) return [x, (dy: Tensor) => dy]
    const kept = bernoulli(x.shape, 1 - rate)(context.key)
    const mask = scale(1 / (1 - rate))(convert(x.dtype)(kept)) as Tensor
    return [mul(x, mask), (dy: Tensor) => mul(dy, mask)]
  })
}
