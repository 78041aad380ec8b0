/**
 * Laws of the losses of classifiers: all are one cross-entropy, on probabilities or on scores.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import {
  crossEntropy as crossEntropyLoss,
  type Integers,
  type Loss,
  negativeLogLikelihood as negativeLogLikelihoodLoss,
  oneHot,
  op,
  scalar,
  type smooth,
  softmaxCrossEntropy as softmaxCrossEntropyLoss,
  softmax as softmaxLayer,
  type Tensor,
  toValues,
} from '../../src/index.ts'
import { takes } from '../../src/tensor/contract/index.ts'
import { indices, tensors } from '../arbitraries.ts'
import { every, exact, holds, norm, summed } from '../close.ts'
import { implementation } from '../contract.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { forget, runAlone } from '../layer/same.ts'

type Scores = Tensor<[number, number]>
type OnLabels = Loss<Scores, Integers<[number]>>
type OnTargets = Loss<Scores, Scores>

const [batch, classes] = [4, 5] as const
const scores = tensors([batch, classes]) as Arbitrary<Scores>
const labels = indices([batch], classes) as Arbitrary<Integers<[number]>>
const extremes: Arbitrary<Scores> = tensors([batch, classes], {
  entries: fc.constantFrom(-1000, -999, -1, 0, 1, 999, 1000),
})

const one = scalar(1, 'f64') as Tensor<[]>
const hot = (of: Integers<[number]>): Scores => oneHot(classes, { dtype: 'f64' })(of)
const softmax = (x: Scores): readonly [y: Scores, pullback: (dy: Tensor) => Tensor] =>
  runAlone(forget(softmaxLayer()), x) as never

/** Value and gradient of a loss. */
const both = (f: smooth.Smooth<Scores, Tensor<[]>>, x: Scores): readonly [Tensor<[]>, Tensor] => {
  const [loss, pullback] = f(x)
  return [loss, pullback(one) as Tensor]
}

/**
 * Laws of cross-entropy on scores; by default of `softmaxCrossEntropy`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const softmaxCrossEntropyLaws = takes(
  'softmaxCrossEntropyLaws',
  { loss: implementation },
  () =>
    (loss: OnLabels = softmaxCrossEntropyLoss()): LawSet =>
      lawSet('softmaxCrossEntropy', [
        law('34h', 'the gradient is (softmax(x) - onehot(label)) / batch', [scores, labels], (x, of) => {
          const [p] = softmax(x)
          const expected = op.scale(1 / batch)(op.sub(p, hot(of)))
          return summed(64, undefined, 1)(both(loss(of), x)[1], expected)
        }),
        law('34i', 'fused = negative log-likelihood ∘ softmax', [scores, labels], (x, of) => {
          const [p, pullSoftmax] = softmax(x)
          const [value, dp] = both(negativeLogLikelihoodLoss({ epsilon: 0 })(of), p)
          const [fused, dx] = both(loss(of), x)
          return every(summed(64)(fused, value), summed(64, undefined, norm(dp))(dx, pullSoftmax(dp)))
        }),
        law(
          '34j',
          'scores of ±1000 give a finite loss and gradient, with a row sum of 0',
          [extremes, labels],
          (x, of) => {
            const [value, dx] = both(loss(of), x)
            const finite = [value, dx].every(y => toValues(y).every(Number.isFinite))
            const sums = op.sum([1])(dx)
            return every(holds(finite, value, 'finite'), summed(64, undefined, 1)(sums, op.scale(0)(sums)))
          },
        ),
        law(
          '34k',
          'the loss is not negative, and does not change when all scores move together',
          [scores, labels],
          (x, of) =>
            every(
              holds(
                toValues(loss(of)(x)[0]).every(value => value >= 0),
                loss(of)(x)[0],
                'at least 0',
              ),
              summed(64, undefined, norm(x))(loss(of)(op.shift(2)(x))[0], loss(of)(x)[0]),
            ),
        ),
      ]),
)

/**
 * Laws of cross-entropy on probabilities; by default of `crossEntropy`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const crossEntropyLaws = takes(
  'crossEntropyLaws',
  { loss: implementation },
  () =>
    (loss: OnTargets = crossEntropyLoss()): LawSet =>
      lawSet('crossEntropy', [
        law('34l', 'with one-hot targets it is the negative log-likelihood', [scores, labels], (x, of) => {
          const [p] = softmax(x)
          const [left, right] = [
            both(loss(hot(of)), p),
            both(negativeLogLikelihoodLoss({ epsilon: 0 })(of), p),
          ]
          return every(summed(16)(left[0], right[0]), summed(16)(left[1], right[1]))
        }),
        law('34m', 'a class whose target is 0 adds nothing, also at probability 0', [labels], of => {
          const [value, dp] = both(loss(hot(of)), hot(of))
          return every(exact(value, scalar(0, 'f64')), exact(dp, op.scale(-1 / batch)(hot(of))))
        }),
        law('34n', 'it is least where predictions are the targets', [scores, scores], (x, y) => {
          const [[p], [t]] = [softmax(x), softmax(y)]
          const [own, other] = [toValues(loss(t)(t)[0]), toValues(loss(t)(p)[0])]
          return holds((own[0] as number) <= (other[0] as number) * (1 + 1e-12), own, other)
        }),
      ]),
)

/**
 * Laws of the likelihood of labels; by default of `negativeLogLikelihood`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const negativeLogLikelihoodLaws = takes(
  'negativeLogLikelihoodLaws',
  { loss: implementation },
  () =>
    (loss: (options: { readonly epsilon: number }) => OnLabels = negativeLogLikelihoodLoss): LawSet =>
      lawSet('negativeLogLikelihood', [
        law('34o', 'it is the mean of -log(p[label] + ε)', [scores, labels], (x, of) => {
          const [p] = softmax(x)
          const chosen = op.log(op.shift(0.01)(op.takeAlong(p, of)))
          return summed(16)(loss({ epsilon: 0.01 })(of)(p)[0], op.scale(-1 / batch)(op.sum()(chosen)))
        }),
        law('34p', 'at probability 0 the ε keeps value and gradient finite', [labels], of => {
          const none = op.scale(0)(hot(of))
          const found = both(loss({ epsilon: 1e-8 })(of), none)
          return every(
            summed(16)(found[0], scalar(-Math.log(1e-8), 'f64')),
            summed(16)(found[1], op.scale(-1e8 / batch)(hot(of))),
          )
        }),
      ]),
)
