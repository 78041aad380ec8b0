/**
 * Normalisation by the root of the mean square.
 *
 * @module
 */
import { constant } from '../../initialiser/constant.ts'
import { mul, sub } from '../../primitive/elementwise/arithmetic.ts'
import { reshape } from '../../primitive/movement/reshape.ts'
import { sum } from '../../primitive/reduction/broadcast.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Layer } from '../layer.ts'
import { requireLastAxis, rowsOf } from '../linear/lastAxis.ts'
import { ofKind } from '../ofKind.ts'
import { positionwiseWithParams } from '../parametric.ts'
import type { Same } from '../type/typeFunction.ts'
import { alongRows, inverseRoot, meanOfRows, spreadOver } from './rows.ts'

/**
 * The parameter of an RMS norm.
 *
 * @category Normalisation
 * @since 0.1.0
 */
export interface RmsNormParams<N extends number> {
  /** What each feature is multiplied by; begins as ones. */
  readonly scale: Tensor<[N]>
}

/**
 * How it is normalised.
 *
 * @category Normalisation
 * @since 0.1.0
 */
export interface RmsNormOptions {
  /**
   * What is added to the mean square, so that zeros are not divided by 0. Defaults to 1e-6.
   *
   * @default 1e-6
   */
  readonly epsilon?: number
}

/**
 * `x / √(mean(x²) + ε) · scale`, over the last axis of each example by itself: a layer norm without a mean and a shift (Zhang
 * and Sennrich 2019).
 *
 * Takes and gives [..., features]. With `r = √(mean(x²) + ε)`, `n = x / r` and `dn = dy · scale`, the pullback is
 * `(dn - n · mean(dn · n)) / r`.
 *
 * Where squares overflow (of numbers beyond some 10¹⁹ in f32), it is NaN, so that it can be seen; a division by ∞ would give zeros.
 *
 * @throws ShapeError if the last axis of the input is not `features`.
 * @throws ArgumentError unless `features` is a positive integer and ε is positive.
 *
 * @example
 * import { compose, dense, rmsNorm } from 'pullback'
 * const block = compose(rmsNorm(16), dense(16, 64))
 *
 * @category Normalisation
 * @since 0.1.0
 */
export const rmsNorm = takes(
  'rmsNorm',
  { features: needs.size, options: needs.options({ epsilon: needs.positive }) },
  () => rmsNormUnchecked,
)

const rmsNormUnchecked = <N extends number>(
  features: N,
  { epsilon = 1e-6 }: RmsNormOptions = {},
): Layer<Tensor<[...number[], N]>, Same, RmsNormParams<N>> => {
  const name = `rmsNorm(${features})`
  return ofKind(
    { is: 'norm' },
    positionwiseWithParams(
      name,
      { scale: [constant(1), [features]] },
      (params: RmsNormParams<N>, x: Tensor<[...number[], N]>) => {
        requireLastAxis(name, x, features)
        const rows = rowsOf(x) as Tensor
        const spread = alongRows(rows)
        const factor = spreadOver(rows)(params.scale)
        const inverse = spread(inverseRoot(epsilon)(meanOfRows(mul(rows, rows))))
        const n = mul(rows, inverse)
        const restore = reshape(x.shape)
        return [
          restore(mul(n, factor)),
          (dy: Tensor<[...number[], N]>) => {
            const drows = rowsOf(dy) as Tensor
            const dn = mul(drows, factor)
            return [
              { scale: sum([0])(mul(drows, n)) },
              restore(mul(inverse, sub(dn, mul(n, spread(meanOfRows(mul(dn, n))))))),
            ]
          },
        ]
      },
    ),
  )
}
