/**
 * Losses of classifiers with smoothed labels, weighted classes and labels that do not count.
 *
 * @module
 */

import { add, mul, neg } from '../primitive/elementwise/arithmetic.ts'
import { equal, select } from '../primitive/elementwise/compare.ts'
import { convert } from '../primitive/elementwise/convert.ts'
import { scale } from '../primitive/elementwise/scale.ts'
import { broadcast, sum } from '../primitive/reduction/broadcast.ts'
import { compose } from '../smooth/map/category.ts'
import type { Smooth } from '../smooth/map/smooth.ts'
import { logSoftmax } from '../smooth/map/softmax.ts'
import { oneHotHint, requireIntegers } from '../tensor/classLabels.ts'
import { type Arguments, needs, takes } from '../tensor/contract/index.ts'
import { ArgumentError, IndexError, ShapeError } from '../tensor/error.ts'
import { full, ones, zerosLike } from '../tensor/function/constructors.ts'
import { sameShape, showShape } from '../tensor/shape.ts'
import { elementsOf, type Integers, isConcrete, isTensor, type Tensor } from '../tensor/tensor.ts'
import { atLabels, ofClasses, overRows } from './classes.ts'
import { requireExamples, requireProbabilities, requireTargets } from './loss.ts'
import type { PerExample } from './reduction.ts'
import { shaped } from './shaped.ts'

/**
 * How the classes of targets count.
 *
 * @category Losses
 * @since 0.1.0
 */
export interface ClassOptions {
  /** A weight for each class. Defaults to 1 for each. */
  readonly classWeights?: Tensor<[number]>
  /** The share of each target that is spread evenly over all classes (Szegedy et al. 2016). Defaults to 0. */
  readonly labelSmoothing?: number
}

/**
 * How labels count.
 *
 * @category Losses
 * @since 0.1.0
 */
export interface LabelOptions extends ClassOptions {
  /** Examples with this label count nothing: padding, say. */
  readonly ignoreIndex?: number
}

const weighted = { classWeights: needs.anything }
const ignoring = { ignoreIndex: needs.number }
const smoothing = { labelSmoothing: needs.number }

/** What a loss takes: options, targets, and predictions. */
const onTargets = (options: Arguments): readonly Arguments[] => [
  { options: needs.options(options) },
  { targets: needs.tensor },
  { predictions: needs.tensor },
]

/**
 * Scores or logarithms of probabilities [..., classes].
 *
 * @category Losses
 * @since 0.1.0
 */
export type ClassScores = Tensor<[...number[], number]>

/**
 * A label for each row of scores.
 *
 * @category Losses
 * @since 0.1.0
 */
export type Labels = Integers<number[]>

const requireSmoothing = (loss: string, share: number): void => {
  if (!(share >= 0 && share <= 1))
    throw new ArgumentError(`${loss} needs a labelSmoothing from 0 to 1, but was given ${share}.`)
}

const requireWeights = (loss: string, weights: Tensor | undefined): void => {
  if (weights === undefined) return
  if (!isTensor(weights))
    throw new ArgumentError(
      `${loss} needs a tensor of classWeights, as tensor([1, 2]) makes it from an array.`,
    )
  const wrong = isConcrete(weights)
    ? elementsOf(weights).find(w => !(w >= 0 && Number.isFinite(w)))
    : undefined
  if (wrong !== undefined)
    throw new ArgumentError(
      `${loss} needs classWeights that are finite and not below 0, but was given ${wrong}.`,
    )
}

const requireRows = (loss: string, scores: Tensor, weights: Tensor | undefined): number => {
  const classes = scores.shape.at(-1)
  if (classes === undefined || classes === 0)
    throw new ShapeError(`${loss} takes [..., classes], but was given ${showShape(scores.shape)}.`, [
      scores.shape,
    ])
  requireExamples(loss, scores)
  if (weights !== undefined && !sameShape(weights.shape, [classes]))
    throw new ShapeError(
      `${loss} needs a weight for each of the ${classes} classes, but was given weights of shape ${showShape(weights.shape)}.`,
      [scores.shape, weights.shape],
    )
  return classes
}

const requireLabelsOf = (
  loss: string,
  scores: Tensor,
  labels: Integers,
  ignoreIndex: number | undefined,
): void => {
  const rows = scores.shape.slice(0, -1)
  const classes = scores.shape.at(-1) as number
  if (!sameShape(labels.shape, rows))
    throw new ShapeError(
      `${loss} needs a label for each row of scores ${showShape(scores.shape)}, so labels of shape ${showShape(rows)}, but was ` +
        `given labels of shape ${showShape(labels.shape)}.${oneHotHint(scores.shape, labels.shape)}`,
      [scores.shape, labels.shape],
    )
  requireIntegers(loss, labels)
  if (!isConcrete(labels)) return
  const given = elementsOf(labels)
  const wrong = given.findIndex(label => label !== ignoreIndex && (label < 0 || label >= classes))
  if (wrong !== -1)
    throw new IndexError(
      `${loss} was given label ${given[wrong]} for example ${wrong}, but there are ${classes} classes: labels run from 0 to ` +
        `${classes - 1}${ignoreIndex === undefined ? '' : `, and ${ignoreIndex} is ignored`}.`,
    )
}

const overClasses = (x: Tensor, of: Tensor): Tensor => broadcast(of.shape)(convert(of.dtype)(x)) as Tensor

const weightsFor = ({ classWeights }: ClassOptions, like: Tensor): Tensor =>
  classWeights === undefined
    ? (ones(like.shape, like.dtype) as Tensor)
    : overClasses(classWeights as Tensor, like)

/** 1 for each row that counts, else 0. */
const counted = (loss: string, labels: Integers, ignoreIndex: number | undefined, scores: Tensor): Tensor => {
  if (ignoreIndex === undefined) return ofClasses(loss, labels, scores)
  const of = full(labels.shape, ignoreIndex, labels.dtype) as Integers
  const same = equal(labels, of)
  const one = ofClasses(loss, select(same, zerosLike(labels), labels) as Integers, scores)
  return select(same, zerosLike(one), one)
}

/** `-Σ q l` over the classes, for given q. Where q is 0 nothing is added, also where l is -∞: impossible, and not asked for. */
const against =
  (q: Tensor): Smooth<Tensor, Tensor> =>
  l => {
    const classes = l.shape.length - 1
    const terms = select(equal(q, zerosLike(q)), zerosLike(q), mul(q, l))
    return [neg(sum([classes])(terms)), dy => neg(mul(q, overRows(l.shape)(dy)))]
  }

/** `(1 - s) w t + s/C w`, what each class counts. */
const smoothed = (t: Tensor, w: Tensor, share: number): Tensor =>
  share === 0 ? mul(w, t) : add(scale(1 - share)(mul(w, t)), scale(share / (t.shape.at(-1) as number))(w))

/** The rule behind losses on labels, and how much all examples weigh together. */
export const onLabels = (
  loss: string,
  options: LabelOptions,
  prepare: Smooth<Tensor, Tensor> | null,
): {
  readonly each: PerExample<ClassScores, Labels>
  readonly weight: (labels: Labels, scores: ClassScores) => Tensor<[]>
} => {
  const { classWeights, labelSmoothing = 0, ignoreIndex } = options
  requireSmoothing(loss, labelSmoothing)
  requireWeights(loss, classWeights as Tensor | undefined)
  if (ignoreIndex !== undefined && !Number.isSafeInteger(ignoreIndex))
    throw new ArgumentError(
      `${loss} needs an integer for the label that is ignored, but was given ${ignoreIndex}.`,
    )
  return {
    each: labels => given => {
      const scores = given as Tensor
      requireRows(loss, scores, classWeights as Tensor | undefined)
      requireLabelsOf(loss, scores, labels, ignoreIndex)
      const q = smoothed(
        convert(scores.dtype)(atLabels(labels, scores)) as Tensor,
        weightsFor(options, scores),
        labelSmoothing,
      )
      const own = against(mul(q, overRows(scores.shape)(counted(loss, labels, ignoreIndex, scores))))
      const map = prepare === null ? own : compose(prepare, own)
      return shaped<ClassScores, Tensor>(map)(given)
    },
    weight: (labels, scores) => {
      const like = scores as Tensor
      const own = mul(convert(like.dtype)(atLabels(labels, like)) as Tensor, weightsFor(options, like))
      return sum()(mul(own, overRows(like.shape)(counted(loss, labels, ignoreIndex, like))))
    },
  }
}

const onScores = logSoftmax as Smooth<Tensor, Tensor>

/**
 * `-log softmax(x)[label]` for each row of scores; with weights w of classes and smoothing s it is
 * `-(1 - s) w[label] l[label] - s/C Σ w l` for `l = log softmax(x)`. Rows with the ignored label give 0. In nats.
 *
 * Takes scores [..., classes] and labels [...], and gives [...].
 *
 * @throws ShapeError if the shapes do not fit or there are no examples.
 * @throws IndexError if a label is not a class, with the example.
 * @throws ArgumentError unless the smoothing is from 0 to 1, and weights are finite and not below 0.
 * @category Losses
 * @since 0.1.0
 */
export const softmaxCrossEntropy = takes(
  'softmaxCrossEntropy',
  onTargets({ ...weighted, ...ignoring, ...smoothing }),
  () => softmaxCrossEntropyUnchecked,
)

const softmaxCrossEntropyUnchecked = (options: LabelOptions = {}): PerExample<ClassScores, Labels> =>
  onLabels('softmaxCrossEntropy', options, onScores).each

/**
 * `-w[label] l[label]` for each row of logarithms of probabilities l, as `logSoftmax` gives them; other classes may be -∞. Rows
 * with the ignored label give 0. In nats.
 *
 * Takes [..., classes] and labels [...], and gives [...]. Errors are those of `softmaxCrossEntropy`.
 *
 * @category Losses
 * @since 0.1.0
 */
export const negativeLogProbability = takes(
  'negativeLogProbability',
  onTargets({ ...weighted, ...ignoring }),
  () => negativeLogProbabilityUnchecked,
)

const negativeLogProbabilityUnchecked = (
  options: Omit<LabelOptions, 'labelSmoothing'> = {},
): PerExample<ClassScores, Labels> => onLabels('negativeLogProbability', options, null).each

/**
 * `-Σ w t' log softmax(x)` for each row of scores, with targets smoothed by s, `t' = (1 - s) t + s/C`. A class whose target is 0 adds
 * 0, also where its score is -∞ (0 · log 0 = 0; PyTorch gives NaN). In nats.
 *
 * Takes scores and target probabilities [..., classes], one-hot or not, and gives [...].
 *
 * @throws ShapeError if the shapes differ or there are no examples.
 * @throws ArgumentError unless the smoothing is from 0 to 1, and weights are finite and not below 0.
 * @category Losses
 * @since 0.1.0
 */
export const softTargetCrossEntropy = takes(
  'softTargetCrossEntropy',
  onTargets({ ...weighted, ...smoothing }),
  () => softTargetCrossEntropyUnchecked,
)

const softTargetCrossEntropyUnchecked = (
  options: ClassOptions = {},
): PerExample<ClassScores, ClassScores> => {
  const { classWeights, labelSmoothing = 0 } = options
  requireSmoothing('softTargetCrossEntropy', labelSmoothing)
  requireWeights('softTargetCrossEntropy', classWeights as Tensor | undefined)
  return targets => given => {
    const scores = given as Tensor
    requireProbabilities('softTargetCrossEntropy', targets as Tensor)
    requireTargets('softTargetCrossEntropy', scores, targets)
    requireRows('softTargetCrossEntropy', scores, classWeights as Tensor | undefined)
    const q = smoothed(targets as Tensor, weightsFor(options, scores), labelSmoothing)
    return shaped<ClassScores, Tensor>(compose(onScores, against(q)))(given)
  }
}
