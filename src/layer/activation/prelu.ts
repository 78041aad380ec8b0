/**
 * The rectified linear unit with a slope that is learned.
 *
 * @module
 */

import { constant } from '../../initialiser/constant.ts'
import type { Initialiser } from '../../initialiser/initialiser.ts'
import { mul } from '../../primitive/elementwise/arithmetic.ts'
import { greater, select } from '../../primitive/elementwise/compare.ts'
import { broadcast, sum } from '../../primitive/reduction/broadcast.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import { zerosLike } from '../../tensor/function/constructors.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Layer } from '../layer.ts'
import { requireLastAxis } from '../linear/lastAxis.ts'
import { ofKind } from '../ofKind.ts'
import { positionwiseWithParams } from '../parametric.ts'
import type { Same } from '../type/typeFunction.ts'

/**
 * The parameter of a parametric rectifier.
 *
 * @category Activations
 * @since 0.1.0
 */
export interface PreluParams<N extends number> {
  /** The slope below 0 of each feature. */
  readonly slope: Tensor<[N]>
}

/**
 * How the slope begins.
 *
 * @category Activations
 * @since 0.1.0
 */
export interface PreluOptions {
  /** The initialiser of the slope. Defaults to 0.25 everywhere. */
  readonly slope?: Initialiser
}

/**
 * `x` where it is positive, else `slope · x`, with a slope for each feature of the last axis (He, Zhang, Ren and Sun 2015). The
 * derivative at 0 is the slope.
 *
 * Takes and gives [..., features].
 *
 * @throws ShapeError if the last axis of the input is not `features`.
 * @throws ArgumentError unless `features` is a positive integer.
 *
 * @example
 * import { compose, dense, prelu } from 'pullback'
 * const hidden = compose(dense(784, 64), prelu(64))
 *
 * @category Activations
 * @since 0.1.0
 */
export const prelu = takes(
  'prelu',
  { features: needs.size, options: needs.options({ slope: needs.fn }) },
  () => preluUnchecked,
)

const preluUnchecked = <N extends number>(
  features: N,
  { slope = constant(0.25) }: PreluOptions = {},
): Layer<Tensor<[...number[], N]>, Same, PreluParams<N>> => {
  const name = `prelu(${features})`
  return ofKind(
    { is: 'slope' },
    positionwiseWithParams(
      name,
      { slope: [slope, [features]] },
      (params: PreluParams<N>, x: Tensor<[...number[], N]>) => {
        requireLastAxis(name, x, features)
        const positive = greater(x, zerosLike(x))
        const leak = broadcast(x.shape)(params.slope)
        const leading = x.shape.slice(0, -1).map((_, axis) => axis)
        return [
          select(positive, x, mul(leak, x)),
          (dy: Tensor) => [
            { slope: sum(leading)(select(positive, zerosLike(x), mul(dy, x))) },
            select(positive, dy, mul(leak, dy)),
          ],
        ]
      },
    ),
  )
}
