/**
 * Laws of clipping and of weight decay.
 *
 * @module
 */
import fc from 'fast-check'
import {
  type AnyOptimiser,
  op,
  type Tensor,
  optimiser as transformations,
  tree,
  weights,
} from '../../src/index.ts'
import { takes } from '../../src/tensor/contract/index.ts'
import { every, exact, holds, norm, summed } from '../close.ts'
import { implementation } from '../contract.ts'
import { type Law, type LawSet, law, lawSet } from '../law.ts'
import { numbersIn } from './formula.ts'
import { runOf, scaled, someGradients, someParams } from './run.ts'

type Clip = (largest: number) => AnyOptimiser

const bounds = fc.integer({ min: 1, max: 128 }).map(n => n / 16)

const clipped = (clip: AnyOptimiser, g: tree.Tree): tree.Tree => clip.update(g, {}, g, {})[0] as tree.Tree

/**
 * Laws of clipping by value; by default of `optimiser.clipByValue`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const clipByValueLaws = takes(
  'clipByValueLaws',
  { clip: implementation },
  () =>
    (clip: Clip = transformations.clipByValue): LawSet =>
      lawSet('clipByValue', [
        law('43f', 'each number is brought into ±bound', [someGradients, bounds], (g, bound) =>
          exact(
            numbersIn(clipped(clip(bound), g)),
            numbersIn(g).map(x => Math.max(-bound, Math.min(bound, x))),
          ),
        ),
      ]),
)

/** What is above the bound is brought down to it along its direction, and what is not stays. */
const normLaw = (id: string, statement: string, parts: (g: unknown) => readonly unknown[], clip: Clip): Law =>
  law(id, statement, [someGradients, bounds], (g, bound) => {
    const [before, after] = [parts(g), parts(clipped(clip(bound), g))]
    return every(
      ...before.map((x, i) => {
        const size = norm(x)
        if (size <= bound - 2e-6) return exact(after[i], x)
        // Within the 1e-6 of the formula.
        const expected = scaled(Math.min(1, bound / size))(x as tree.Tree)
        return { ...exact(after[i], expected), bound: (2e-6 * size) / bound }
      }),
      ...after.map(x => holds(norm(x) <= bound, norm(x), bound)),
    )
  })

/**
 * Laws of clipping by the norm of each tensor; by default of `optimiser.clipByNorm`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const clipByNormLaws = takes(
  'clipByNormLaws',
  { clip: implementation },
  () =>
    (clip: Clip = transformations.clipByNorm): LawSet =>
      lawSet('clipByNorm', [
        normLaw(
          '43g',
          'no tensor has a norm above the bound, and all keep their direction',
          tree.tensors,
          clip,
        ),
      ]),
)

/**
 * Laws of clipping by the norm of all tensors; by default of `optimiser.clipByGlobalNorm`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const clipByGlobalNormLaws = takes(
  'clipByGlobalNormLaws',
  { clip: implementation },
  () =>
    (clip: Clip = transformations.clipByGlobalNorm): LawSet =>
      lawSet('clipByGlobalNorm', [
        normLaw(
          '43h',
          'the norm of all is at most the bound, and the whole keeps its direction',
          g => [g],
          clip,
        ),
        law('43i', 'globalNorm is the norm of all numbers', [someGradients], g =>
          summed(16)(numbersIn(transformations.globalNorm(g)), [norm(g)]),
        ),
      ]),
)

type Decay = typeof transformations.addDecayedWeights

/**
 * Laws of weight decay; by default of `optimiser.addDecayedWeights`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const decayLaws = takes(
  'decayLaws',
  { addDecayedWeights: implementation },
  () =>
    (addDecayedWeights: Decay = transformations.addDecayedWeights): LawSet =>
      lawSet('addDecayedWeights', [
        law('43j', 'it adds λ p to each update', [someParams, someGradients, bounds], (params, g, by) => {
          const added = tree.zipWith((u: Tensor, p: Tensor) => op.add(u, op.scale(by)(p)))(g, params)
          return exact(runOf(addDecayedWeights(by), params, [g]).updates[0], added)
        }),
        law('43k', 'to the chosen ones only', [someParams, someGradients, bounds], (params, g, by) => {
          type Params = {
            readonly hidden: { readonly w: unknown; readonly b: unknown }
            readonly output: unknown
          }
          const of = (x: unknown): Params => x as Params
          const [whole, some] = [addDecayedWeights(by), addDecayedWeights(by, weights)].map(o =>
            of(runOf(o as AnyOptimiser, params, [g]).updates[0]),
          ) as [Params, Params]
          return every(
            exact(some.hidden.w, whole.hidden.w),
            exact([some.hidden.b, some.output], [of(g).hidden.b, of(g).output]),
          )
        }),
      ]),
)
