/**
 * The step downhill that every optimiser ends in.
 *
 * @module
 */

import { scaleBy } from '../primitive/reduction/scaleBy.ts'
import { type Rate, scheduleOf } from '../schedule/schedule.ts'
import { needs, showValue, takes } from '../tensor/contract/index.ts'
import { ArgumentError } from '../tensor/error.ts'
import { scalar } from '../tensor/function/constructors.ts'
import { map } from '../tensor/function/traversal.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { type Empty, empty, isFloat, type Leaf } from '../tensor/tree.ts'
import type { Optimiser } from './optimiser.ts'

/** The negative learning rate of a step. */
export interface DescendRates {
  readonly negativeRate: Tensor<[]>
}

const requireRate = (rate: unknown, where: string): number => {
  if (!(typeof rate === 'number' && rate >= 0 && Number.isFinite(rate)))
    throw new ArgumentError(`A learning rate is a finite number >= 0, but was ${showValue(rate)}${where}.`)
  return rate
}

/**
 * `-rate · g`: the negative gradient times the learning rate, a number or a schedule.
 *
 * @throws ArgumentError if the rate is negative, NaN or infinite: at once for a number, at the step for a schedule.
 * @category Parts of optimisers
 * @since 0.1.0
 */
export const descend = takes('descend', { rate: needs.learningRate }, () => descendUnchecked)

const descendUnchecked = (rate: Rate): Optimiser<Empty, DescendRates> => {
  if (typeof rate !== 'number' && typeof rate !== 'function')
    throw new ArgumentError(
      `A learning rate is a number, or a schedule such as those of the namespace schedule, but was ${typeof rate}.`,
    )
  const ratesAt = (step: number): DescendRates => ({
    negativeRate: scalar(-requireRate(scheduleOf(rate)(step), ` at step ${step}`), 'f64'),
  })
  const constant = typeof rate === 'number' ? { negativeRate: scalar(-requireRate(rate, ''), 'f64') } : null
  return {
    name: typeof rate === 'number' ? `descend(${rate})` : 'descend(schedule)',
    init: () => empty,
    rates: step => constant ?? ratesAt(step),
    update: (gradients, state, _, { negativeRate }) => [
      map((g: Leaf) => (isFloat(g) ? scaleBy(negativeRate)(g) : g))(gradients),
      state,
    ],
  }
}
