/**
 * The whole job: the network trained on MNIST, reported epoch by epoch.
 *
 * @module
 */

import { pipe } from 'fp-ts/lib/function.js'
import { getOrElse } from 'fp-ts/lib/Option.js'
import { batches, type FloatDType, fit, init, key, type Model, random, tree } from 'pullback'
import type { Progress, Settings } from '../example.ts'
import type { ImageSet } from '../images.ts'
import { type Digits, prepare } from './data.ts'
import { type Evaluation, evaluator } from './evaluate.ts'
import { epochs as allEpochs, batchSize, type LeNetParams, lenet, objective, optimiserFor } from './model.ts'

/** How far the network is after an epoch; losses in nats, the time since training began in seconds. */
export interface Milestone {
  readonly epoch: number
  /** The mean over the epoch's batches, each before its update. */
  readonly trainLoss: number
  readonly testLoss: number
  readonly testAccuracy: number
  readonly seconds: number
}

/** What a run tells. */
export type LeNetEvent =
  | {
      readonly event: 'data'
      readonly train: number
      readonly test: number
      readonly parameters: number
      readonly seed: number
    }
  | ({ readonly event: 'epoch' } & Milestone)
  | {
      readonly event: 'result'
      readonly testLoss: number
      readonly testAccuracy: number
      readonly errors: number
      readonly seconds: number
    }

/** What the report is about. */
export interface LeNetRun {
  readonly seed: number
  readonly examples: { readonly train: number; readonly test: number }
  readonly history: readonly Milestone[]
  readonly model: Model<LeNetParams>
  readonly final: Evaluation
  readonly test: Digits
}

/** Trains the network. Short runs have one epoch of a ninth of the images. */
export async function* runLeNet(
  images: ImageSet,
  { seed: asked, dtype: wanted, short, engine }: Settings,
): AsyncGenerator<LeNetEvent | Progress, LeNetRun, void> {
  const seed = pipe(
    asked,
    getOrElse(() => 0),
  )
  const dtype = pipe(
    wanted,
    getOrElse((): FloatDType => 'f32'),
  )
  const [initKey, fitKey] = random.split(2)(key(seed))
  const { train, test } = prepare(images, dtype, short)
  const examples = { train: train.targets.shape[0], test: test.targets.shape[0] }
  const start = init(lenet, { dtype })(initKey)
  yield { event: 'data', ...examples, parameters: tree.count(start.params), seed }

  const epochs = short ? 1 : allEpochs
  const perEpoch = Math.ceil(examples.train / batchSize)
  const judge = evaluator(engine)
  const data = batches(train, { size: batchSize, shuffle: true })
  const options = { epochs, from: start, dtype, engine }
  const history: Milestone[] = []
  let [total, steps, model]: [number, number, Model<LeNetParams>] = [0, 0, start]
  let final = judge(start, test)
  const began = performance.now()
  for await (const report of fit(optimiserFor(epochs * perEpoch), data, options)(objective)(fitKey)) {
    total += report.loss
    steps++
    yield { event: 'progress', name: 'training', done: report.step + 1, of: epochs * perEpoch }
    if (!report.endOfEpoch) continue
    model = report.model()
    final = judge(model, test)
    const milestone = {
      epoch: report.epoch + 1,
      trainLoss: total / steps,
      testLoss: final.loss,
      testAccuracy: final.accuracy,
      seconds: (performance.now() - began) / 1000,
    }
    history.push(milestone)
    yield { event: 'epoch', ...milestone }
    total = 0
    steps = 0
  }
  const errors = final.readings.filter(({ label, predicted }) => label !== predicted).length
  const seconds = history.at(-1)?.seconds ?? 0
  yield { event: 'result', testLoss: final.loss, testAccuracy: final.accuracy, errors, seconds }
  return { seed, examples, history, model, final, test }
}
