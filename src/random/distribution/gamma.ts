/**
 * Samples from gamma distributions, and from those that are made of them.
 *
 * @module
 */
import { div, sub } from '../../primitive/elementwise/arithmetic.ts'
import { convert } from '../../primitive/elementwise/convert.ts'
import { exp, sigmoid } from '../../primitive/elementwise/elementary.ts'
import { gammaQuantile } from '../../primitive/random/gammaQuantile.ts'
import { broadcastAlong, sum } from '../../primitive/reduction/broadcast.ts'
import { max } from '../../primitive/reduction/reduceMax.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import { ShapeError } from '../../tensor/error.ts'
import { type Shape, showShape } from '../../tensor/shape.ts'
import type { Sizes, Tensor } from '../../tensor/tensor.ts'
import { type Key, split } from '../key.ts'
import { wordsFor } from '../unit.ts'
import {
  dtypeOfSamples,
  type Last,
  over,
  type Parameter,
  parameterNeed,
  positive,
  requireParameter,
  spreadTo,
} from './parameter.ts'
import type { SampleOptions } from './sample.ts'

/** Logarithms of gamma samples of rate 1, in f64. */
const logGamma = <S extends Shape>(shape: S, concentration: Parameter, key: Key): Tensor<S> =>
  gammaQuantile({ log: true })(
    wordsFor(shape, key),
    typeof concentration === 'number'
      ? spreadTo(shape, 'f64', concentration)
      : (convert('f64')(spreadTo(shape, 'f64', concentration)) as Tensor<S>),
  )

/**
 * Samples from the gamma distribution, of density `rate^α x^(α - 1) exp(-rate · x) / Γ(α)` for the concentration α; mean `α / rate`,
 * variance `α / rate²`. The rate defaults to 1.
 *
 * Each sample is the quantile of the distribution at a probability that two words of the key tell: there are no tries that could
 * fail, as a rejecting sampler has them. So a sample is a smooth function of the concentration, and its derivatives are those of the
 * quantile, `dz/dα = -(∂P(α, z)/∂α) / p(z)`, up to order 4. Where a concentration is computed and comes out as not positive, samples
 * are NaN.
 *
 * NumPy's `gamma(shape, scale)` with `scale = 1 / rate`, JAX's `gamma`, PyTorch's `Gamma(concentration, rate)`, whose derivatives are
 * the same ("implicit reparametrisation", Figurnov, Mohamed and Mnih 2018).
 *
 * @throws ArgumentError unless concentration and rate are positive.
 *
 * @example
 * import { key, random } from 'pullback'
 * const x = random.gamma([1000], 2.5, 0.5)(key(0)) // 5 on average
 *
 * @category Random numbers
 * @since 0.1.0
 */
export const gamma = takes(
  'gamma',
  [
    {
      shape: needs.shape,
      concentration: parameterNeed,
      rate: needs.optional(parameterNeed),
      options: needs.options({ dtype: needs.floatDType }),
    },
    { key: needs.key },
  ],
  () => gammaUnchecked,
)

const gammaUnchecked = <N extends number, S extends Sizes<N>>(
  shape: S,
  concentration: Parameter,
  rate: Parameter = 1,
  { dtype }: SampleOptions = {},
): ((key: Key) => Tensor<S>) => {
  const type = dtypeOfSamples('gamma', dtype, { concentration, rate })
  requireParameter('gamma', 'concentration', concentration, positive, shape)
  requireParameter('gamma', 'rate', rate, positive, shape)
  return key =>
    over(rate)(gammaQuantile({ log: false })(wordsFor(shape, key), spreadTo(shape, type, concentration)))
}

/**
 * Samples from the beta distribution on [0, 1], of density proportional to `x^(α - 1) (1 - x)^(β - 1)`: `a / (a + b)` for gamma
 * samples a and b of these concentrations, by their logarithms, so that small concentrations do no harm. Mean `α / (α + β)`.
 * Differentiable in both, as `random.gamma` is. Four words of the key for each sample.
 *
 * NumPy's `beta(a, b)`, JAX's `beta`, PyTorch's `Beta(concentration1, concentration0)`.
 *
 * @throws ArgumentError unless both concentrations are positive.
 *
 * @example
 * import { key, random } from 'pullback'
 * const shares = random.beta([4], 2, 3)(key(0)) // 0.4 on average
 *
 * @category Random numbers
 * @since 0.1.0
 */
export const beta = takes(
  'beta',
  [
    {
      shape: needs.shape,
      alpha: parameterNeed,
      beta: parameterNeed,
      options: needs.options({ dtype: needs.floatDType }),
    },
    { key: needs.key },
  ],
  () => betaUnchecked,
)

const betaUnchecked = <N extends number, S extends Sizes<N>>(
  shape: S,
  alpha: Parameter,
  beta: Parameter,
  { dtype }: SampleOptions = {},
): ((key: Key) => Tensor<S>) => {
  const type = dtypeOfSamples('beta', dtype, { alpha, beta })
  requireParameter('beta', 'alpha', alpha, positive, shape)
  requireParameter('beta', 'beta', beta, positive, shape)
  return key => {
    const [forAlpha, forBeta] = split(2)(key)
    return convert(type)(
      sigmoid(sub(logGamma(shape, alpha, forAlpha), logGamma(shape, beta, forBeta))),
    ) as Tensor<S>
  }
}

/**
 * Samples from the Dirichlet distribution: rows of probabilities that sum to 1, with one more axis than the shape, along which the
 * concentrations lie; density proportional to `Π xᵢ^(αᵢ - 1)`. Gamma samples of these concentrations over their sum, by their
 * logarithms. Concentrations of shape [d], or [..., d] where they are repeated to [...shape, d]. Mean `α / Σ α`. Differentiable in
 * them, as `random.gamma` is. Two words of the key for each element.
 *
 * NumPy's `dirichlet(alpha, size)`, JAX's `dirichlet`, PyTorch's `Dirichlet(concentration)`.
 *
 * @throws ArgumentError unless all concentrations are positive.
 * @throws ShapeError if there are none, or they cannot be repeated.
 *
 * @example
 * import { key, random, tensor } from 'pullback'
 * const rows = random.dirichlet([100], tensor([1, 2, 5]))(key(0)) // [100, 3]
 *
 * @category Random numbers
 * @since 0.1.0
 */
export const dirichlet = takes(
  'dirichlet',
  [
    {
      shape: needs.shape,
      concentration: needs.tensor,
      options: needs.options({ dtype: needs.floatDType }),
    },
    { key: needs.key },
  ],
  () => dirichletUnchecked,
)

const dirichletUnchecked = <N extends number, S extends Sizes<N>, C extends Shape>(
  shape: S,
  concentration: Tensor<C>,
  { dtype }: SampleOptions = {},
): ((key: Key) => Tensor<[...S, Last<C>]>) => {
  const type = dtypeOfSamples('dirichlet', dtype, { concentration })
  const count = concentration.shape.at(-1)
  if (count === undefined || count === 0)
    throw new ShapeError(
      `dirichlet needs an axis of concentrations, at least one, but was given ${showShape(concentration.shape)}.`,
      [concentration.shape],
    )
  const whole: Shape = [...shape, count]
  requireParameter('dirichlet', 'concentration', concentration, positive, whole)
  const axis = shape.length
  const along = (x: Tensor): Tensor =>
    broadcastAlong(
      whole,
      shape.map((_, i) => i),
    )(x) as Tensor
  return key => {
    const logs = logGamma(whole, concentration, key)
    const parts = exp(sub(logs, along(max([axis])(logs) as Tensor)))
    const shares = div(parts, along(sum([axis])(parts) as Tensor))
    return convert(type)(shares) as Tensor as Tensor<[...S, Last<C>]>
  }
}
