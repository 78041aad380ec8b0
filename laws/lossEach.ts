/**
 * The laws of losses before they are added up.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import {
  type Integers,
  isTensor,
  op,
  type perExample,
  type smooth,
  type Tensor,
  tensor,
  tree,
} from '../src/index.ts'
import { norm, summed } from './close.ts'
import { type LawSet, law, lawSet } from './law.ts'
import { type SmoothFamilyOptions, smoothFamilyLaws } from './smooth.ts'

/** What a loss of single examples is tried on. */
export interface PerExampleLawOptions<Y, T> extends SmoothFamilyOptions {
  /** Predictions in f64; the first axis counts the examples. */
  readonly predictions: Arbitrary<Y>
  /** Targets for as many examples. */
  readonly targets: Arbitrary<T>
}

const rowOf = <T>(x: T, i: number): T =>
  tree.map((leaf: tree.Leaf) =>
    isTensor(leaf) ? op.gather(leaf as never, tensor([i], 'i32') as Integers<[number]>) : leaf,
  )(x)

/**
 * The laws of a loss that is not added up: those of the smooth map that it is for given targets, and that the numbers of an
 * example do not depend on the others.
 *
 * @example
 * import { perExample } from 'pullback'
 * import { arbitrary, checkLaws, perExampleLaws } from 'pullback/laws'
 * const matrices = arbitrary.tensors([3, 2])
 * checkLaws(perExampleLaws('squared error', perExample.squaredError, { predictions: matrices, targets: matrices }))
 */
export const perExampleLaws = <Y, T>(
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
      law('30d', 'the loss of an example does not depend on the others', [predictions, targets], (y, t) => {
        const [losses] = loss(t)(y)
        const rows = Array.from({ length: losses.shape[0] as number }, (_, i) => i)
        return summed(
          64,
          undefined,
          norm(losses),
        )(
          rows.map(i => rowOf(losses, i)),
          rows.map(i => loss(rowOf(t, i))(rowOf(y, i))[0]),
        )
      }),
    ],
    [smoothFamilyLaws(name, instances, options)],
  )
}
