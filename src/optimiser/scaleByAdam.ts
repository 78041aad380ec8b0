/**
 * Gradients divided by their running size, as in Adam.
 *
 * @module
 */
import { add, div, mul } from '../primitive/arithmetic.ts'
import { sqrt } from '../primitive/elementary.ts'
import { scale, shift } from '../primitive/scale.ts'
import { scaleBy } from '../primitive/scaleBy.ts'
import { zero } from '../tensor/cotangent.ts'
import { ArgumentError } from '../tensor/error.ts'
import { scalar, type Tensor } from '../tensor/tensor.ts'
import { isFloat, type Leaf, type Tree, zipWith } from '../tensor/tree.ts'
import type { Optimiser } from './optimiser.ts'

/** Running means of gradients and of their squares; structured like the parameters. */
export interface AdamState {
  readonly mean: Tree
  readonly square: Tree
}

/** The corrections for the running means' beginning at zero. */
export interface AdamRates {
  readonly meanCorrection: Tensor<[]>
  readonly squareCorrection: Tensor<[]>
}

/** The constants of Adam. */
export interface AdamOptions {
  /** How slowly the mean of gradients follows; 0.9 unless told. */
  readonly beta1?: number
  /** How slowly the mean of squares follows; 0.999 unless told. */
  readonly beta2?: number
  /** Added to the root, outside of it; 1e-8 unless told. */
  readonly epsilon?: number
}

const requireBeta = (name: string, beta: number): void => {
  if (!(beta >= 0 && beta < 1))
    throw new ArgumentError(`adam needs ${name} from 0 up to, not including, 1, but was given ${beta}.`)
}

/**
 * `m ← β₁ m + (1 - β₁) g`, `v ← β₂ v + (1 - β₂) g²`, and as update `m̂ / (√v̂ + ε)` with `m̂ = m / (1 - β₁ᵗ)` and
 * `v̂ = v / (1 - β₂ᵗ)` at step t, counted from 1 (Kingma and Ba 2015).
 *
 * @throws ArgumentError unless both betas are in [0, 1) and ε is finite and positive.
 */
export const scaleByAdam = ({
  beta1 = 0.9,
  beta2 = 0.999,
  epsilon = 1e-8,
}: AdamOptions = {}): Optimiser<AdamState, AdamRates> => {
  requireBeta('beta1', beta1)
  requireBeta('beta2', beta2)
  if (!(epsilon > 0 && Number.isFinite(epsilon)))
    throw new ArgumentError(`adam needs a finite epsilon > 0, but was given ${epsilon}.`)
  const follow = (beta: number, of: (g: Tensor) => Tensor): (<P>(mean: P, gradients: P) => P) =>
    zipWith((m: Leaf, g: Leaf) => (isFloat(g) ? add(scale(beta)(m as Tensor), scale(1 - beta)(of(g))) : g))
  const followMean = follow(beta1, g => g)
  const followSquare = follow(beta2, g => mul(g, g))
  return {
    name: `scaleByAdam(${beta1}, ${beta2}, ${epsilon})`,
    init: params => ({ mean: zero(params) as Tree, square: zero(params) as Tree }),
    rates: step => ({
      meanCorrection: scalar(1 / (1 - beta1 ** (step + 1)), 'f64'),
      squareCorrection: scalar(1 / (1 - beta2 ** (step + 1)), 'f64'),
    }),
    update: (gradients, state, _, { meanCorrection, squareCorrection }) => {
      const mean = followMean(state.mean as typeof gradients, gradients)
      const square = followSquare(state.square as typeof gradients, gradients)
      const updates = zipWith((m: Leaf, v: Leaf) =>
        isFloat(m)
          ? div(scaleBy(meanCorrection)(m), shift(epsilon)(sqrt(scaleBy(squareCorrection)(v as Tensor))))
          : m,
      )(mean, square)
      return [updates, { mean: mean as Tree, square: square as Tree }]
    },
  }
}
