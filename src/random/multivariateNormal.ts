/**
 * Samples from normal distributions of several dimensions.
 *
 * @module
 */
import { add } from '../primitive/arithmetic.ts'
import { broadcast } from '../primitive/broadcast.ts'
import { matmulNT } from '../primitive/matmul.ts'
import { reshape } from '../primitive/reshape.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import { ShapeError } from '../tensor/error.ts'
import { type Shape, showShape, sizeOf } from '../tensor/shape.ts'
import type { Sizes, Tensor } from '../tensor/tensor.ts'
import type { Key } from './key.ts'
import { dtypeOfSamples, finite, type Last, requireParameter } from './parameter.ts'
import { normal } from './sample.ts'

/**
 * How the dimensions go together.
 *
 * @category Random numbers
 * @since 0.1.0
 */
export interface MultivariateNormalOptions<D extends number = number> {
  /** A matrix L with `L Lᵀ` the covariance, such as its Cholesky factor. */
  readonly factor: Tensor<[D, D]>
}

/**
 * Samples from the normal distribution of several dimensions, with one more axis than the shape: `mean + L z` for a vector z of
 * standard normal samples, with covariance `L Lᵀ`. The mean is of shape [d], or [..., d] where it is repeated to [...shape, d].
 * Differentiable in the mean and the factor. In the element type of both; four words of the key for each element.
 *
 * NumPy's `multivariate_normal(mean, cov)` with `L = cholesky(cov)`, JAX's `multivariate_normal`, PyTorch's
 * `MultivariateNormal(mean, scale_tril=L)`.
 *
 * @throws ShapeError unless the factor is [d, d] for a mean of d dimensions.
 * @throws ArgumentError unless both are finite.
 *
 * @example
 * import { key, random, tensor } from 'pullback'
 * const factor = tensor([[1, 0], [0.6, 0.8]]) // covariance [[1, 0.6], [0.6, 1]]
 * const points = random.multivariateNormal([100], tensor([0, 5]), { factor })(key(0)) // [100, 2]
 *
 * @category Random numbers
 * @since 0.1.0
 */
export const multivariateNormal = takes(
  'multivariateNormal',
  [
    {
      shape: needs.shape,
      mean: needs.tensor,
      options: needs.givenOptions({ factor: needs.tensor }),
    },
    { key: needs.key },
  ],
  () => multivariateNormalUnchecked,
)

const multivariateNormalUnchecked = <N extends number, S extends Sizes<N>, C extends Shape>(
  shape: S,
  mean: Tensor<C>,
  { factor }: MultivariateNormalOptions<Last<NoInfer<C>>>,
): ((key: Key) => Tensor<[...S, Last<C>]>) => {
  const of = 'multivariateNormal'
  const dtype = dtypeOfSamples(of, undefined, { mean, factor })
  const size = mean.shape.at(-1)
  if (size === undefined)
    throw new ShapeError(`${of} needs a mean with an axis of dimensions, but was given a scalar.`, [[]])
  if (factor.shape.length !== 2 || factor.shape[0] !== size || factor.shape[1] !== size)
    throw new ShapeError(
      `${of} needs a factor of shape [${size}, ${size}], for a mean of ${size} dimensions, but was given ${showShape(factor.shape)}.`,
      [factor.shape, mean.shape],
    )
  const whole: Shape = [...shape, size]
  requireParameter(of, 'mean', mean, finite, whole)
  requireParameter(of, 'factor', factor, finite, [size, size])
  return key => {
    const standard = normal([sizeOf(shape), size], 0, 1, { dtype })(key)
    const spread = reshape(whole)(
      matmulNT(standard as Tensor<[number, number]>, factor as Tensor<[number, number]>),
    )
    return add(broadcast(whole)(mean) as Tensor, spread as Tensor) as Tensor as Tensor<[...S, Last<C>]>
  }
}
