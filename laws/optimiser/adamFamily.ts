/**
 * Laws of Adam's kin, each by its formula, and where they meet.
 *
 * @module
 */
import {
  type AnyOptimiser,
  adabelief as adabeliefOptimiser,
  adam,
  adamax as adamaxOptimiser,
  adamw as adamwOptimiser,
  amsgrad as amsgradOptimiser,
  nadam as nadamOptimiser,
  radam as radamOptimiser,
  weights,
} from '../../src/index.ts'
import { takes } from '../../src/tensor/contract/index.ts'
import { every, exact } from '../close.ts'
import { implementation } from '../contract.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import type { Make } from './adaptive.ts'
import { type Constants, formulaLaw, type Rule } from './formula.ts'
import { gradientRuns, rates, runOf, someParams } from './run.ts'

const ofAdam =
  (make: Make, more: object = {}) =>
  ({ rate, beta1, beta2, epsilon }: Constants): AnyOptimiser =>
    make(rate, { beta1, beta2, epsilon, ...more })

/** Adam's means, corrected, and a step made of them. */
const means =
  (step: (m: number, v: number, c: Constants, g: number, t: number) => number, decay = 0): Rule =>
  c => {
    let [m, v] = [0, 0]
    return (g, p, t) => {
      m = c.beta1 * m + (1 - c.beta1) * g
      v = c.beta2 * v + (1 - c.beta2) * g * g
      return p - c.rate * (step(m / (1 - c.beta1 ** t), v / (1 - c.beta2 ** t), c, g, t) + decay * p)
    }
  }

/**
 * Laws of AdamW; by default of `adamw`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const adamwLaws = takes(
  'adamwLaws',
  { adamw: implementation },
  () =>
    (adamw: Make = adamwOptimiser): LawSet =>
      lawSet('adamw', [
        formulaLaw(
          '40g',
          'p ← p - rate · (m̂ / (√v̂ + ε) + λ p)',
          ofAdam(adamw, { weightDecay: 0.25 }),
          means((m, v, { epsilon }) => m / (Math.sqrt(v) + epsilon), 0.25),
        ),
        law('40h', 'without decay it is Adam', [someParams, gradientRuns, rates], (params, gs, rate) =>
          exact(
            runOf(adamw(rate, { weightDecay: 0 }), params, gs).params,
            runOf(adam(rate) as AnyOptimiser, params, gs).params,
          ),
        ),
        law(
          '40i',
          'what is not chosen moves as by Adam, and what is chosen decays',
          [someParams, gradientRuns, rates],
          (params, gs, rate) => {
            type Params = { readonly hidden: { readonly w: unknown; readonly b: unknown } }
            const hidden = (o: AnyOptimiser) => (runOf(o, params, gs).params.at(-1) as Params).hidden
            const some = hidden(adamw(rate, { weightDecay: 0.5, decayed: weights }))
            return every(
              exact(some.b, hidden(adam(rate) as AnyOptimiser).b),
              exact(some.w, hidden(adamw(rate, { weightDecay: 0.5 })).w),
            )
          },
        ),
      ]),
)

/**
 * Laws of AMSGrad; by default of `amsgrad`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const amsgradLaws = takes(
  'amsgradLaws',
  { amsgrad: implementation },
  () =>
    (amsgrad: Make = amsgradOptimiser): LawSet =>
      lawSet('amsgrad', [
        formulaLaw('40j', 'Adam, with the largest mean of squares so far', ofAdam(amsgrad), c => {
          let [m, v, w] = [0, 0, 0]
          return (g, p, t) => {
            m = c.beta1 * m + (1 - c.beta1) * g
            v = c.beta2 * v + (1 - c.beta2) * g * g
            w = Math.max(w, v)
            const root = Math.sqrt(w / (1 - c.beta2 ** t))
            return p - (c.rate * (m / (1 - c.beta1 ** t))) / (root + c.epsilon)
          }
        }),
      ]),
)

/**
 * Laws of Adamax; by default of `adamax`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const adamaxLaws = takes(
  'adamaxLaws',
  { adamax: implementation },
  () =>
    (adamax: Make = adamaxOptimiser): LawSet =>
      lawSet('adamax', [
        formulaLaw('40k', 'p ← p - rate · m̂ / u with u ← max(β₂ u, |g| + ε)', ofAdam(adamax), c => {
          let [m, u] = [0, 0]
          return (g, p, t) => {
            m = c.beta1 * m + (1 - c.beta1) * g
            u = Math.max(c.beta2 * u, Math.abs(g) + c.epsilon)
            return p - (c.rate * m) / ((1 - c.beta1 ** t) * u)
          }
        }),
      ]),
)

/**
 * Laws of NAdam; by default of `nadam`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const nadamLaws = takes(
  'nadamLaws',
  { nadam: implementation },
  () =>
    (nadam: Make = nadamOptimiser): LawSet =>
      lawSet('nadam', [
        formulaLaw(
          '40l',
          'Adam, with a momentum that grows and looks ahead',
          ofAdam(nadam, { momentumDecay: 0.5 }),
          c => {
            let [m, v, product] = [0, 0, 1]
            const mu = (t: number): number => c.beta1 * (1 - 0.5 * 0.96 ** (t * 0.5))
            return (g, p, t) => {
              m = c.beta1 * m + (1 - c.beta1) * g
              v = c.beta2 * v + (1 - c.beta2) * g * g
              product *= mu(t)
              const ahead = ((1 - mu(t)) * g) / (1 - product) + (mu(t + 1) * m) / (1 - product * mu(t + 1))
              return p - (c.rate * ahead) / (Math.sqrt(v / (1 - c.beta2 ** t)) + c.epsilon)
            }
          },
        ),
      ]),
)

/**
 * Laws of rectified Adam; by default of `radam`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const radamLaws = takes(
  'radamLaws',
  { radam: implementation },
  () =>
    (radam: Make = radamOptimiser): LawSet =>
      lawSet('radam', [
        formulaLaw('40m', 'm̂ alone while ρ ≤ 5, and then r m̂ √(1 - β₂ᵗ) / (√v + ε)', ofAdam(radam), c => {
          let [m, v] = [0, 0]
          const infinity = 2 / (1 - c.beta2) - 1
          return (g, p, t) => {
            m = c.beta1 * m + (1 - c.beta1) * g
            v = c.beta2 * v + (1 - c.beta2) * g * g
            const mean = m / (1 - c.beta1 ** t)
            const left = 1 - c.beta2 ** t
            const rho = infinity - (2 * t * c.beta2 ** t) / left
            if (rho <= 5) return p - c.rate * mean
            const r = Math.sqrt(
              (((rho - 4) * (rho - 2)) / ((infinity - 4) * (infinity - 2))) * (infinity / rho),
            )
            return p - (c.rate * mean * r * Math.sqrt(left)) / (Math.sqrt(v) + c.epsilon)
          }
        }),
      ]),
)

/**
 * Laws of AdaBelief; by default of `adabelief`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const adabeliefLaws = takes(
  'adabeliefLaws',
  { adabelief: implementation },
  () =>
    (adabelief: Make = adabeliefOptimiser): LawSet =>
      lawSet('adabelief', [
        formulaLaw('40n', 'Adam, with (g - m)² for g² and ε added to its mean', ofAdam(adabelief), c => {
          let [m, s] = [0, 0]
          return (g, p, t) => {
            m = c.beta1 * m + (1 - c.beta1) * g
            s = c.beta2 * s + (1 - c.beta2) * (g - m) ** 2 + c.epsilon
            const root = Math.sqrt(s / (1 - c.beta2 ** t))
            return p - (c.rate * (m / (1 - c.beta1 ** t))) / (root + c.epsilon)
          }
        }),
      ]),
)
