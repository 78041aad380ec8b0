/**
 * Losses of the difference between a prediction and its target, element by element.
 *
 * @module
 */
import { mul, sub } from '../primitive/elementwise/arithmetic.ts'
import { greater, maximum, minimum, select } from '../primitive/elementwise/compare.ts'
import { abs, sign } from '../primitive/elementwise/elementary.ts'
import { scale, shift } from '../primitive/elementwise/scale.ts'
import type { Smooth } from '../smooth/map/smooth.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import { ArgumentError } from '../tensor/error.ts'
import { full } from '../tensor/function/constructors.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { requireTargets } from './loss.ts'
import type { PerExample } from './reduction.ts'

const ofDifference =
  (name: string, f: (d: Tensor) => readonly [value: Tensor, slope: Tensor]): PerExample<Tensor, Tensor> =>
  targets =>
    ((predictions: Tensor) => {
      requireTargets(name, predictions, targets)
      const [value, slope] = f(sub(predictions, targets))
      return [value, (dy: Tensor) => mul(slope, dy)]
    }) as Smooth<Tensor, Tensor>

const alike = (x: Tensor, value: number): Tensor => full(x.shape, value, x.dtype)

const requireWidth = (loss: string, name: string, width: number): void => {
  if (!(width > 0 && Number.isFinite(width)))
    throw new ArgumentError(`${loss} needs a finite ${name} > 0, but was given ${width}.`)
}

/** `d²/2` up to a width and a line beyond, which it meets without a kink. */
const rounded = (d: Tensor, width: number): readonly [value: Tensor, slope: Tensor] => {
  const far = greater(abs(d), alike(d, width))
  const line = scale(width)(shift(-width / 2)(abs(d)))
  return [select(far, line, scale(0.5)(mul(d, d))), minimum(maximum(d, alike(d, -width)), alike(d, width))]
}

/**
 * Where a loss turns from a square into a line.
 *
 * @category Losses
 * @since 0.1.0
 */
export interface HuberOptions {
  /**
   * In the unit of the predictions. Defaults to 1.
   *
   * @default 1
   */
  readonly delta?: number
}

/**
 * Where a loss turns from a square into a line of slope 1.
 *
 * @category Losses
 * @since 0.1.0
 */
export interface SmoothL1Options {
  /**
   * In the unit of the predictions. Defaults to 1.
   *
   * @default 1
   */
  readonly beta?: number
}

/**
 * `(y - t)²` for each element.
 *
 * @category Losses
 * @since 0.1.0
 */
export const squaredError = takes(
  'squaredError',
  [{}, { targets: needs.tensor }, { predictions: needs.tensor }],
  () => () => squaredErrorUnchecked,
)

const squaredErrorUnchecked = ofDifference('squaredError', d => [mul(d, d), scale(2)(d)])

/**
 * `|y - t|` for each element; its slope at 0 is 0.
 *
 * @category Losses
 * @since 0.1.0
 */
export const absoluteError = takes(
  'absoluteError',
  [{}, { targets: needs.tensor }, { predictions: needs.tensor }],
  () => () => absoluteErrorUnchecked,
)

const absoluteErrorUnchecked = ofDifference('absoluteError', d => [abs(d), sign(d)])

/**
 * `d²/2` for each element with `|d| ≤ δ`, and `δ (|d| - δ/2)` beyond, for the difference `d = y - t` (Huber 1964).
 *
 * @throws ArgumentError unless δ is finite and positive.
 * @category Losses
 * @since 0.1.0
 */
export const huber = takes(
  'huber',
  [
    { options: needs.options({ delta: needs.number }) },
    { targets: needs.tensor },
    { predictions: needs.tensor },
  ],
  () => huberUnchecked,
)

const huberUnchecked = ({ delta = 1 }: HuberOptions = {}): PerExample<Tensor, Tensor> => {
  requireWidth('huber', 'delta', delta)
  return ofDifference('huber', d => rounded(d, delta))
}

/**
 * `d²/(2β)` for each element with `|d| < β`, and `|d| - β/2` beyond, for the difference `d = y - t` (Girshick 2015): Huber's loss
 * over β.
 *
 * @throws ArgumentError unless β is finite and positive.
 * @category Losses
 * @since 0.1.0
 */
export const smoothL1 = takes(
  'smoothL1',
  [
    { options: needs.options({ beta: needs.number }) },
    { targets: needs.tensor },
    { predictions: needs.tensor },
  ],
  () => smoothL1Unchecked,
)

const smoothL1Unchecked = ({ beta = 1 }: SmoothL1Options = {}): PerExample<Tensor, Tensor> => {
  requireWidth('smoothL1', 'beta', beta)
  return ofDifference('smoothL1', d => {
    const [value, slope] = rounded(d, beta)
    return [scale(1 / beta)(value), scale(1 / beta)(slope)]
  })
}
