import {
  meanSquaredError,
  negativeLogLikelihood,
  op,
  smooth,
  softmaxCrossEntropy,
  type Tensor,
} from '../../../src/index.ts'
import { family, unknown } from '../family.ts'
import type { Case } from '../golden.ts'
import { type CaseMap, checkMap, type Tensors } from '../smoothCase.ts'

type LossMap = smooth.Smooth<Tensor, Tensor>

/** A loss that is a mean, times the number of elements: the reference's sum. */
const summed =
  (loss: LossMap): LossMap =>
  y => {
    const elements = y.shape[0]!
    const [value, pullback] = loss(y)
    return [op.scale(elements)(value), dy => pullback(op.scale(elements)(dy as never) as never)]
  }

const reduced = (config: Case['config'], loss: LossMap): LossMap =>
  config.reduction === 'mean'
    ? loss
    : config.reduction === 'sum'
      ? summed(loss)
      : unknown('reduction', config.reduction)

/** The predictions' name, and the loss of the other inputs. */
const losses: {
  readonly [name: string]: readonly [
    predictions: string,
    loss: (config: Case['config'], inputs: Tensors) => LossMap,
  ]
} = {
  cross_entropy: [
    'logits',
    (config, { labels }) => reduced(config, softmaxCrossEntropy(labels as never) as never),
  ],
  nll: [
    'log_probs',
    (config, { labels }) =>
      reduced(
        config,
        smooth.compose(
          smooth.exp as LossMap,
          negativeLogLikelihood({ epsilon: 0 })(labels as never) as unknown as LossMap,
        ),
      ),
  ],
  mse: [
    'predictions',
    (config, { targets }) => reduced(config, meanSquaredError(targets as Tensor) as never),
  ],
}

/** The map of a loss case. */
export const lossMap =
  (config: Case['config']): CaseMap =>
  ({ inputs }) => {
    if (!Object.hasOwn(losses, config.loss)) return unknown('loss', config.loss)
    const [name, loss] = losses[config.loss]!
    const { [name]: predictions, ...others } = inputs
    const [value, pullback] = loss(config, others)(predictions as Tensor)
    return [value, dy => ({ params: {}, inputs: { [name]: pullback(dy) as unknown as Tensor } })]
  }

export const lossFamily = family<Case>((one, run) => checkMap(lossMap(one.config), one, run))
