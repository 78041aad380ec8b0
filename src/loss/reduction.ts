/**
 * From a loss for each example or element to one number.
 *
 * @module
 */
import { compose } from '../smooth/map/category.ts'
import type { Smooth } from '../smooth/map/smooth.ts'
import { argumentsOf, needs, showValue, takes } from '../tensor/contract/index.ts'
import { ArgumentError } from '../tensor/error.ts'
import { sizeOf } from '../tensor/shape.ts'
import { isTensor, type Tensor } from '../tensor/tensor.ts'
import type { Loss } from './loss.ts'
import { scaledSum } from './mean.ts'

/**
 * A loss before it is added up: for given targets a smooth map from predictions to a number for each example or element.
 *
 * @category Losses
 * @since 0.1.0
 */
export type PerExample<Y, T> = (targets: T) => Smooth<Y, Tensor>

const reducedBy =
  (factor: (each: Tensor) => number) =>
  <Y, T>(each: PerExample<Y, T>): Loss<Y, T> =>
  targets =>
    compose(each(targets), (losses: Tensor) => {
      if (!isTensor(losses))
        throw new ArgumentError(
          `A loss for each example has to give a tensor, but gave ${showValue(losses)}.`,
        )
      return scaledSum(factor(losses))(losses)
    }) as Smooth<Y, Tensor<[]>>

/**
 * The mean of all numbers of a loss that is not added up.
 *
 * @example
 * import { perExample } from 'pullback'
 * const robust = perExample.mean(perExample.huber({ delta: 2 }))
 *
 * @category Losses
 * @since 0.1.0
 */
export const mean = takes(
  'mean',
  [{ each: needs.fn }, { targets: needs.tensors }, { predictions: needs.tensors }],
  () => meanUnchecked,
)

const meanUnchecked = reducedBy(losses => 1 / sizeOf(losses.shape))

/**
 * The sum of all numbers of a loss that is not added up.
 *
 * @example
 * import { perExample } from 'pullback'
 * const summed = perExample.sum(perExample.squaredError())
 *
 * @category Losses
 * @since 0.1.0
 */
export const sum = takes(
  'sum',
  [{ each: needs.fn }, { targets: needs.tensors }, { predictions: needs.tensors }],
  () => sumUnchecked,
)

const sumUnchecked = reducedBy(() => 1)

const overBatch =
  <T>(each: PerExample<Tensor, T>): Loss<Tensor, T> =>
  targets =>
  predictions =>
    compose(each(targets), scaledSum(1 / (predictions.shape[0] ?? 1)))(predictions)

/** The mean of the numbers of losses with these options: a factory that takes the same, and is called the same. */
export const averaged = <Options extends readonly unknown[], Y, T>(
  each: (...options: Options) => PerExample<Y, T>,
): ((...options: Options) => Loss<Y, T>) =>
  takes(
    each.name,
    argumentsOf(each),
    () =>
      (...options: Options) =>
        meanUnchecked(each(...options)),
  )

/** The sum of the numbers over the number of examples, for losses with a number for each element: a factory as `averaged` makes it. */
export const averagedOverBatch = <Options extends readonly unknown[], T>(
  each: (...options: Options) => PerExample<Tensor, T>,
): ((...options: Options) => Loss<Tensor, T>) =>
  takes(
    each.name,
    argumentsOf(each),
    () =>
      (...options: Options) =>
        overBatch(each(...options)),
  )
