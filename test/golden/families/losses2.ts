import {
  type AnyTensor,
  ctc,
  dice,
  focal,
  fromValues,
  gaussianNegativeLogLikelihood,
  infoNce,
  op,
  perExample,
  poissonNegativeLogLikelihood,
  quantile,
  type Tensor,
  triplet,
} from '../../../src/index.ts'
import { family, unknown } from '../family.ts'
import type { Case } from '../golden.ts'
import { type CaseMap, checkMap, type Tensors } from '../smoothCase.ts'

type Settings = Case['config']
type AnyLoss = (targets: never) => (predictions: never) => readonly [Tensor, (dy: never) => unknown]

/** A loss for the settings of a case: what is differentiated, by its names, the targets, and the loss as it is and as a mean. */
interface Known {
  readonly predictions: (config: Settings) => readonly string[]
  readonly targets: (config: Settings, inputs: Tensors) => unknown
  readonly mean: (config: Settings) => AnyLoss
  /** Losses of single examples; where there are none, only the mean is known. */
  readonly each?: (config: Settings) => AnyLoss
}

const integers = (of: readonly number[]): AnyTensor => fromValues([of.length], [...of], 'i32')
const given = (settings: object): never =>
  Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) as never
const targets: Known['targets'] = (_, inputs) => inputs.targets
const none: Known['targets'] = () => ({})

const gaussian = ({ epsilon, full }: Settings): never => given({ epsilon, full })
const poisson = ({ logInput, full, epsilon }: Settings): never => given({ logInput, full, epsilon })
const focalOf = ({ gamma, alpha, source: _ }: Settings): never => given({ gamma, alpha })
const margins = ({ margin, epsilon, swap }: Settings): never => given({ margin, epsilon, swap })
const ctcOf = ({ blank, zeroInfinity }: Settings): never => given({ blank, zeroInfinity })

const losses: { readonly [name: string]: Known } = {
  ctc: {
    predictions: () => ['logits'],
    targets: ({ lengths, targetLengths, note: _ }, inputs) =>
      given({
        labels: op.convert('i32')(inputs.targets as Tensor),
        lengths: lengths && integers(lengths),
        targetLengths: targetLengths && integers(targetLengths),
      }),
    mean: config => ctc(ctcOf(config)) as AnyLoss,
    each: config => perExample.ctc(ctcOf(config)) as AnyLoss,
  },
  triplet: {
    predictions: () => ['anchor', 'positive', 'negative'],
    targets: none,
    mean: config => triplet(margins(config)) as AnyLoss,
    each: config => perExample.triplet(margins(config)) as AnyLoss,
  },
  gaussianNegativeLogLikelihood: {
    predictions: () => ['mean', 'variance'],
    targets,
    mean: config => gaussianNegativeLogLikelihood(gaussian(config)) as AnyLoss,
    each: config => perExample.gaussianNegativeLogLikelihood(gaussian(config)) as AnyLoss,
  },
  poissonNegativeLogLikelihood: {
    predictions: ({ logInput }) => [logInput === false ? 'rates' : 'logRates'],
    targets,
    mean: config => poissonNegativeLogLikelihood(poisson(config)) as AnyLoss,
    each: config => perExample.poissonNegativeLogLikelihood(poisson(config)) as AnyLoss,
  },
  quantile: {
    predictions: () => ['predictions'],
    targets,
    mean: config => quantile(given({ quantile: config.quantile })) as AnyLoss,
    each: config => perExample.quantile(given({ quantile: config.quantile })) as AnyLoss,
  },
  focal: {
    predictions: () => ['logits'],
    targets,
    mean: config => focal(focalOf(config)) as AnyLoss,
    each: config => perExample.focal(focalOf(config)) as AnyLoss,
  },
  infoNce: {
    predictions: () => ['queries', 'keys'],
    targets: ({ note: _ }) => ({}),
    mean: ({ temperature, symmetric }) => infoNce(given({ temperature, symmetric })) as AnyLoss,
  },
  dice: {
    predictions: () => ['logits'],
    targets: ({ note: _ }, inputs) => inputs.targets,
    mean: ({ smooth }) => dice(given({ smooth })) as AnyLoss,
    each: ({ smooth }) => perExample.dice(given({ smooth })) as AnyLoss,
  },
}

const lossOf = ({ each, mean }: Known, config: Settings): AnyLoss => {
  const { reduction = 'mean' } = config
  if (reduction === 'mean') return mean(config)
  if (each !== undefined && reduction === 'none') return each(config)
  if (each !== undefined && reduction === 'sum') return perExample.sum(each(config) as never) as AnyLoss
  return unknown('reduction', reduction)
}

const lossMap =
  (config: Settings): CaseMap =>
  ({ inputs }) => {
    if (!Object.hasOwn(losses, config.loss)) return unknown('loss', config.loss)
    const known = losses[config.loss]!
    const names = known.predictions(config)
    const values = names.map(name => inputs[name] ?? unknown('input', name))
    const map = lossOf(known, config)(known.targets(config, inputs) as never)
    const [value, pullback] = map((names.length === 1 ? values[0] : values) as never)
    return [
      value,
      dy => {
        const cotangent = pullback(dy)
        const parts = names.length === 1 ? [cotangent] : (cotangent as readonly unknown[])
        return { params: {}, inputs: Object.fromEntries(names.map((name, i) => [name, parts[i] as Tensor])) }
      },
    ]
  }

export const losses2 = family<Case>((one, run) => checkMap(lossMap(one.config), one, run))
