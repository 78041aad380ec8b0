/**
 * Cross-entropies with smoothed labels, weighted classes and labels that do not count.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import {
  type ClassOptions,
  type ClassScores,
  fromValues,
  type Integers,
  type LabelOptions,
  type Labels,
  type Loss,
  logSoftmax,
  negativeLogProbability as negativeLogProbabilityLoss,
  oneHot,
  op,
  perExample,
  scalar,
  type smooth,
  softmaxCrossEntropy as softmaxCrossEntropyLoss,
  softTargetCrossEntropy as softTargetCrossEntropyLoss,
  type Tensor,
  toValues,
} from '../../src/index.ts'
import { takes } from '../../src/tensor/contract/index.ts'
import { indices, positive, tensors } from '../arbitraries.ts'
import { every, exact, holds, summed } from '../close.ts'
import { implementation } from '../contract.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { forget, runAlone } from '../layer/same.ts'

const [batch, classes] = [5, 4] as const

const scores = tensors([batch, classes]) as Arbitrary<ClassScores>
const labels = indices([batch], classes) as Arbitrary<Labels>
const weights = tensors([classes], { entries: positive }) as Arbitrary<Tensor<[number]>>
const shares = fc.integer({ min: 0, max: 16 }).map(n => n / 16)
/** Which rows count; at least one does. */
const kept = fc.uniqueArray(fc.integer({ min: 0, max: batch - 1 }), { minLength: 1 })
const extremes = tensors([batch, classes], {
  entries: fc.constantFrom(-1000, -1, 0, 1, 1000),
}) as Arbitrary<ClassScores>

type OnLabels = (options: LabelOptions) => Loss<ClassScores, Labels>

const close = summed(64, undefined, 1)
const one = scalar(1, 'f64') as Tensor<[]>

/** Value and gradient of a loss. */
const both = (map: smooth.Smooth<ClassScores, Tensor<[]>>, x: ClassScores): readonly [Tensor<[]>, Tensor] => {
  const [value, pullback] = map(x)
  return [value, pullback(one) as Tensor]
}

const number = (x: Tensor): number => toValues(x)[0] as number

const losses = (x: ClassScores, of: Labels): readonly number[] =>
  Array.from(toValues(perExample.softmaxCrossEntropy()(of)(x)[0]))

const ignoring = (of: Labels, rows: readonly number[], ignoreIndex: number): Labels =>
  fromValues<number, readonly number[], 'i32'>(
    [batch],
    Array.from(toValues(of), (label, i) => (rows.includes(i) ? label : ignoreIndex)),
    'i32',
  )

const rowsOf = <T>(x: T, rows: readonly number[]): T =>
  op.gather(
    x as never,
    fromValues<number, readonly number[], 'i32'>([rows.length], [...rows], 'i32') as Integers<[number]>,
  ) as T

/**
 * Laws of cross-entropy with options; by default of `softmaxCrossEntropy`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const labelOptionLaws = takes(
  'labelOptionLaws',
  { loss: implementation },
  () =>
    (loss: OnLabels = softmaxCrossEntropyLoss): LawSet =>
      lawSet('softmaxCrossEntropy, with options', [
        law('34q', 'without options it is softmaxCrossEntropy', [scores, labels], (x, of) =>
          close(both(loss({})(of), x), both(softmaxCrossEntropyLoss()(of as never) as never, x)),
        ),
        law(
          '34r',
          'smoothing mixes the loss with the mean of the losses of all classes',
          [scores, labels, shares],
          (x, of, share) => {
            const all = Array.from({ length: classes }, (_, c) =>
              number(loss({})(op.add(op.sub(of, of), constantLike(of, c)) as Labels)(x)[0]),
            )
            const spread = all.reduce((sum, value) => sum + value, 0) / classes
            const mixed = (1 - share) * number(loss({})(of)(x)[0]) + share * spread
            return close(number(loss({ labelSmoothing: share })(of)(x)[0]), mixed)
          },
        ),
        law(
          '34s',
          'weights of classes weigh the mean: Σ w[label] loss / Σ w[label]',
          [scores, labels, weights],
          (x, of, w) => {
            const own = Array.from(toValues(of), label => toValues(w)[label] as number)
            const total = own.reduce((sum, weight) => sum + weight, 0)
            const sum = losses(x, of).reduce((so, value, i) => so + value * (own[i] as number), 0)
            return close(number(loss({ classWeights: w })(of)(x)[0]), sum / total)
          },
        ),
        law(
          '34t',
          'ignored rows are as if they were not there, and have no gradient',
          [scores, labels, kept, weights, shares, fc.constantFrom(-100, -1, classes + 3)],
          (x, of, rows, w, share, ignoreIndex) => {
            const options = { classWeights: w, labelSmoothing: share }
            const [value, dx] = both(loss({ ...options, ignoreIndex })(ignoring(of, rows, ignoreIndex)), x)
            const [own, downX] = both(loss(options)(rowsOf(of, rows)), rowsOf(x, rows))
            const others = [...Array(batch).keys()].filter(row => !rows.includes(row))
            return every(
              close(value, own),
              close(rowsOf(dx, rows), downX),
              exact(rowsOf(dx, others), op.scale(0)(rowsOf(dx, others))),
            )
          },
        ),
        law('34u', 'if all rows are ignored, it is 0 and so is its gradient', [scores], x => {
          const none = fromValues<number, readonly number[], 'i32'>(
            [batch],
            Array(batch).fill(-1),
            'i32',
          ) as Labels
          const [value, dx] = both(loss({ ignoreIndex: -1 })(none), x)
          return every(exact(value, scalar(0, 'f64')), exact(dx, op.scale(0)(dx)))
        }),
        law(
          '34v',
          'further axes are further rows',
          [tensors([2, 3, classes]), indices([2, 3], classes)],
          (x, of) => {
            const [value, dx] = both(loss({})(of), x)
            const [own, flat] = both(loss({})(op.reshape([6])(of)), op.reshape([6, classes])(x))
            return every(close(value, own), close(op.reshape([6, classes])(dx), flat))
          },
        ),
        law(
          '34w',
          'scores of ±1000 give a finite loss and gradient',
          [extremes, labels, shares],
          (x, of, share) => {
            const found = both(loss({ labelSmoothing: share })(of), x)
            return holds(
              found.every(part => toValues(part).every(Number.isFinite)),
              found,
              'finite',
            )
          },
        ),
      ]),
)

const constantLike = (x: Labels, value: number): Labels =>
  fromValues<number, readonly number[], 'i32'>(x.shape, Array(batch).fill(value), 'i32') as Labels

type OnTargets = (options?: ClassOptions) => Loss<ClassScores, ClassScores>

/**
 * Laws of cross-entropy to distributions; by default of `softTargetCrossEntropy`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const softTargetLaws = takes(
  'softTargetLaws',
  { loss: implementation },
  () =>
    (loss: OnTargets = softTargetCrossEntropyLoss): LawSet =>
      lawSet('softTargetCrossEntropy', [
        law(
          '34x',
          'on one-hot targets, smoothed or not, it is the loss of their labels',
          [scores, labels, shares],
          (x, of, share) => {
            const hot = oneHot(classes, { dtype: 'f64' })(of)
            const options = { labelSmoothing: share }
            return close(both(loss(options)(hot), x), both(softmaxCrossEntropyLoss(options)(of), x))
          },
        ),
        law('34y', 'it is linear in the targets', [scores, scores, scores], (x, s, t) => {
          const values = [s, t, op.add(s as Tensor, t as Tensor)].map(targets =>
            number(loss()(targets as ClassScores)(x)[0]),
          ) as [number, number, number]
          return summed(
            64,
            undefined,
            Math.abs(values[0]) + Math.abs(values[1]) + 64,
          )(values[2], values[0] + values[1])
        }),
      ]),
)

type OnLogarithms = (options?: Omit<LabelOptions, 'labelSmoothing'>) => Loss<ClassScores, Labels>

/**
 * Laws of the loss on logarithms; by default of `negativeLogProbability`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const logProbabilityLaws = takes(
  'logProbabilityLaws',
  { loss: implementation },
  () =>
    (loss: OnLogarithms = negativeLogProbabilityLoss): LawSet =>
      lawSet('negativeLogProbability', [
        law(
          '34z',
          'behind logSoftmax it is softmaxCrossEntropy of the same options',
          [scores, labels, weights, kept],
          (x, of, w, rows) => {
            const options = { classWeights: w, ignoreIndex: -1 }
            const own = ignoring(of, rows, -1)
            const [l, pull] = runAlone(forget(logSoftmax()), x) as readonly [
              ClassScores,
              (dy: Tensor) => Tensor,
            ]
            const [value, dl] = both(loss(options)(own), l)
            return close([value, pull(dl)], both(softmaxCrossEntropyLoss(options)(own), x))
          },
        ),
      ]),
)
