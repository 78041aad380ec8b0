/**
 * Laws of the optimisers that divide by roots of squared gradients, each by its formula.
 *
 * @module
 */
import {
  type AnyOptimiser,
  adadelta as adadeltaOptimiser,
  adagrad as adagradOptimiser,
  rmsprop as rmspropOptimiser,
} from '../../src/index.ts'
import { takes } from '../../src/tensor/contract/index.ts'
import { implementation } from '../contract.ts'
import { type LawSet, lawSet } from '../law.ts'
import { type Constants, formulaLaw, type Rule } from './formula.ts'

export type Make = (rate: number, options?: object) => AnyOptimiser

/**
 * Laws of RMSProp; by default of `rmsprop`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const rmspropLaws = takes(
  'rmspropLaws',
  { rmsprop: implementation },
  () =>
    (rmsprop: Make = rmspropOptimiser): LawSet => {
      const rule =
        (centred: boolean): Rule =>
        c => {
          let [a, v, b] = [0, 0, 0]
          return (g, p) => {
            a = c.beta2 * a + (1 - c.beta2) * g
            v = c.beta2 * v + (1 - c.beta2) * g * g
            b = c.beta1 * b + g / (Math.sqrt(centred ? Math.max(v - a * a, 0) : v) + c.epsilon)
            return p - c.rate * b
          }
        }
      const make =
        (centred: boolean) =>
        ({ rate, beta1, beta2, epsilon }: Constants): AnyOptimiser =>
          rmsprop(rate, { decay: beta2, momentum: beta1, epsilon, centred })
      return lawSet('rmsprop', [
        formulaLaw('40o', 'b ← momentum · b + g / (√v + ε), p ← p - rate · b', make(false), rule(false)),
        formulaLaw('40p', 'centred, it divides by √(v - a²) + ε', make(true), rule(true)),
      ])
    },
)

/**
 * Laws of AdaGrad; by default of `adagrad`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const adagradLaws = takes(
  'adagradLaws',
  { adagrad: implementation },
  () =>
    (adagrad: Make = adagradOptimiser): LawSet =>
      lawSet('adagrad', [
        formulaLaw(
          '40q',
          'p ← p - rate · g / (√s + ε) with the sum s of all squares',
          ({ rate, epsilon, beta1 }) => adagrad(rate, { epsilon, initial: beta1 }),
          c => {
            let s = c.beta1
            return (g, p) => {
              s += g * g
              return p - (c.rate * g) / (Math.sqrt(s) + c.epsilon)
            }
          },
        ),
      ]),
)

/**
 * Laws of AdaDelta; by default of `adadelta`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const adadeltaLaws = takes(
  'adadeltaLaws',
  { adadelta: implementation },
  () =>
    (adadelta: Make = adadeltaOptimiser): LawSet =>
      lawSet('adadelta', [
        formulaLaw(
          '40r',
          'p ← p - rate · √(u + ε) / √(v + ε) · g with the means of squares of steps and gradients',
          ({ rate, epsilon, beta1 }) => adadelta(rate, { epsilon, decay: beta1 }),
          c => {
            let [u, v] = [0, 0]
            return (g, p) => {
              v = c.beta1 * v + (1 - c.beta1) * g * g
              const d = Math.sqrt((u + c.epsilon) / (v + c.epsilon)) * g
              u = c.beta1 * u + (1 - c.beta1) * d * d
              return p - c.rate * d
            }
          },
        ),
      ]),
)
