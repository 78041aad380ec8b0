import {
  cosineEmbedding,
  hinge,
  huber,
  klDivergence,
  meanAbsoluteError,
  meanSquaredError,
  negativeLogProbability,
  perExample,
  sigmoidCrossEntropy,
  smoothL1,
  softmaxCrossEntropy,
  type Tensor,
} from '../../../src/index.ts'
import { family, unknown } from '../family.ts'
import type { Case } from '../golden.ts'
import { type CaseMap, checkMap, type Tensors } from '../smoothCase.ts'

type Settings = Case['config']

/** A loss of any predictions on any targets, as a smooth map of the predictions. */
type AnyLoss = (targets: never) => (predictions: never) => readonly [Tensor, (dy: never) => unknown]

/** The names of predictions and targets, and the loss with its mean, for settings and further inputs. */
interface Known {
  readonly predictions: readonly string[]
  readonly targets: string
  readonly each: (config: Settings, inputs: Tensors) => AnyLoss
  /** What the reference calls the mean, by its name. */
  readonly means: { readonly [reduction: string]: (config: Settings, inputs: Tensors) => AnyLoss }
}

const labelled = (config: Settings, inputs: Tensors): object => ({
  ...(inputs.class_weights === undefined ? {} : { classWeights: inputs.class_weights }),
  ...(config.label_smoothing === undefined ? {} : { labelSmoothing: config.label_smoothing }),
  ...(config.ignore_index === undefined ? {} : { ignoreIndex: config.ignore_index }),
})

const difference = (each: Known['each'], mean: Known['each']): Known => ({
  predictions: ['predictions'],
  targets: 'targets',
  each,
  means: { mean },
})

const logTargets = (config: Settings) => ({ logTargets: config.log_target })
const margins = ({ margin, p }: Settings) => ({ margin, power: p })

const losses: { readonly [name: string]: Known } = {
  cross_entropy: {
    predictions: ['logits'],
    targets: 'labels',
    each: (config, inputs) => perExample.softmaxCrossEntropy(labelled(config, inputs)),
    means: { mean: (config, inputs) => softmaxCrossEntropy(labelled(config, inputs)) },
  },
  nll: {
    predictions: ['log_probs'],
    targets: 'labels',
    each: (config, inputs) => perExample.negativeLogProbability(labelled(config, inputs)),
    means: { mean: (config, inputs) => negativeLogProbability(labelled(config, inputs)) },
  },
  binary_cross_entropy_with_logits: {
    predictions: ['logits'],
    targets: 'targets',
    each: () => perExample.sigmoidCrossEntropy(),
    means: { mean: () => sigmoidCrossEntropy() },
  },
  mse: difference(
    () => perExample.squaredError(),
    () => meanSquaredError(),
  ),
  l1: difference(
    () => perExample.absoluteError(),
    () => meanAbsoluteError(),
  ),
  huber: difference(
    ({ delta }) => perExample.huber({ delta }),
    ({ delta }) => huber({ delta }),
  ),
  smooth_l1: difference(
    ({ beta }) => perExample.smoothL1({ beta }),
    ({ beta }) => smoothL1({ beta }),
  ),
  kl_div: {
    predictions: ['log_probs'],
    targets: 'targets',
    each: config => perExample.klDivergence(logTargets(config)),
    means: {
      batchmean: config => klDivergence(logTargets(config)),
      mean: config => perExample.mean(perExample.klDivergence(logTargets(config))),
    },
  },
  cosine_embedding: {
    predictions: ['x1', 'x2'],
    targets: 'targets',
    each: ({ margin }) => perExample.cosineEmbedding({ margin }),
    means: { mean: ({ margin }) => cosineEmbedding({ margin }) },
  },
  multi_margin: {
    predictions: ['scores'],
    targets: 'labels',
    each: config => perExample.hinge(margins(config)),
    means: { mean: config => hinge(margins(config)) },
  },
}

const lossOf = ({ each, means }: Known, config: Settings, inputs: Tensors): AnyLoss => {
  const { reduction } = config
  if (reduction === 'none') return each(config, inputs)
  if (reduction === 'sum') return perExample.sum(each(config, inputs) as never) as AnyLoss
  return Object.hasOwn(means, reduction) ? means[reduction]!(config, inputs) : unknown('reduction', reduction)
}

/** The map of a loss case. */
export const lossMap =
  (config: Settings): CaseMap =>
  ({ inputs }) => {
    if (!Object.hasOwn(losses, config.loss)) return unknown('loss', config.loss)
    const known = losses[config.loss]!
    const { predictions, targets } = known
    const given = predictions.map(name => inputs[name])
    const map = lossOf(known, config, inputs)(inputs[targets] as never)
    const [value, pullback] = map((predictions.length === 1 ? given[0] : given) as never)
    return [
      value,
      dy => {
        const cotangent = pullback(dy)
        const parts = predictions.length === 1 ? [cotangent] : (cotangent as readonly unknown[])
        return {
          params: {},
          inputs: Object.fromEntries(predictions.map((name, i) => [name, parts[i] as Tensor])),
        }
      },
    ]
  }

export const lossFamily = family<Case>((one, run) => checkMap(lossMap(one.config), one, run))
