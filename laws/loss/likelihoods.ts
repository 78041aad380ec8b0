/**
 * Laws of the losses of likelihoods, quantiles and regions, each in plain numbers.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import {
  type DiceOptions,
  dice as diceLoss,
  type FocalOptions,
  focal as focalLoss,
  type GaussianOptions,
  gaussianNegativeLogLikelihood as gaussianLoss,
  type Loss,
  type MeanAndVariance,
  op,
  type PoissonOptions,
  poissonNegativeLogLikelihood as poissonLoss,
  type QuantileOptions,
  quantile as quantileLoss,
  scalar,
  sigmoidCrossEntropy,
  type Tensor,
  toValues,
} from '../../src/index.ts'
import { takes } from '../../src/tensor/contract/index.ts'
import { positive, tensors } from '../arbitraries.ts'
import { exact, holds, summed } from '../close.ts'
import { implementation } from '../contract.ts'
import { type LawSet, law, lawSet } from '../law.ts'

type OnTensors = Loss<Tensor, Tensor>

const shape = [4, 3] as const
const matrices = tensors(shape) as Arbitrary<Tensor>
const variances = tensors(shape, { entries: positive }) as Arbitrary<Tensor>
const counts = tensors(shape, { entries: fc.integer({ min: 0, max: 9 }) }) as Arbitrary<Tensor>
const zeroOrOne = tensors(shape, { entries: fc.constantFrom(0, 1) }) as Arbitrary<Tensor>
const flags = fc.boolean()
const close = summed(64, undefined, 8)

const numbers = (x: Tensor): readonly number[] => Array.from(toValues(x))
const number = (x: Tensor): number => numbers(x)[0] as number
const mean = (xs: readonly number[]): number => xs.reduce((total, x) => total + x, 0) / xs.length
const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z))
const one = scalar(1, 'f64') as Tensor<[]>

/** The mean in plain numbers of what is made of each prediction and its target. */
const byPairs = (y: Tensor, t: Tensor, f: (y: number, t: number) => number): number => {
  const targets = numbers(t)
  return mean(numbers(y).map((x, i) => f(x, targets[i] as number)))
}

/**
 * Laws of the likelihood of normal distributions; by default of `gaussianNegativeLogLikelihood`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const gaussianNegativeLogLikelihoodLaws = takes(
  'gaussianNegativeLogLikelihoodLaws',
  { loss: implementation },
  () =>
    (loss: (options: GaussianOptions) => Loss<MeanAndVariance, Tensor> = gaussianLoss): LawSet =>
      lawSet('gaussianNegativeLogLikelihood', [
        law(
          'L21',
          'it is the negative logarithm of the density, and without full lacks log(2π) / 2',
          [matrices, variances, matrices, flags],
          (mu, v, t, full) => {
            const [vs, ts] = [numbers(v), numbers(t)]
            const each = numbers(mu).map((m, i) => {
              const [own, d] = [vs[i] as number, (ts[i] as number) - m]
              // The logarithm of the density's two factors, apart, as their product may vanish.
              const logFactor = -Math.log(Math.sqrt((full ? 2 * Math.PI : 1) * own))
              return -(logFactor - (d * d) / (2 * own))
            })
            return close(number(loss({ full })(t)([mu, v])[0]), mean(each))
          },
        ),
        law('L22', 'a variance below ε counts as ε', [matrices, matrices], (mu, t) => {
          const tiny = op.scale(0)(mu)
          return close(
            number(loss({ epsilon: 0.5 })(t)([mu, tiny])[0]),
            number(loss({})(t)([mu, op.shift(0.5)(tiny)])[0]),
          )
        }),
      ]),
)

/**
 * Laws of the likelihood of counts; by default of `poissonNegativeLogLikelihood`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const poissonNegativeLogLikelihoodLaws = takes(
  'poissonNegativeLogLikelihoodLaws',
  { loss: implementation },
  () =>
    (loss: (options: PoissonOptions) => OnTensors = poissonLoss): LawSet =>
      lawSet('poissonNegativeLogLikelihood', [
        law('L23', 'it is the mean of e^y - t y', [matrices, counts], (y, t) => {
          const want = byPairs(y, t, (x, n) => Math.exp(x) - n * x)
          return { ...close(number(loss({})(t)(y)[0]), want), bound: 1e-11 * Math.max(1, Math.abs(want)) }
        }),
        law('L24', 'on rates it is that on their logarithms', [variances, counts], (rates, t) =>
          close(
            number(loss({ logInput: false, epsilon: 0 })(t)(rates)[0]),
            number(loss({})(t)(op.log(rates))[0]),
          ),
        ),
        law('L25', 'full adds t log t - t + log(2πt) / 2 for counts above 1', [variances, counts], (y, t) => {
          const added = byPairs(y, t, (_, n) =>
            n > 1 ? n * Math.log(n) - n + Math.log(2 * Math.PI * n) / 2 : 0,
          )
          const [with_, without] = [true, false].map(full =>
            number(loss({ full, logInput: false })(t)(y)[0]),
          ) as [number, number]
          return close(with_, without + added)
        }),
      ]),
)

/**
 * Laws of the pinball loss; by default of `quantile`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const quantileLaws = takes(
  'quantileLaws',
  { loss: implementation },
  () =>
    (loss: (options: QuantileOptions) => OnTensors = quantileLoss): LawSet =>
      lawSet('quantile', [
        law(
          'L26',
          'it is q (t - y) below the target, and (1 - q) (y - t) above',
          [matrices, matrices, fc.constantFrom(0.1, 0.5, 0.75)],
          (y, t, q) =>
            close(
              number(loss({ quantile: q })(t)(y)[0]),
              byPairs(y, t, (x, target) => (x < target ? q * (target - x) : (1 - q) * (x - target))),
            ),
        ),
        law('L27', 'where prediction and target are equal, the slope is 0', [matrices], y =>
          exact(loss({ quantile: 0.25 })(y)(y)[1](one), op.scale(0)(y)),
        ),
      ]),
)

/**
 * Laws of the focal loss; by default of `focal`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const focalLaws = takes(
  'focalLaws',
  { loss: implementation },
  () =>
    (loss: (options: FocalOptions) => OnTensors = focalLoss): LawSet =>
      lawSet('focal', [
        law(
          'L28',
          'it is the cross-entropy times α_t (1 - p_t)^γ',
          [matrices, zeroOrOne, fc.constantFrom(0, 0.5, 1, 2, 5), fc.constantFrom(0, 0.25, 0.5, 1)],
          (z, t, gamma, alpha) =>
            close(
              number(loss({ gamma, alpha })(t)(z)[0]),
              byPairs(z, t, (score, target) => {
                const missing = target === 1 ? sigmoid(-score) : sigmoid(score)
                const weight = target === 1 ? alpha : 1 - alpha
                return weight * missing ** gamma * -Math.log1p(-missing)
              }),
            ),
        ),
        law('L29', 'with γ = 0 and α = 1/2 it is half of the cross-entropy', [matrices, zeroOrOne], (z, t) =>
          close(number(loss({ gamma: 0, alpha: 0.5 })(t)(z)[0]), number(sigmoidCrossEntropy()(t)(z)[0]) / 2),
        ),
        law('L30', 'scores of ±1000 give a finite loss and gradient', [zeroOrOne, zeroOrOne], (signs, t) => {
          const z = op.shift(-1000)(op.scale(2000)(signs))
          const [value, pullback] = loss({})(t)(z)
          return holds(
            [...numbers(value), ...numbers(pullback(one) as Tensor)].every(Number.isFinite),
            value,
            'finite',
          )
        }),
      ]),
)

/**
 * Laws of the loss of regions; by default of `dice`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const diceLaws = takes(
  'diceLaws',
  { loss: implementation },
  () =>
    (loss: (options: DiceOptions) => OnTensors = diceLoss): LawSet =>
      lawSet('dice', [
        law(
          'L31',
          'it is 1 - (2 Σ p t + s) / (Σ p + Σ t + s) for each example',
          [matrices, zeroOrOne, fc.constantFrom(0, 0.5, 1, 10)],
          (z, t, smooth) => {
            const [ps, ts] = [numbers(z).map(sigmoid), numbers(t)]
            const sum = (xs: readonly number[]): number => xs.reduce((total, x) => total + x, 0)
            const each = Array.from({ length: shape[0] }, (_, i) => {
              const row = <X>(xs: readonly X[]): readonly X[] => xs.slice(i * shape[1], (i + 1) * shape[1])
              const overlap = sum(row(ps).map((p, j) => p * (row(ts)[j] as number)))
              return 1 - (2 * overlap + smooth) / (sum(row(ps)) + sum(row(ts)) + smooth)
            })
            return close(number(loss({ smooth })(t)(z)[0]), mean(each))
          },
        ),
        law('L32', 'two empty regions overlap wholly', [zeroOrOne], t => {
          const none = op.scale(0)(t)
          return close(number(loss({ smooth: 0 })(none)(op.shift(-2000)(none))[0]), 0)
        }),
      ]),
)
