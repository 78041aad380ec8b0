/**
 * Negative log-likelihood of labels under probabilities.
 *
 * @module
 */

import { compose } from '../smooth/map/category.ts'
import { log, shift } from '../smooth/map/operations.ts'
import type { Smooth } from '../smooth/map/smooth.ts'
import { requireLabels } from '../tensor/classLabels.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import { ArgumentError } from '../tensor/error.ts'
import type { Integers, Tensor } from '../tensor/tensor.ts'
import type { Loss } from './loss.ts'
import { negativeMean, pickLabels } from './mean.ts'
import { shaped } from './shaped.ts'

/**
 * What keeps the logarithm finite.
 *
 * @category Losses
 * @since 0.1.0
 */
export interface NegativeLogLikelihoodOptions {
  /**
   * Added to each probability. Defaults to 1e-8.
   *
   * @default 1e-8
   */
  readonly epsilon?: number
}

/**
 * The mean over the batch of `-log(p[label] + ε)`: how unlikely the labels are under predicted probabilities. The ε keeps
 * it finite at probability 0; with `{ epsilon: 0 }` it is the exact likelihood.
 *
 * Takes probabilities [batch, classes] and labels [batch] from 0 to classes - 1. In nats.
 *
 * @throws ShapeError if the shapes do not fit or the batch is empty.
 * @throws IndexError if a label is not a class, with the example.
 * @throws ArgumentError unless ε is finite and not negative.
 *
 * @example
 * import { negativeLogLikelihood, tensor } from 'pullback'
 * const [loss] = negativeLogLikelihood()(tensor([0], 'i32'))(tensor([[0.99, 0.01, 0]])) // 0.01005...
 *
 * @category Losses
 * @since 0.1.0
 */
export const negativeLogLikelihood = takes(
  'negativeLogLikelihood',
  [
    { options: needs.options({ epsilon: needs.number }) },
    { targets: needs.tensor },
    { predictions: needs.tensor },
  ],
  () => negativeLogLikelihoodUnchecked,
)

const negativeLogLikelihoodUnchecked = ({
  epsilon = 1e-8,
}: NegativeLogLikelihoodOptions = {}): Loss<Tensor<[number, number]>, Integers<[number]>> => {
  if (!(epsilon >= 0 && Number.isFinite(epsilon)))
    throw new ArgumentError(`negativeLogLikelihood needs a finite epsilon >= 0, but was given ${epsilon}.`)
  return labels => {
    const loss = shaped<Tensor<[number, number]>, Tensor<[]>>(
      compose(
        pickLabels(labels),
        shift(epsilon) as Smooth<Tensor, Tensor>,
        log as Smooth<Tensor, Tensor>,
        negativeMean,
      ),
    )
    return probabilities => {
      requireLabels('negativeLogLikelihood', probabilities as Tensor, labels)
      return loss(probabilities)
    }
  }
}
