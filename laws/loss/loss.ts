/**
 * The laws of losses.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import {
  type AnyTensor,
  type Integers,
  isTensor,
  type Loss,
  op,
  scalar,
  type smooth,
  type Tensor,
  tensor,
  tree,
} from '../../src/index.ts'
import { needs, takes } from '../../src/tensor/contract/index.ts'
import { every, norm, summed } from '../close.ts'
import { lossOptions } from '../contract.ts'
import { type Law, type LawSet, law, lawSet } from '../law.ts'
import { samples } from '../samples.ts'
import { type SmoothFamilyOptions, smoothFamilyLaws } from '../smooth/smooth.ts'

/**
 * What there is to say of a loss besides the loss itself.
 *
 * @category Laws
 * @since 0.1.0
 */
export interface LossLawOptions<Y, T> extends SmoothFamilyOptions {
  /** Predictions in f64; the first axis counts the examples. */
  readonly predictions: Arbitrary<Y>
  /** Targets for as many examples; for each it is another smooth map. */
  readonly targets: Arbitrary<T>
  /** Whether it is not a mean over examples; law 31 is then left out. */
  readonly coupled?: boolean
}

const example = <T>(x: T, i: number): T =>
  tree.map((leaf: tree.Leaf) =>
    isTensor(leaf) ? op.gather(leaf as never, tensor([i], 'i32') as Integers<[number]>) : leaf,
  )(x)

const meanLaws = <Y, T>(
  loss: Loss<Y, T>,
  predictions: Arbitrary<Y>,
  targets: Arbitrary<T>,
): readonly Law[] => {
  const each = <X>(y: Y, t: T, f: (loss: smooth.Smooth<Y, Tensor<[]>>, y: Y) => X): readonly X[] =>
    Array.from({ length: (tree.tensors(y)[0] as AnyTensor).shape[0] as number }, (_, i) =>
      f(loss(example(t, i)), example(y, i)),
    )
  return [
    law(
      '31b',
      'the loss of a batch is the mean of the losses of its examples',
      [predictions, targets],
      (y, t) => {
        const losses = each(y, t, (own, row) => own(row)[0])
        const sum = losses.reduce((x, z) => op.add(x, z))
        return summed(64, undefined, norm(losses))(loss(t)(y)[0], op.scale(1 / losses.length)(sum))
      },
    ),
    law(
      '31c',
      'its gradient at an example is that of the loss of the example, over their number',
      [predictions, targets],
      (y, t) => {
        const whole = loss(t)(y)[1](scalar(1, 'f64'))
        const gradients = each(y, t, (own, row) => own(row)[1])
        const share = scalar(1 / gradients.length, 'f64')
        return every(...gradients.map((pullback, i) => summed(64)(example(whole, i), pullback(share))))
      },
    ),
  ]
}

/**
 * The laws of a loss: those of the smooth map of predictions that it is for given targets, and that it is a mean over
 * examples.
 *
 * @example
 * import { meanSquaredError } from 'pullback'
 * import { arbitrary, checkLaws, lossLaws } from 'pullback/laws'
 * const matrices = arbitrary.tensors([3, 2])
 * checkLaws(lossLaws('mean squared error', meanSquaredError(), { predictions: matrices, targets: matrices }))
 *
 * @category Laws
 * @since 0.1.0
 */
export const lossLaws = takes(
  'lossLaws',
  { name: needs.text, loss: needs.fn, options: lossOptions({ coupled: needs.optional(needs.boolean) }) },
  () =>
    <Y, T>(
      name: string,
      loss: Loss<Y, T>,
      { predictions, targets, coupled = false, ...options }: LossLawOptions<Y, T>,
    ): LawSet => {
      const instances = fc
        .tuple(predictions, targets)
        .map(([x, t]) => ({ f: loss(t) as smooth.Smooth<Y, Tensor<[]>>, x, options: { targets: t } }))
      return lawSet(
        name,
        coupled ? [] : meanLaws(loss, predictions, targets),
        [smoothFamilyLaws(name, instances, options)],
        samples.loss,
      )
    },
)
