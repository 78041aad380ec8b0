/**
 * Stochastic depth.
 *
 * @module
 */
import { mul } from '../../primitive/elementwise/arithmetic.ts'
import { convert } from '../../primitive/elementwise/convert.ts'
import { scale } from '../../primitive/elementwise/scale.ts'
import { broadcastAlong } from '../../primitive/reduction/broadcast.ts'
import { bernoulli } from '../../random/distribution/sample.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import { ShapeError } from '../../tensor/error.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Empty } from '../../tensor/tree.ts'
import { positionwise } from '../fromSmooth.ts'
import type { Layer } from '../layer.ts'
import type { Same } from '../type/typeFunction.ts'

/**
 * In training, sets whole examples to 0 with probability `rate` and scales the others by `1 / (1 - rate)`, so that the mean
 * stays; in evaluation it is the identity. At the end of a residual branch it drops the branch for those examples (Huang, Sun,
 * Liu, Sedra and Weinberger 2016).
 *
 * Takes and gives [batch, ...].
 *
 * @throws ShapeError for a scalar.
 * @throws ArgumentError unless `0 ≤ rate < 1`.
 *
 * @example
 * import { compose, dense, dropPath, relu, residual } from 'pullback'
 * const block = residual(compose(dense(16, 16), relu(), dropPath(0.1)))
 *
 * @category Dropout
 * @since 0.1.0
 */
export const dropPath = takes('dropPath', { rate: needs.rate }, () => dropPathUnchecked)

const dropPathUnchecked = (rate: number): Layer<Tensor<[number, ...number[]]>, Same, Empty> => {
  return positionwise(`dropPath(${rate})`, (x: Tensor<[number, ...number[]]>, context) => {
    const [batch] = x.shape
    if (batch === undefined)
      throw new ShapeError('dropPath takes [batch, ...], but was given a scalar.', [x.shape])
    if (context.mode === 'evaluation' || rate === 0) return [x, (dy: Tensor) => dy]
    const kept = bernoulli<number, [number]>([batch], 1 - rate)(context.key)
    const factor = scale(1 / (1 - rate))(convert(x.dtype)(kept)) as Tensor
    const mask = broadcastAlong(x.shape, [0])(factor)
    return [mul(x, mask), (dy: Tensor) => mul(dy, mask)]
  })
}
