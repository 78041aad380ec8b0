/**
 * The mean of losses on labels, of which some may weigh more than others or nothing.
 *
 * @module
 */
import { div } from '../primitive/elementwise/arithmetic.ts'
import { greater, select } from '../primitive/elementwise/compare.ts'
import { broadcast, sum } from '../primitive/reduction/broadcast.ts'
import { scaleBy } from '../primitive/reduction/scaleBy.ts'
import { onesLike, zerosLike } from '../tensor/function/constructors.ts'
import type { Tensor } from '../tensor/tensor.ts'
import type { ClassScores, Labels, onLabels } from './labelled.ts'
import type { Loss } from './loss.ts'

/** `1 / x`, or 0 where x is 0. */
const inverse = (x: Tensor<[]>): Tensor<[]> => {
  const none = zerosLike(x)
  return select(greater(x, none), div(onesLike(x), x), none)
}

/** The sum of the losses of rows over the sum of their weights; 0 if nothing weighs anything. */
export const weightedMean =
  ({ each, weight }: ReturnType<typeof onLabels>): Loss<ClassScores, Labels> =>
  labels =>
  scores => {
    const [losses, pullback] = each(labels)(scores)
    const share = inverse(weight(labels, scores))
    return [scaleBy(share)(sum()(losses)), dy => pullback(broadcast(losses.shape)(scaleBy(share)(dy)))]
  }
