/**
 * Laws of the optimisers whose steps do not grow with gradients: Rprop and Lion by their formulas, LAMB and LARS by the
 * size of their steps.
 *
 * @module
 */
import {
  type AnyOptimiser,
  adamw,
  lamb as lambOptimiser,
  lars as larsOptimiser,
  lion as lionOptimiser,
  rprop as rpropOptimiser,
  type Tensor,
  optimiser as transformations,
  tree,
} from '../../src/index.ts'
import { takes } from '../../src/tensor/contract/index.ts'
import { every, norm, summed } from '../close.ts'
import { implementation } from '../contract.ts'
import { type LawSet, law, lawSet, type Verdict } from '../law.ts'
import { formulaLaw } from './formula.ts'
import { gradientRuns, rates, runOf, scaled, someGradients, someParams, velocities } from './run.ts'

type Make = (rate: number, options?: object) => AnyOptimiser

/**
 * Laws of Rprop; by default of `rprop`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const rpropLaws = takes(
  'rpropLaws',
  { rprop: implementation },
  () =>
    (rprop: Make = rpropOptimiser): LawSet =>
      lawSet('rprop', [
        formulaLaw(
          '40s',
          'sizes grow while the sign stays, and shrink where it changes; there a step is left out',
          ({ rate }) => rprop(rate, { increase: 1.5, decrease: 0.25, smallest: 1 / 64, largest: 0.75 }),
          c => {
            let [size, last] = [c.rate, 0]
            return (g, p) => {
              const turn = Math.sign(g * last)
              size = Math.min(Math.max(size * (turn > 0 ? 1.5 : turn < 0 ? 0.25 : 1), 1 / 64), 0.75)
              last = turn < 0 ? 0 : g
              return p - Math.sign(last) * size
            }
          },
        ),
      ]),
)

/**
 * Laws of Lion; by default of `lion`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const lionLaws = takes(
  'lionLaws',
  { lion: implementation },
  () =>
    (lion: Make = lionOptimiser): LawSet =>
      lawSet('lion', [
        formulaLaw(
          '40t',
          'p ← p - rate · (sign(β₁ m + (1 - β₁) g) + λ p), and then m ← β₂ m + (1 - β₂) g',
          ({ rate, beta1, beta2 }) => lion(rate, { beta1, beta2, weightDecay: 0.25 }),
          c => {
            let m = 0
            return (g, p) => {
              const direction = Math.sign(c.beta1 * m + (1 - c.beta1) * g)
              m = c.beta2 * m + (1 - c.beta2) * g
              return p - c.rate * (direction + 0.25 * p)
            }
          },
        ),
      ]),
)

/** Each tensor of updates has the direction of another and a norm in proportion to the parameters; a norm of 0 stays. */
const inProportion = (updates: unknown, directions: unknown, params: unknown, share: number): Verdict => {
  const [us, ds, ps] = [updates, directions, params].map(tree.tensors) as [Tensor[], Tensor[], Tensor[]]
  return every(
    ...us.map((u, i) => {
      const [d, p] = [ds[i] as Tensor, ps[i] as Tensor]
      const size = norm(p) === 0 || norm(d) === 0 ? 1 : (share * norm(p)) / norm(d)
      return summed(64)(u, scaled(size)(d))
    }),
  )
}

/**
 * Laws of LAMB; by default of `lamb`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const lambLaws = takes(
  'lambLaws',
  { lamb: implementation },
  () =>
    (lamb: Make = lambOptimiser): LawSet =>
      lawSet('lamb', [
        law(
          '40u',
          'the steps of AdamW, each tensor as long as rate · ‖p‖',
          [someParams, gradientRuns, rates],
          (params, gs, rate) => {
            const constants = { epsilon: 0.125, weightDecay: 0.25 }
            const run = runOf(lamb(rate, constants), params, gs)
            // The rule of AdamW along the parameters that LAMB visits.
            const along = adamw(1, constants)
            let state = along.init(params)
            return every(
              ...gs.map((g, t) => {
                const now = t === 0 ? params : (run.params[t - 1] as tree.Tree)
                const [direction, next] = along.update(g, state, now, along.rates(t))
                state = next
                const unit = tree.map((d: Tensor, path: readonly (string | number)[]) =>
                  norm(leafAt(now, path)) === 0 ? (scaled(rate)(d as tree.Tree) as Tensor) : d,
                )(direction)
                return inProportion(run.updates[t], unit, now, rate)
              }),
            )
          },
        ),
      ]),
)

const leafAt = (x: unknown, path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>((branch, key) => (branch as Readonly<Record<string | number, unknown>>)[key], x)

/**
 * Laws of LARS; by default of `lars`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const larsLaws = takes(
  'larsLaws',
  { lars: implementation },
  () =>
    (lars: Make = larsOptimiser): LawSet =>
      lawSet('lars', [
        law(
          '40v',
          'without decay, each tensor moves against its gradient by rate · trust · ‖p‖',
          [someParams, someGradients, rates],
          (params, g, rate) => {
            const update = runOf(lars(rate, { trust: 0.5, momentum: 0.25 }), params, [g]).updates[0]
            const against = tree.map((d: Tensor, path: readonly (string | number)[]) =>
              norm(leafAt(params, path)) === 0
                ? (scaled(-rate)(d as tree.Tree) as Tensor)
                : (scaled(-1)(d as tree.Tree) as Tensor),
            )(g)
            return inProportion(update, against, params, rate * 0.5)
          },
        ),
        law(
          '40w',
          'its momentum adds up steps with their rates',
          [someParams, gradientRuns, rates],
          (params, gs, rate) => {
            const run = runOf(lars(rate, { trust: 0.5, momentum: 0.25, weightDecay: 0.5 }), params, gs)
            const visited = [params, ...run.params]
            const { scaleByLars } = transformations
            const alone = scaleByLars({ trust: 0.5, weightDecay: 0.5 })
            const steps = gs.map((g, t) => scaled(-rate)(alone.update(g, {}, visited[t] as tree.Tree, {})[0]))
            return summed(64)(run.updates, velocities(steps, 0.25))
          },
        ),
        law(
          '40x',
          'decay counts in the gradient and in its norm',
          [someParams, someGradients],
          (params, g) => {
            const [update] = transformations
              .scaleByLars({ trust: 0.5, weightDecay: 2 })
              .update(g, {}, params, {})
            const [us, ds, ps] = [update, g, params].map(tree.tensors) as [Tensor[], Tensor[], Tensor[]]
            return every(
              ...us.map((u, i) => {
                const [d, p] = [ds[i] as Tensor, ps[i] as Tensor]
                const size = norm(p) === 0 ? 1 : (0.5 * norm(p)) / (norm(d) + 2 * norm(p))
                const whole = transformations.addDecayedWeights(2).update(d, {}, p, {})[0]
                return summed(64)(u, scaled(size)(whole as tree.Tree))
              }),
            )
          },
        ),
      ]),
)
