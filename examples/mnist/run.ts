/**
 * The notebook's forward passes, and the training that it leaves out, reported figure by figure.
 *
 * @module
 */
import { pipe } from 'fp-ts/lib/function.js'
import { getOrElse } from 'fp-ts/lib/Option.js'
import { type DenseParams, type FloatDType, type Key, key, predict, random, type Tensor } from 'pullback'
import type { Progress, Settings } from '../example.ts'
import type { ImageSet, Images } from '../images.ts'
import { consecutive, rawPixels, scaledPixels } from './data.ts'
import {
  type NetworkParams,
  networkRecipe,
  sigmoidNetwork,
  softmaxRecipe,
  softmaxRegression,
} from './models.ts'
import {
  crossEntropyAgainstShares,
  crossEntropyByColumn,
  crossEntropyWithLogitsByColumn,
  fullyConnected,
  gradientNorms,
  rightLoss,
  weightsOf,
} from './notebook.ts'
import { type Epoch, type Told, type Trained, train } from './train.ts'

/** The two models. */
export type Which = 'softmax' | 'network'

/** A line of the notebook's loop: the loss that it prints, and the one that was meant, in nats. */
export interface Forward {
  readonly epoch: number
  readonly batch: number
  readonly loss: number
  readonly right: number
}

/** The notebook's first comparison: two forms of its loss, which differ by rounding, and the one that was meant. */
export interface Difference {
  readonly crossEntropy: number
  readonly withLogits: number
  readonly difference: number
  readonly right: number
}

/** What a run tells. */
export type MnistEvent =
  | { readonly event: 'data'; readonly train: number; readonly test: number }
  | ({ readonly event: 'difference' } & Difference)
  | ({ readonly event: 'forward' } & Forward)
  | { readonly event: 'backward'; readonly w: number; readonly b: number }
  | { readonly event: 'begin'; readonly model: Which; readonly parameters: number }
  | ({ readonly event: 'epoch'; readonly model: Which } & Epoch)
  | {
      readonly event: 'result'
      readonly difference: number
      readonly softmax: number
      readonly network: number
    }

/** Everything that the report is about. */
export interface MnistRun {
  readonly difference: Difference
  /** The first epoch; the second is the same, as nothing has learnt in between. */
  readonly forward: readonly Forward[]
  readonly softmax: Trained<DenseParams<number, 10>>
  readonly network: Trained<NetworkParams>
  readonly test: Images
}

/** The sizes of the notebook's batches, before the loop and in it. */
const [firstBatch, loopBatch] = [1000, 2000]

const compare = (train: Images): Difference => {
  const { inputs, targets } = rawPixels('f64')(consecutive(train, 0, firstBatch))
  const logits: Tensor<[number, 10]> = predict(fullyConnected, weightsOf(0.05))(inputs)
  const crossEntropy = crossEntropyByColumn(targets)(logits)
  const withLogits = crossEntropyWithLogitsByColumn(targets)(logits)
  return {
    crossEntropy,
    withLogits,
    difference: crossEntropy - withLogits,
    right: rightLoss(targets)(logits),
  }
}

function* forwardPasses(train: Images, epochs: number, batches: number): Generator<Forward> {
  const weights = weightsOf(0.01)
  for (let epoch = 0; epoch < epochs; epoch++)
    for (let batch = 0; batch < batches; batch++) {
      const { inputs, targets } = rawPixels('f64')(consecutive(train, batch * loopBatch, loopBatch))
      const logits: Tensor<[number, 10]> = predict(fullyConnected, weights)(inputs)
      const loss = crossEntropyAgainstShares(targets)(logits)
      yield { epoch, batch, loss, right: rightLoss(targets)(logits) }
    }
}

async function* telling<T>(
  model: Which,
  training: AsyncGenerator<Told, T, void>,
  steps: number,
): AsyncGenerator<MnistEvent | Progress, T, void> {
  for (;;) {
    const { done, value } = await training.next()
    if (done) return value
    if (value._tag === 'Step') yield { event: 'progress', name: model, done: value.done, of: steps }
    else {
      const { _tag, ...epoch } = value
      yield { event: 'epoch', model, ...epoch }
    }
  }
}

/** The notebook, and what it leaves out. Short runs pass through the data once, and learn for fewer epochs. */
export async function* runMnist(
  { train: training, test }: ImageSet,
  { seed, short, engine, dtype: asked }: Settings,
): AsyncGenerator<MnistEvent | Progress, MnistRun, void> {
  const dtype = pipe(
    asked,
    getOrElse((): FloatDType => 'f32'),
  )
  const count = training.labels.shape[0]
  yield { event: 'data', train: count, test: test.labels.shape[0] }

  const difference = compare(training)
  yield { event: 'difference', ...difference }
  const forward: Forward[] = []
  for (const pass of forwardPasses(training, short ? 1 : 2, Math.floor(count / loopBatch))) {
    if (pass.epoch === 0) forward.push(pass)
    yield { event: 'forward', ...pass }
  }
  const first = rawPixels('f64')(consecutive(training, 0, loopBatch))
  yield { event: 'backward', ...gradientNorms(weightsOf(0.01))(first) }

  const data = { train: scaledPixels(dtype)(training), test: scaledPixels(dtype)(test) }
  const [softmaxKey, networkKey] = pipe(
    seed,
    getOrElse(() => 42),
    key,
    random.split(2),
  ) as readonly [Key, Key]
  const settings = { engine, dtype, short }
  const steps = (recipe: { readonly epochs: number; readonly short: number }): number =>
    (short ? recipe.short : recipe.epochs) * Math.ceil(count / 100)
  yield { event: 'begin', model: 'softmax', parameters: 784 * 10 + 10 }
  const softmax = yield* telling(
    'softmax',
    train(softmaxRegression, softmaxRecipe, data, settings, softmaxKey),
    steps(softmaxRecipe),
  )
  yield { event: 'begin', model: 'network', parameters: 784 * 128 + 128 + 128 * 10 + 10 }
  const network = yield* telling(
    'network',
    train(sigmoidNetwork, networkRecipe, data, settings, networkKey),
    steps(networkRecipe),
  )
  yield {
    event: 'result',
    difference: difference.difference,
    softmax: accuracyOf(softmax),
    network: accuracyOf(network),
  }
  return { difference, forward, softmax, network, test }
}

const accuracyOf = ({ history }: Trained<unknown>): number => history.at(-1)?.testAccuracy ?? 0
