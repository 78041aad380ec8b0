/**
 * Laws of the parts of a loss: the losses of its examples.
 *
 * @module
 */
import type { Arbitrary } from 'fast-check'
import { op, scalar, type Tensor, tensor } from '../../src/index.ts'
import { every, summed } from '../close.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { loosely } from '../oracle/loose.ts'
import { samples } from '../samples.ts'

/** What both are tried on, and how much each example counts: the same, where nothing is said. */
export interface PartsOptions<Y, T> {
  readonly predictions: Arbitrary<Y>
  readonly targets: Arbitrary<T>
  readonly shares?: (targets: T) => readonly number[]
}

type Loss = (x: unknown) => readonly [Tensor, (dy: Tensor) => unknown]
const close = summed(256, undefined, 64)

/** L47: the loss of a batch is what the losses of its examples add up to, each by its share, and so is its gradient. */
export const partsLaws = <Y, T>(
  name: string,
  whole: unknown,
  each: unknown,
  { predictions, targets, shares }: PartsOptions<Y, T>,
): LawSet =>
  lawSet(
    `${name} and its parts`,
    [
      law(
        'L47',
        'the loss of a batch is what the losses of its examples add up to, each by its share, and so is its gradient',
        [predictions, targets],
        (y, t) => {
          const [total, pull] = loosely<Loss>(whole)(t)(y)
          const [losses, pullEach] = loosely<Loss>(each)(t)(y)
          const batch = losses.shape[0] as number
          const perRow = losses.shape.slice(1).reduce((product, n) => product * n, 1)
          const counts = shares?.(t) ?? Array.from({ length: batch }, () => 1 / batch)
          const weights = op.broadcastAlong<number, readonly number[]>(
            losses.shape,
            [0],
          )(
            tensor(
              counts.map(share => share / perRow),
              'f64',
            ),
          ) as Tensor
          return every(
            close(total, op.sum()(op.mul(losses, weights))),
            close(pull(scalar(1, 'f64')), pullEach(weights)),
          )
        },
      ),
    ],
    [],
    samples.perExample,
  )
