/**
 * Laws of Adam.
 *
 * @module
 */
import fc from 'fast-check'
import { type AnyOptimiser, adam as adamOptimiser, op, type Tensor, toValues, tree } from '../../src/index.ts'
import { takes } from '../../src/tensor/contract/index.ts'
import { exact, norm, summed } from '../close.ts'
import { implementation } from '../contract.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { decays, gradientRuns, rates, runOf, scaled, someGradients, someParams } from './run.ts'

interface AdamConstants {
  readonly beta1: number
  readonly beta2: number
  readonly epsilon: number
}

type Adam = (rate: number, options?: Partial<AdamConstants>) => AnyOptimiser

const sign = tree.map((leaf: tree.Leaf) => (tree.isFloat(leaf) ? (op.sign(leaf) as Tensor) : leaf))

/** Adam in plain numbers, for one element: written from the paper's algorithm 1, with running powers. */
const adamByHand = (
  gs: readonly number[],
  rate: number,
  { beta1, beta2, epsilon }: AdamConstants,
): number => {
  let [m, v, power1, power2, step] = [0, 0, 1, 1, 0]
  for (const g of gs) {
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g * g
    power1 *= beta1
    power2 *= beta2
    step = (-rate * (m / (1 - power1))) / (Math.sqrt(v / (1 - power2)) + epsilon)
  }
  return step
}

const numbersIn = (x: unknown): readonly number[] =>
  tree.tensors(x).flatMap(leaf => Array.from(toValues(leaf)))

/**
 * Laws of Adam; by default of `adam`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const adamLaws = takes(
  'adamLaws',
  { adam: implementation },
  () =>
    (adam: Adam = adamOptimiser): LawSet =>
      lawSet('adam', [
        law(
          '40c',
          'the step is m̂ / (√v̂ + ε), with both means corrected for their beginning',
          [someParams, gradientRuns, rates, decays, decays],
          (params, gs, rate, beta1, beta2) => {
            const constants = { beta1, beta2, epsilon: 0.125 }
            const { updates } = runOf(adam(rate, constants), params, gs)
            const elements = gs.map(numbersIn)
            const expected = (elements[0] as readonly number[]).map((_, i) =>
              adamByHand(
                elements.map(g => g[i] as number),
                rate,
                constants,
              ),
            )
            return summed(64)(numbersIn(updates.at(-1)), expected)
          },
        ),
        law(
          '40d',
          'the first step is about -rate · sign(g)',
          [someParams, someGradients, rates],
          (params, g, rate) => {
            const update = runOf(adam(rate), params, [g]).updates[0] as tree.Tree
            const expected = scaled(-rate)(sign(g))
            return { ...exact(update, expected), bound: 1e-6 * norm(expected) }
          },
        ),
        law(
          '40e',
          'with ε → 0, gradients times a factor give the same steps',
          [someParams, gradientRuns, rates, fc.constantFrom(1 / 1024, 3, 1024)],
          (params, gs, rate, factor) => {
            const tiny = adam(rate, { epsilon: 1e-30 })
            return summed(64)(
              runOf(tiny, params, gs.map(scaled(factor))).updates,
              runOf(tiny, params, gs).updates,
            )
          },
        ),
        law(
          '40f',
          'the constants default to 0.9, 0.999 and 1e-8',
          [someParams, gradientRuns, rates],
          (params, gs, rate) =>
            exact(
              runOf(adam(rate), params, gs).params,
              runOf(adam(rate, { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }), params, gs).params,
            ),
        ),
      ]),
)
