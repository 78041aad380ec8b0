/**
 * Laws of the losses of differences, of distributions, of angles and of margins, each in plain numbers, and where they meet.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import {
  type CosineEmbeddingOptions,
  cosineEmbedding as cosineEmbeddingLoss,
  fromValues,
  type HingeOptions,
  hinge as hingeLoss,
  type HuberOptions,
  huber as huberLoss,
  type Integers,
  klDivergence as klDivergenceLoss,
  type Loss,
  logSoftmax,
  meanAbsoluteError as meanAbsoluteErrorLoss,
  meanSquaredError,
  op,
  perExample,
  scalar,
  sigmoidCrossEntropy as sigmoidCrossEntropyLoss,
  type SmoothL1Options,
  smoothL1 as smoothL1Loss,
  softmax,
  softmaxCrossEntropy,
  softTargetCrossEntropy,
  type Tensor,
  toValues,
  type Vectors,
} from '../../src/index.ts'
import { indices, kinkSafe, tensors } from '../arbitraries.ts'
import { every, exact, holds, summed } from '../close.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { forget, runAlone } from '../layer/same.ts'
import { takes } from '../../src/tensor/contract/index.ts'
import { implementation, implementations } from '../contract.ts'

type OnTensors = Loss<Tensor, Tensor>
type Matrix = Tensor<[number, number]>

const [batch, features] = [4, 3] as const
const matrices = tensors([batch, features]) as Arbitrary<Tensor>
const widths = fc.integer({ min: 1, max: 64 }).map(n => n / 16)
const labels = indices([batch], features) as Arbitrary<Integers<[number]>>
const close = summed(64, undefined, 1)

const number = (x: Tensor): number => toValues(x)[0] as number
const numbers = (x: Tensor): readonly number[] => Array.from(toValues(x))
const mean = (xs: readonly number[]): number => xs.reduce((sum, x) => sum + x, 0) / xs.length
const rowsIn = (x: Tensor): readonly (readonly number[])[] =>
  Array.from({ length: batch }, (_, i) => numbers(x).slice(i * features, (i + 1) * features))
const alone = (layer: unknown, x: Tensor): Tensor =>
  (runAlone(forget(layer as never), x) as unknown as readonly [Tensor])[0]

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

type Embedding = (options?: CosineEmbeddingOptions) => Loss<Vectors, Integers<[number]>>

const vectors = tensors([batch, features], { entries: kinkSafe }) as Arbitrary<Matrix>
const signs = fc
  .array(fc.constantFrom(-1, 1), { minLength: batch, maxLength: batch })
  .map(of => fromValues([batch], of, 'i32') as Integers<[number]>)

/**
 * Laws of the loss of angles; by default of `cosineEmbedding`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const cosineEmbeddingLaws = takes(
  'cosineEmbeddingLaws',
  { embedding: implementation },
  () =>
    (embedding: Embedding = cosineEmbeddingLoss as Embedding): LawSet => {
      const value = (x1: Matrix, x2: Matrix, of: Integers<[number]>, margin = 0): number =>
        number(embedding({ margin })(of)([x1, x2])[0])
      return lawSet('cosineEmbedding', [
        law(
          'L16',
          'it is the mean of 1 - cos, or of what cos is above the margin',
          [vectors, vectors, signs, fc.constantFrom(-0.5, 0, 0.3)],
          (x1, x2, of, margin) => {
            const others = rowsIn(x2)
            const cosines = rowsIn(x1).map((row, i) => {
              const other = others[i] as readonly number[]
              const dot = row.reduce((sum, x, j) => sum + x * (other[j] as number), 0)
              return dot / (Math.hypot(...row) * Math.hypot(...other))
            })
            const own = cosines.map((c, i) => (toValues(of)[i] === 1 ? 1 - c : Math.max(0, c - margin)))
            const found = value(x1, x2, of, margin)
            return { ...close(found, mean(own)), bound: 1e-9 }
          },
        ),
        law(
          'L17',
          'lengths do not matter, nor which vector comes first',
          [vectors, vectors, signs],
          (x1, x2, of) => {
            const own = value(x1, x2, of)
            const verdicts = [value(x2, x1, of), value(op.scale(3)(x1), op.scale(0.5)(x2), of)].map(
              found => ({
                ...close(found, own),
                bound: 1e-9,
              }),
            )
            return every(...verdicts)
          },
        ),
      ])
    },
)

type Hinge = (options?: HingeOptions) => Loss<Matrix, Integers<[number]>>

/**
 * Laws of margins; by default of `hinge`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const hingeLaws = takes(
  'hingeLaws',
  { hinge: implementation },
  () =>
    (hinge: Hinge = hingeLoss): LawSet =>
      lawSet('hinge', [
        law(
          'L18',
          'it is Σ max(0, margin - x[label] + x[j])^power / classes over the other classes',
          [matrices, labels, widths, fc.constantFrom(1 as const, 2 as const)],
          (x, of, margin, power) => {
            const own = rowsIn(x).map((row, i) => {
              const label = toValues(of)[i] as number
              const terms = row.map((score, j) =>
                j === label ? 0 : Math.max(0, margin - (row[label] as number) + score) ** power,
              )
              return terms.reduce((sum, term) => sum + term, 0) / features
            })
            return close(number(hinge({ margin, power })(of)(x as Matrix)[0]), mean(own))
          },
        ),
        law('L19', 'all scores may move together', [matrices, labels], (x, of) =>
          close(number(hinge()(of)(op.shift(2)(x) as Matrix)[0]), number(hinge()(of)(x as Matrix)[0])),
        ),
      ]),
)

/**
 * Laws of adding up; by default of `perExample.mean` and `perExample.sum`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const reductionLaws = takes(
  'reductionLaws',
  { reductions: implementations('mean', 'sum') },
  () =>
    ({ mean: average, sum }: Pick<typeof perExample, 'mean' | 'sum'> = perExample): LawSet =>
      lawSet('reductions', [
        law(
          'L20',
          'sum and mean are those of the single losses, and so are their gradients',
          [matrices, matrices],
          (y, t) => {
            const [each, pullEach] = perExample.squaredError()(t)(y)
            const all = numbers(each)
            const seeded = (weight: number) => pullEach(op.shift(weight)(op.scale(0)(each)))
            const one = scalar(1, 'f64')
            const [total, pullTotal] = sum(perExample.squaredError())(t)(y)
            const [share, pullShare] = average(perExample.squaredError())(t)(y)
            return every(
              close(number(total), mean(all) * all.length),
              close(number(share), mean(all)),
              close(pullTotal(one), seeded(1)),
              close(pullShare(one), seeded(1 / all.length)),
            )
          },
        ),
      ]),
)
