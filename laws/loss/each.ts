/**
 * The laws of losses before they are added up.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import {
  fromValues,
  type Integers,
  isTensor,
  op,
  type perExample,
  type smooth,
  type Tensor,
  tree,
  zero,
} from '../../src/index.ts'
import { needs, takes } from '../../src/tensor/contract/index.ts'
import { every, exact, norm, summed } from '../close.ts'
import { lossOptions } from '../contract.ts'
import { type LawSet, law, lawSet, passes } from '../law.ts'
import { refused } from '../oracle/refusal.ts'
import { samples } from '../samples.ts'
import { type SmoothFamilyOptions, smoothFamilyLaws } from '../smooth/smooth.ts'

/**
 * What a loss of single examples is tried on.
 *
 * @category Laws
 * @since 0.1.0
 */
export interface PerExampleLawOptions<Y, T> extends SmoothFamilyOptions {
  /** Predictions in f64; the first axis counts the examples. */
  readonly predictions: Arbitrary<Y>
  /** Targets for as many examples. */
  readonly targets: Arbitrary<T>
}

const rowsOf = <T>(x: T, indices: readonly number[]): T =>
  tree.map((leaf: tree.Leaf) =>
    isTensor(leaf)
      ? op.gather(leaf as never, fromValues([indices.length], indices, 'i32') as Integers<[number]>)
      : leaf,
  )(x)

/**
 * The laws of a loss that is not added up: those of the smooth map that it is for given targets, and that the numbers of an
 * example do not depend on the others.
 *
 * @example
 * import { perExample } from 'pullback'
 * import { arbitrary, checkLaws, perExampleLaws } from 'pullback/laws'
 * const matrices = arbitrary.tensors([3, 2])
 * checkLaws(perExampleLaws('squared error', perExample.squaredError(), { predictions: matrices, targets: matrices }))
 *
 * @category Laws
 * @since 0.1.0
 */
export const perExampleLaws = takes(
  'perExampleLaws',
  { name: needs.text, loss: needs.fn, options: lossOptions() },
  () =>
    <Y, T>(
      name: string,
      loss: perExample.PerExample<Y, T>,
      { predictions, targets, ...options }: PerExampleLawOptions<Y, T>,
    ): LawSet => {
      const instances = fc
        .tuple(predictions, targets)
        .map(([x, t]) => ({ f: loss(t) as smooth.Smooth<Y, Tensor>, x, options: { targets: t } }))
      return lawSet(
        name,
        [
          law(
            '30d',
            'the loss of an example does not depend on the others',
            [predictions, targets],
            (y, t) => {
              const [losses] = loss(t)(y)
              const rows = Array.from({ length: losses.shape[0] as number }, (_, i) => i)
              return summed(
                64,
                undefined,
                norm(losses),
              )(
                rows.map(i => rowsOf(losses, [i])),
                rows.map(i => loss(rowsOf(t, [i]))(rowsOf(y, [i]))[0]),
              )
            },
          ),
          law(
            '30f',
            'no examples are refused with a sentence, or have no losses',
            [predictions, targets],
            (y, t) => {
              const empty = rowsOf(y, [])
              const run = () => loss(rowsOf(t, []))(empty)
              const refusal = refused('ShapeError', run)
              if (passes(refusal)) return refusal
              const [losses, pullback] = run()
              const none = rowsOf(loss(t)(y)[0], [])
              return every(exact(losses, none), exact(pullback(none), zero(empty)))
            },
          ),
        ],
        [smoothFamilyLaws(name, instances, options)],
        samples.perExample,
      )
    },
)
