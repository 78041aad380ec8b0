/**
 * Samples from normal distributions of several dimensions.
 *
 * @module
 */

import { bind } from '../../primitive/core/bind.ts'
import { none } from '../../primitive/core/primitive.ts'
import { add } from '../../primitive/elementwise/arithmetic.ts'
import { Cholesky } from '../../primitive/linearAlgebra/cholesky.ts'
import { reshape } from '../../primitive/movement/reshape.ts'
import { matmulNT } from '../../primitive/product/matmul.ts'
import { broadcast } from '../../primitive/reduction/broadcast.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import { ArgumentError, ShapeError } from '../../tensor/error.ts'
import { type Shape, showShape, sizeOf } from '../../tensor/shape.ts'
import { elementsOf, isConcrete, type Sizes, type Tensor } from '../../tensor/tensor.ts'
import type { Key } from '../key.ts'
import { dtypeOfSamples, finite, type Last, requireParameter } from './parameter.ts'
import { normal } from './sample.ts'

/**
 * How the dimensions go together.
 *
 * @category Random numbers
 * @since 0.1.0
 */
export type MultivariateNormalOptions<D extends number = number> =
  | {
      /** The covariance of each two dimensions: symmetric and positive definite. */
      readonly covariance: Tensor<[D, D]>
      readonly factor?: never
    }
  | {
      /** Or a matrix L with `L Lᵀ` the covariance, such as its Cholesky factor. */
      readonly factor: Tensor<[D, D]>
      readonly covariance?: never
    }

const requireSymmetric = (covariance: Tensor): void => {
  if (!isConcrete(covariance)) return
  const [elements, size] = [elementsOf(covariance), covariance.shape[0] as number]
  for (let i = 0; i < size; i++)
    for (let j = 0; j < i; j++) {
      const [a, b] = [elements[i * size + j]!, elements[j * size + i]!]
      if (Math.abs(a - b) > 1e-5 * Math.max(Math.abs(a), Math.abs(b)))
        throw new ArgumentError(
          `multivariateNormal needs a symmetric covariance, but was given ${a} at [${i}, ${j}] and ${b} at [${j}, ${i}].`,
        )
    }
}

/**
 * Samples from the normal distribution of several dimensions, with one more axis than the shape: `mean + L z` for a vector z of
 * standard normal samples, with covariance `L Lᵀ`: of a covariance L is the Cholesky factor. The mean is of shape [d], or [..., d] where it is repeated to [...shape, d].
 * Differentiable in the mean and the factor or covariance. In the element type of both; four words of the key for each element.
 *
 * NumPy's `multivariate_normal(mean, cov)`, JAX's `multivariate_normal`, PyTorch's `MultivariateNormal(mean, cov)` and, with a factor,
 * `MultivariateNormal(mean, scale_tril=L)`.
 *
 * @throws ShapeError unless the factor or covariance is [d, d] for a mean of d dimensions.
 * @throws ArgumentError unless all are finite, there is either a factor or a covariance, and that is symmetric and positive
 * definite.
 *
 * @example
 * import { key, random, tensor } from 'pullback'
 * const covariance = tensor([[1, 0.6], [0.6, 1]])
 * const points = random.multivariateNormal([100], tensor([0, 5]), { covariance })(key(0)) // [100, 2]
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
      options: needs.givenOptions({
        covariance: needs.optional(needs.tensor),
        factor: needs.optional(needs.tensor),
      }),
    },
    { key: needs.key },
  ],
  () => multivariateNormalUnchecked,
)

const multivariateNormalUnchecked = <N extends number, S extends Sizes<N>, C extends Shape>(
  shape: S,
  mean: Tensor<C>,
  { covariance, factor: given }: MultivariateNormalOptions<Last<NoInfer<C>>>,
): ((key: Key) => Tensor<[...S, Last<C>]>) => {
  const of = 'multivariateNormal'
  const name = given === undefined ? 'covariance' : 'factor'
  const matrix = given ?? covariance
  if (matrix === undefined || (given !== undefined && covariance !== undefined))
    throw new ArgumentError(
      `${of} needs either a covariance or a factor of it, but was given ${matrix === undefined ? 'neither' : 'both'}.`,
    )
  const dtype = dtypeOfSamples(of, undefined, { mean, [name]: matrix })
  const size = mean.shape.at(-1)
  if (size === undefined)
    throw new ShapeError(`${of} needs a mean with an axis of dimensions, but was given a scalar.`, [[]])
  if (matrix.shape.length !== 2 || matrix.shape[0] !== size || matrix.shape[1] !== size)
    throw new ShapeError(
      `${of} needs a ${name} of shape [${size}, ${size}], for a mean of ${size} dimensions, but was given ${showShape(matrix.shape)}.`,
      [matrix.shape, mean.shape],
    )
  const whole: Shape = [...shape, size]
  requireParameter(of, 'mean', mean, finite, whole)
  requireParameter(of, name, matrix, finite, [size, size])
  if (covariance !== undefined) requireSymmetric(covariance)
  const factor = given ?? (bind(Cholesky, none, [matrix]) as Tensor<[number, number]>)
  return key => {
    const standard = normal([sizeOf(shape), size], 0, 1, { dtype })(key)
    const spread = reshape(whole)(
      matmulNT(standard as Tensor<[number, number]>, factor as Tensor<[number, number]>),
    )
    return add(broadcast(whole)(mean) as Tensor, spread as Tensor) as Tensor as Tensor<[...S, Last<C>]>
  }
}
