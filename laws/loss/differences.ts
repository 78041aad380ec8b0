/**
 * Laws of the losses of differences, each in plain numbers, and where they meet.
 *
 * @module
 */
import {
  type HuberOptions,
  huber as huberLoss,
  meanAbsoluteError as meanAbsoluteErrorLoss,
  meanSquaredError,
  op,
  type SmoothL1Options,
  scalar,
  smoothL1 as smoothL1Loss,
  type Tensor,
} from '../../src/index.ts'
import { takes } from '../../src/tensor/contract/index.ts'
import { exact } from '../close.ts'
import { implementation } from '../contract.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { close, matrices, mean, number, numbers, type OnTensors, widths } from './samples.ts'

/** The loss in plain numbers of the differences. */
const byDifferences = (y: Tensor, t: Tensor, f: (d: number) => number): number => {
  const targets = numbers(t)
  return mean(numbers(y).map((x, i) => f(x - (targets[i] as number))))
}

/**
 * Laws of the mean absolute error; by default of `meanAbsoluteError`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const absoluteLaws = takes(
  'absoluteLaws',
  { loss: implementation },
  () =>
    (loss: OnTensors = meanAbsoluteErrorLoss()): LawSet =>
      lawSet('meanAbsoluteError', [
        law('L5', 'it is the mean of |y - t|', [matrices, matrices], (y, t) =>
          close(number(loss(t)(y)[0]), byDifferences(y, t, Math.abs)),
        ),
        law('L6', 'where prediction and target are equal, the slope is 0', [matrices], y =>
          exact(loss(y)(y)[1](scalar(1, 'f64')), op.scale(0)(y)),
        ),
      ]),
)

/**
 * Laws of the mean squared error; by default of `meanSquaredError`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const squaredLaws = takes(
  'squaredLaws',
  { loss: implementation },
  () =>
    (loss: OnTensors = meanSquaredError()): LawSet =>
      lawSet('meanSquaredError', [
        law('L48', 'it is the mean of (y - t)²', [matrices, matrices], (y, t) =>
          close(
            number(loss(t)(y)[0]),
            byDifferences(y, t, d => d * d),
          ),
        ),
      ]),
)

/**
 * Laws of Huber's loss; by default of `huber`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const huberLaws = takes(
  'huberLaws',
  { huber: implementation },
  () =>
    (huber: (options: HuberOptions) => OnTensors = huberLoss): LawSet =>
      lawSet('huber', [
        law(
          'L7',
          'it is d²/2 up to δ, and δ (|d| - δ/2) beyond',
          [matrices, matrices, widths],
          (y, t, delta) =>
            close(
              number(huber({ delta })(t)(y)[0]),
              byDifferences(y, t, d =>
                Math.abs(d) <= delta ? (d * d) / 2 : delta * (Math.abs(d) - delta / 2),
              ),
            ),
        ),
        law(
          'L8',
          'with a δ beyond all differences it is half of the squared error',
          [matrices, matrices],
          (y, t) => close(number(huber({ delta: 64 })(t)(y)[0]), number(meanSquaredError()(t)(y)[0]) / 2),
        ),
      ]),
)

/**
 * Laws of the smooth absolute error; by default of `smoothL1`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const smoothL1Laws = takes(
  'smoothL1Laws',
  { smoothL1: implementation },
  () =>
    (smoothL1: (options: SmoothL1Options) => OnTensors = smoothL1Loss): LawSet =>
      lawSet('smoothL1', [
        law('L9', 'it is the loss of Huber over β', [matrices, matrices, widths], (y, t, beta) =>
          close(number(smoothL1({ beta })(t)(y)[0]), number(huberLoss({ delta: beta })(t)(y)[0]) / beta),
        ),
      ]),
)
