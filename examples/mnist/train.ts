/**
 * Training a model that waits for its first batch, with an evaluation after each epoch.
 *
 * @module
 */
import {
  ArgumentError,
  accuracy,
  batches,
  type Engine,
  type FloatDType,
  fit,
  type Key,
  logLoss,
  type Model,
  predict,
  random,
  smooth,
  type Tensor,
} from 'pullback'
import type { Pixels } from './data.ts'
import { forBatch, fromFirst } from './lazy.ts'
import { batchSize, type Learner, type Recipe } from './models.ts'

/** What a model is after an epoch, counted from 1. The losses are in nats. */
export interface Epoch {
  readonly epoch: number
  /** The mean over the epoch's batches, each before its update. */
  readonly trainLoss: number
  readonly testLoss: number
  readonly testAccuracy: number
}

/** The events of a training. */
export type Told = { readonly _tag: 'Step'; readonly done: number } | ({ readonly _tag: 'Epoch' } & Epoch)

/** A trained model. */
export interface Trained<P> {
  readonly history: readonly Epoch[]
  /** The probabilities that it gives to the ten digits for each test image. */
  readonly probabilities: Tensor<[number, 10]>
  readonly params: P
}

const probabilitiesOf =
  <P>({ classifier }: Learner<P>, model: Model<P>) =>
  (inputs: Tensor<[number, 784]>): Tensor<[number, 10]> =>
    smooth.softmax(predict(classifier, model)(inputs))[0]

/** Trains from fresh parameters. */
export async function* train<P, O, R>(
  make: (features: number) => Learner<P>,
  { optimiser, epochs, short }: Recipe<O, R>,
  { train, test }: { readonly train: Pixels; readonly test: Pixels },
  settings: { readonly engine: Engine; readonly dtype: FloatDType; readonly short: boolean },
  key: Key,
): AsyncGenerator<Told, Trained<P>, void> {
  const [fitKey, firstKey] = random.split(2)(key)
  const data = batches(train, { size: batchSize, shuffle: true })
  const learner = await fromFirst(data, forBatch(make))(firstKey)
  const { engine, dtype } = settings
  const options = { epochs: settings.short ? short : epochs, engine, dtype }
  const history: Epoch[] = []
  let last: Omit<Trained<P>, 'history'> | null = null
  let [sum, count] = [0, 0]
  for await (const report of fit(optimiser, data, options)(learner.objective)(fitKey)) {
    sum += report.loss
    count += 1
    yield { _tag: 'Step', done: report.step + 1 }
    if (!report.endOfEpoch) continue
    const model = report.model()
    const probabilities = probabilitiesOf(learner, model)(test.inputs)
    const epoch: Epoch = {
      epoch: report.epoch + 1,
      trainLoss: sum / count,
      testLoss: logLoss(test.targets)(probabilities),
      testAccuracy: accuracy(test.targets)(probabilities),
    }
    ;[sum, count] = [0, 0]
    history.push(epoch)
    last = { probabilities, params: model.params }
    yield { _tag: 'Epoch', ...epoch }
  }
  if (last === null) throw new ArgumentError('Training needs at least one epoch.')
  return { history, ...last }
}
