/**
 * Laws of gradient descent, with and without momentum: each kind against its formula, and against the others where they
 * meet.
 *
 * @module
 */
import fc from 'fast-check'
import {
  type AnyOptimiser,
  momentum as momentumOptimiser,
  nesterov as nesterovOptimiser,
  op,
  sgd as sgdOptimiser,
  smooth,
  toValues,
  type tree,
  zero,
} from '../../src/index.ts'
import { takes } from '../../src/tensor/contract/index.ts'
import { kinkSafe, positive, tensors } from '../arbitraries.ts'
import { exact, holds, inner, norm, summed } from '../close.ts'
import { implementation } from '../contract.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import {
  counts,
  decays,
  gradientRuns,
  rates,
  runOf,
  scaled,
  someGradients,
  someParams,
  velocities,
} from './run.ts'

const add = smooth.addCotangents

/**
 * Laws of gradient descent; by default of `sgd`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const sgdLaws = takes(
  'sgdLaws',
  { sgd: implementation },
  () =>
    (sgd: (rate: number) => AnyOptimiser = sgdOptimiser): LawSet =>
      lawSet('sgd', [
        law('39b', 'p ← p - rate · g', [someParams, gradientRuns, rates], (params, gs, rate) => {
          const expected = gs.map((_, t) =>
            gs.slice(0, t + 1).reduce((p, g) => add(p, scaled(-rate)(g)), params),
          )
          return exact(runOf(sgd(rate), params, gs).params, expected)
        }),
        law(
          '43a',
          'on a quadratic, a rate below 2/L makes the loss strictly fall',
          [
            tensors([4], { entries: kinkSafe }),
            tensors([4], { entries: positive }),
            fc.integer({ min: 1, max: 31 }),
          ],
          (x, curvature, share) => {
            // The loss Σ a x² / 2 has gradient a x and Lipschitz constant L = max a.
            const lipschitz = Math.max(...toValues(curvature))
            const rate = (share / 32) * (2 / lipschitz)
            const loss = (p: unknown) => inner(op.mul(curvature, p as never), p) / 2
            const next = runOf(sgd(rate), x as tree.Tree, [op.mul(curvature, x) as tree.Tree]).params[0]
            return holds(loss(next) < loss(x), loss(next), `less than ${loss(x)}`)
          },
        ),
        law(
          '43b',
          'a step on the average of gradients is the average of the steps',
          [someParams, gradientRuns, rates],
          (params, gs, rate) => {
            const average = scaled(1 / gs.length)(gs.reduce((x, y) => add(x, y)))
            const together = runOf(sgd(rate), params, [average]).updates[0]
            const apart = gs
              .map(g => runOf(sgd(rate), params, [g]).updates[0] as tree.Tree)
              .reduce((x, y) => add(x, y))
            return summed(16, undefined, norm(gs))(together, scaled(1 / gs.length)(apart))
          },
        ),
      ]),
)

type Momentum = (rate: number, decay: number) => AnyOptimiser

const sgd = (rate: number): AnyOptimiser => sgdOptimiser(rate)

/**
 * Laws of gradient descent with momentum; by default of `momentum`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const momentumLaws = takes(
  'momentumLaws',
  { momentum: implementation },
  () =>
    (momentum: Momentum = momentumOptimiser): LawSet =>
      lawSet('momentum', [
        law(
          '39c',
          'v ← decay · v + g, p ← p - rate · v',
          [someParams, gradientRuns, rates, decays],
          (params, gs, rate, decay) =>
            summed(16)(
              runOf(momentum(rate, decay), params, gs).updates,
              velocities(gs, decay).map(scaled(-rate)),
            ),
        ),
        law(
          '39d',
          'without gradients the steps decay as decayⁿ',
          [someParams, someGradients, rates, decays, counts],
          (params, g, rate, decay, n) => {
            const zeros = Array.from({ length: n }, () => zero<unknown>(params) as tree.Tree)
            const { updates } = runOf(momentum(rate, decay), params, [g, ...zeros])
            return summed(16)(updates.at(-1), scaled(-rate * decay ** n)(g))
          },
        ),
        law('40a', 'momentum(rate, 0) = sgd(rate)', [someParams, gradientRuns, rates], (params, gs, rate) =>
          exact(runOf(momentum(rate, 0), params, gs).params, runOf(sgd(rate), params, gs).params),
        ),
      ]),
)

/**
 * Laws of Nesterov's momentum; by default of `nesterov`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const nesterovLaws = takes(
  'nesterovLaws',
  { nesterov: implementation },
  () =>
    (nesterov: Momentum = nesterovOptimiser): LawSet =>
      lawSet('nesterov', [
        law(
          '39e',
          'v ← decay · v + g, p ← p - rate · (g + decay · v)',
          [someParams, gradientRuns, rates, decays],
          (params, gs, rate, decay) =>
            summed(16)(
              runOf(nesterov(rate, decay), params, gs).updates,
              velocities(gs, decay).map((v, t) => scaled(-rate)(add(gs[t] as tree.Tree, scaled(decay)(v)))),
            ),
        ),
        law('40b', 'nesterov(rate, 0) = sgd(rate)', [someParams, gradientRuns, rates], (params, gs, rate) =>
          exact(runOf(nesterov(rate, 0), params, gs).params, runOf(sgd(rate), params, gs).params),
        ),
      ]),
)
