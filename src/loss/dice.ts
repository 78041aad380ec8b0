/**
 * A loss of the overlap of two regions.
 *
 * @module
 */
import { add, div, mul, neg, sub } from '../primitive/elementwise/arithmetic.ts'
import { equal, select } from '../primitive/elementwise/compare.ts'
import { sigmoid } from '../primitive/elementwise/elementary.ts'
import { scale, shift } from '../primitive/elementwise/scale.ts'
import { broadcastAlong, sum } from '../primitive/reduction/broadcast.ts'
import type { Smooth } from '../smooth/map/smooth.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import { ArgumentError, ShapeError } from '../tensor/error.ts'
import { onesLike, zerosLike } from '../tensor/function/constructors.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { requireTargets } from './loss.ts'
import type { PerExample } from './reduction.ts'

/**
 * How the overlap of small regions is smoothed.
 *
 * @category Losses
 * @since 0.1.0
 */
export interface DiceOptions {
  /**
   * Added above and below, not below 0. With 0, two empty regions overlap wholly. Defaults to 1.
   *
   * @default 1
   */
  readonly smooth?: number
}

/**
 * `1 - (2 Σ p t + s) / (Σ p + Σ t + s)` for each example, over all of its elements, with `p = σ(z)` for scores z and targets t from 0
 * to 1 (Milletari et al.: "V-Net", 2016; the coefficient is Dice's, 1945).
 *
 * Takes scores and targets [batch, ...] of one shape, and gives [batch].
 *
 * @throws ShapeError if the shapes differ or there are no elements.
 * @throws ArgumentError unless `smooth` is finite and not negative.
 * @category Losses
 * @since 0.1.0
 */
export const dice = takes(
  'dice',
  [
    { options: needs.options({ smooth: needs.number }) },
    { targets: needs.tensor },
    { predictions: needs.tensor },
  ],
  () => diceUnchecked,
)

const diceUnchecked = ({ smooth = 1 }: DiceOptions = {}): PerExample<Tensor, Tensor> => {
  if (!(smooth >= 0 && Number.isFinite(smooth)))
    throw new ArgumentError(`dice needs a finite smooth >= 0, but was given ${smooth}.`)
  return targets =>
    ((scores: Tensor) => {
      requireTargets('dice', scores, targets)
      if (scores.shape.length === 0)
        throw new ShapeError('dice takes scores [batch, ...], but was given a scalar.', [scores.shape])
      const ofExample = sum(scores.shape.slice(1).map((_, i) => i + 1)) as (x: Tensor) => Tensor
      const over = broadcastAlong(scores.shape, [0]) as (x: Tensor) => Tensor
      const p = sigmoid(scores)
      const total = shift(smooth)(ofExample(add(p, targets)))
      const overlap = shift(smooth)(scale(2)(ofExample(mul(p, targets))))
      const one = onesLike(total)
      const empty = equal(total, zerosLike(total))
      const size = select(empty, one, total)
      const ratio = select(empty, one, div(overlap, size))
      return [
        sub(one, ratio),
        (dy: Tensor) => {
          const slope = sub(scale(2)(targets), over(ratio))
          const growth = mul(p, sub(onesLike(p), p))
          return neg(mul(mul(slope, growth), over(div(dy, size))))
        },
      ]
    }) as Smooth<Tensor, Tensor>
}
