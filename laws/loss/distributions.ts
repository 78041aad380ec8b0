/**
 * Laws of the losses of distributions: cross-entropy behind a sigmoid, and divergence.
 *
 * @module
 */
import fc from 'fast-check'
import {
  fromValues,
  klDivergence as klDivergenceLoss,
  logSoftmax,
  op,
  scalar,
  sigmoidCrossEntropy as sigmoidCrossEntropyLoss,
  softmax,
  softmaxCrossEntropy,
  softTargetCrossEntropy,
  type Tensor,
  toValues,
} from '../../src/index.ts'
import { takes } from '../../src/tensor/contract/index.ts'
import { indices, tensors } from '../arbitraries.ts'
import { every, holds } from '../close.ts'
import { implementation } from '../contract.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { forget, runAlone } from '../layer/same.ts'
import {
  batch,
  close,
  features,
  labels,
  type Matrix,
  matrices,
  mean,
  number,
  numbers,
  type OnTensors,
} from './samples.ts'

const alone = (layer: unknown, x: Tensor): Tensor =>
  (runAlone(forget(layer as never), x) as unknown as readonly [Tensor])[0]

const unitInterval = fc.integer({ min: 0, max: 16 }).map(n => n / 16)

/**
 * Laws of cross-entropy behind a sigmoid; by default of `sigmoidCrossEntropy`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const sigmoidCrossEntropyLaws = takes(
  'sigmoidCrossEntropyLaws',
  { loss: implementation },
  () =>
    (loss: OnTensors = sigmoidCrossEntropyLoss()): LawSet =>
      lawSet('sigmoidCrossEntropy', [
        law(
          'L10',
          'it is the mean of -t log σ(z) - (1 - t) log σ(-z)',
          [matrices, tensors([batch, features], { entries: unitInterval })],
          (z, t) => {
            const targets = numbers(t as Tensor)
            const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x))
            const own = numbers(z).map(
              (x, i) =>
                -(targets[i] as number) * Math.log(sigmoid(x)) -
                (1 - (targets[i] as number)) * Math.log(sigmoid(-x)),
            )
            return close(number(loss(t as Tensor)(z)[0]), mean(own))
          },
        ),
        law(
          'L11',
          'with the other score 0 it is the cross-entropy of two classes',
          [tensors([batch, 1]), indices([batch], 2)],
          (z, of) => {
            const two = op.concat(1)(op.scale(0)(z) as Tensor, z as Tensor) as Matrix
            const targets = op.reshape([batch, 1])(op.convert('f64')(of)) as Tensor
            return close(number(loss(targets)(z as Tensor)[0]), number(softmaxCrossEntropy()(of)(two)[0]))
          },
        ),
        law(
          'L12',
          'scores of ±1000 cost what they are off by, with a slope of 1 over the elements',
          [tensors([batch, features], { entries: fc.constantFrom(-1000, 1000) })],
          z => {
            const wrong = op.convert('f64')(op.greater(op.scale(0)(z), z)) as Tensor
            const [value, pullback] = loss(wrong)(z as Tensor)
            const slope = op.scale(1 / (batch * features))(op.sign(z as Tensor))
            return every(close(number(value), 1000), close(pullback(scalar(1, 'f64')), slope))
          },
        ),
      ]),
)

type Divergence = (options?: { readonly logTargets?: boolean }) => OnTensors

/**
 * Laws of the divergence of distributions; by default of `klDivergence`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const klDivergenceLaws = takes(
  'klDivergenceLaws',
  { divergence: implementation },
  () =>
    (divergence: Divergence = klDivergenceLoss): LawSet =>
      lawSet('klDivergence', [
        law(
          'L13',
          'it is the cross-entropy less the entropy of the targets, and so not negative',
          [matrices, matrices],
          (x, other) => {
            const [t, y] = [alone(softmax(), other), alone(logSoftmax(), x)]
            const value = number(divergence()(t)(y)[0])
            const cross = (scores: Tensor) => number(softTargetCrossEntropy()(t as never)(scores as never)[0])
            return every(close(value, cross(x) - cross(other)), holds(value > -1e-12, value, 'at least 0'))
          },
        ),
        law('L14', 'targets may be logarithms', [matrices, matrices], (x, other) => {
          const [l, y] = [alone(logSoftmax(), other), alone(logSoftmax(), x)]
          return close(
            number(divergence({ logTargets: true })(l)(y)[0]),
            number(divergence()(op.exp(l))(y)[0]),
          )
        }),
        law(
          'L15b',
          'a scalar is one example',
          [fc.integer({ min: -64, max: -1 }), fc.integer({ min: 1, max: 16 })],
          (y, t16) => {
            const t = t16 / 16
            const value = number(divergence()(scalar(t, 'f64'))(scalar(y, 'f64'))[0])
            return close(value, t * (Math.log(t) - y))
          },
        ),
        law('L15', 'a target of 0 adds nothing', [labels, matrices], (of, x) => {
          const y = alone(logSoftmax(), x)
          const hot = fromValues(
            [batch, features],
            Array.from({ length: batch * features }, (_, i) =>
              toValues(of)[Math.floor(i / features)] === i % features ? 1 : 0,
            ),
            'f64',
          )
          return close(
            number(divergence()(hot as Tensor)(y)[0]),
            number(softmaxCrossEntropy()(of)(x as Matrix)[0]),
          )
        }),
      ]),
)
