/**
 * Layer normalisation.
 *
 * @module
 */
import { constant, zeros } from '../../initialiser/constant.ts'
import { add, mul, sub } from '../../primitive/elementwise/arithmetic.ts'
import { reshape } from '../../primitive/movement/reshape.ts'
import { sum } from '../../primitive/reduction/broadcast.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import { type Shape, showShape, sizeOf } from '../../tensor/shape.ts'
import type { Sizes, Tensor } from '../../tensor/tensor.ts'
import type { Empty } from '../../tensor/tree.ts'
import { withoutParams } from '../fromSmooth.ts'
import { actingOnPositions } from '../inParts.ts'
import type { AnyLayer, Layer } from '../layer.ts'
import { ofKind } from '../ofKind.ts'
import { withParams } from '../parametric.ts'
import type { Same } from '../type/typeFunction.ts'
import {
  alongRows,
  centred,
  firstOfRows,
  inverseRoot,
  meanOfRows,
  requireLastAxes,
  spreadOver,
} from './rows.ts'

/** What is normalised over: the last axis, or the last axes. */
export type Normalised<N extends number | Shape> = N extends number ? [N] : N extends Shape ? N : never

/**
 * The parameters of a layer norm.
 *
 * @category Normalisation
 * @since 0.1.0
 */
export interface LayerNormParams<S extends Shape> {
  /** What each feature is multiplied by; begins as ones. */
  readonly scale: Tensor<S>
  /** What is then added to it; begins as zeros. */
  readonly shift: Tensor<S>
}

/**
 * How a layer is normalised.
 *
 * @category Normalisation
 * @since 0.1.0
 */
export interface LayerNormOptions {
  /**
   * What is added to the variance, so that equal features are not divided by 0. Defaults to 1e-5.
   *
   * @default 1e-5
   */
  readonly epsilon?: number
  /**
   * Whether there is a scale and a shift for each feature. Defaults to true.
   *
   * @default true
   */
  readonly affine?: boolean
}

/** What a row is normalised to, and the pullback of that. */
const standardised = (
  rows: Tensor<[number, number]>,
  epsilon: number,
): readonly [Tensor, (dy: Tensor) => Tensor] => {
  const spread = alongRows(rows)
  const [deviations] = centred(rows as Tensor, firstOfRows(rows), spread, meanOfRows)
  const factor = spread(inverseRoot(epsilon)(meanOfRows(mul(deviations, deviations))))
  const y = mul(deviations, factor)
  return [y, dy => mul(factor, sub(sub(dy, spread(meanOfRows(dy))), mul(y, spread(meanOfRows(mul(dy, y))))))]
}

/**
 * `(x - mean) / √(variance + ε) · scale + shift`, with mean and variance over the features of each example by itself (Ba,
 * Kiros and Hinton 2016). The features are the last axis, or, for a shape, the last axes; the variance is the biased one.
 *
 * Takes and gives [..., features]. With `σ = √(variance + ε)`, `n` the normalised `x` and `dn = dy · scale`, the pullback is
 * `(dn - mean(dn) - n · mean(dn · n)) / σ`.
 *
 * Where squares overflow (of numbers beyond some 10¹⁹ in f32), it is NaN, so that it can be seen; a division by ∞ would give zeros.
 *
 * @throws ShapeError if the last axes of the input are not the features.
 * @throws ArgumentError unless the sizes are positive integers and ε is positive.
 *
 * @example
 * import { compose, dense, layerNorm, relu } from 'pullback'
 * const hidden = compose(dense(64, 16), layerNorm(16), relu())
 * const images = layerNorm([28, 28], { epsilon: 1e-6 })
 *
 * @category Normalisation
 * @since 0.1.0
 */
export const layerNorm = takes(
  'layerNorm',
  {
    features: needs.either(needs.size, needs.listOf(needs.size, 'positive integers', 1)),
    options: needs.options({ epsilon: needs.positive, affine: needs.boolean }),
  },
  () => layerNormUnchecked,
)

function layerNormUnchecked<N extends number, F extends N | Sizes<N>>(
  features: F,
  options: LayerNormOptions & { readonly affine: false },
): Layer<Tensor<[...number[], ...Normalised<F>]>, Same, Empty>
function layerNormUnchecked<N extends number, F extends N | Sizes<N>>(
  features: F,
  options?: LayerNormOptions & { readonly affine?: true },
): Layer<Tensor<[...number[], ...Normalised<F>]>, Same, LayerNormParams<Normalised<F>>>
function layerNormUnchecked(
  features: number | Shape,
  { epsilon = 1e-5, affine = true }: LayerNormOptions = {},
): AnyLayer {
  const sizes = typeof features === 'number' ? [features] : features
  const norm = normOver(features, sizes, { epsilon, affine })
  return sizes.length === 1 ? actingOnPositions(norm) : norm
}

const normOver = (
  features: number | Shape,
  sizes: Shape,
  { epsilon, affine }: Required<LayerNormOptions>,
): AnyLayer => {
  const name = `layerNorm(${typeof features === 'number' ? features : showShape(features)})`
  const count = sizeOf(sizes)
  const rowsOf = (x: Tensor): Tensor<[number, number]> =>
    reshape<number, [number, number]>([sizeOf(x.shape) / count, count])(x)
  const like = (x: Tensor) => (rows: Tensor) => reshape(x.shape)(rows)
  if (!affine)
    return withoutParams(name, (x: Tensor) => {
      requireLastAxes(name, x, sizes)
      const [y, pull] = standardised(rowsOf(x), epsilon)
      return [like(x)(y), (dy: Tensor) => like(x)(pull(rowsOf(dy) as Tensor))]
    })
  return ofKind(
    { is: 'norm' },
    withParams(
      name,
      { scale: [constant(1), sizes], shift: [zeros, sizes] },
      (params: LayerNormParams<Shape>, x: Tensor) => {
        requireLastAxes(name, x, sizes)
        const rows = rowsOf(x)
        const overRows = (p: Tensor): Tensor => spreadOver(rows)(reshape<number, [number]>([count])(p))
        const factor = overRows(params.scale)
        const [n, pull] = standardised(rows, epsilon)
        const perFeature = (d: Tensor): Tensor => reshape(sizes)(sum([0])(d))
        return [
          like(x)(add(mul(n, factor), overRows(params.shift))),
          (dy: Tensor) => {
            const drows = rowsOf(dy) as Tensor
            return [
              { scale: perFeature(mul(drows, n)), shift: perFeature(drows) },
              like(x)(pull(mul(drows, factor))),
            ]
          },
        ]
      },
    ),
  )
}
