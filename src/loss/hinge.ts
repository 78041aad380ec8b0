/**
 * The hinge loss of several classes.
 *
 * @module
 */
import { mul, sub } from '../primitive/elementwise/arithmetic.ts'
import { greater, maximum, select } from '../primitive/elementwise/compare.ts'
import { scale, shift } from '../primitive/elementwise/scale.ts'
import { sum } from '../primitive/reduction/broadcast.ts'
import { requireLabels } from '../tensor/classLabels.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import { ArgumentError } from '../tensor/error.ts'
import { onesLike, zerosLike } from '../tensor/function/constructors.ts'
import type { Integers, Tensor } from '../tensor/tensor.ts'
import { atLabels, ofClasses, overRows } from './classes.ts'
import type { PerExample } from './reduction.ts'

/**
 * How far the score of the label has to be above the others.
 *
 * @category Losses
 * @since 0.1.0
 */
export interface HingeOptions {
  /**
   * In the unit of scores. Defaults to 1.
   *
   * @default 1
   */
  readonly margin?: number
  /**
   * What is missing counts to this power, 1 or 2. Defaults to 1.
   *
   * @default 1
   */
  readonly power?: 1 | 2
}

/**
 * `Σ max(0, margin - x[label] + x[j])^power / classes` over the classes j other than the label, for each row of scores (Weston
 * and Watkins 1999). Its slope at the margin is 0. NaN if a score is (PyTorch passes over those of other classes).
 *
 * Takes scores [batch, classes] and labels [batch], and gives [batch].
 *
 * @throws ShapeError if the shapes do not fit or the batch is empty.
 * @throws IndexError if a label is not a class, with the example.
 * @throws ArgumentError unless the margin is finite and the power 1 or 2.
 * @category Losses
 * @since 0.1.0
 */
export const hinge = takes(
  'hinge',
  [
    { options: needs.options({ margin: needs.number, power: needs.number }) },
    { targets: needs.tensor },
    { predictions: needs.tensor },
  ],
  () => hingeUnchecked,
)

const hingeUnchecked = ({
  margin = 1,
  power = 1,
}: HingeOptions = {}): PerExample<Tensor<[number, number]>, Integers<[number]>> => {
  if (!Number.isFinite(margin))
    throw new ArgumentError(`hinge needs a finite margin, but was given ${margin}.`)
  if (power !== 1 && power !== 2)
    throw new ArgumentError(`hinge needs the power 1 or 2, but was given ${power as number}.`)
  return labels => given => {
    const scores = given as Tensor
    requireLabels('hinge', scores, labels)
    const classes = scores.shape[1] as number
    const overRow = overRows(scores.shape)
    const own = atLabels(labels, scores)
    const none = zerosLike(scores)
    const ofRows = sum([1]) as (x: Tensor) => Tensor
    const label = overRow(mul(ofRows(select(own, scores, none)), ofClasses('hinge', labels, scores)))
    const missing = select(own, none, maximum(shift(margin)(sub(scores, label)), none))
    const terms = power === 1 ? missing : mul(missing, missing)
    return [
      scale(1 / classes)(ofRows(terms)),
      dy => {
        const slope = power === 1 ? select(greater(missing, none), onesLike(scores), none) : missing
        const others = mul(scale(power / classes)(slope), overRow(dy as Tensor))
        return select(own, scale(-1)(overRow(ofRows(others))), others) as Tensor<[number, number]>
      },
    ]
  }
}
