/**
 * Two deep networks of the same layers, one of them with a shortcut around each, and how they are trained.
 *
 * @module
 */
import {
  accuracy,
  adam,
  batches,
  compile,
  compose,
  dense,
  type Engine,
  type FloatDType,
  fit,
  type Integers,
  key,
  type Layer,
  layerNorm,
  type Model,
  type Objective,
  op,
  predict,
  relu,
  repeat,
  residual,
  schedule,
  softmaxCrossEntropy,
  supervised,
  type Tensor,
} from 'pullback'
import type { Clothes } from '../fashion-mnist/data.ts'
import { type PixelStatistics, standardised } from '../fashion-mnist/pixels.ts'

/** Hidden layers between the first and the last, and their width. */
export const [depth, width] = [24, 128] as const

/** Whether there are shortcuts. */
export type Variant = 'plain' | 'residual'

/** What is known after an epoch. */
export interface Epoch {
  /** Counted from 1. */
  readonly epoch: number
  /** The mean over the epoch's batches, each before its update. */
  readonly loss: number
  readonly testAccuracy: number
  /** Since the beginning, evaluations included. */
  readonly seconds: number
}

/** What is trained on, and how. */
export interface TrainOptions {
  readonly train: Clothes
  readonly test: Clothes
  readonly epochs: number
  readonly seed: number
  readonly dtype: FloatDType
  readonly engine: Engine
}

/** A training, reported epoch by epoch. */
export type Trial = (options: TrainOptions) => AsyncGenerator<Epoch, void, void>

type Images = Clothes['inputs']

/** The images in a batch, the rate at the beginning, and how many images are classified at a time. */
const [size, peak, portion] = [128, 0.001, 1000] as const

const trial = <P, S>(
  network: Layer<Images, Tensor<[number, 10]>, P, S>,
  objective: Objective<Images, Integers<[number]>, Tensor<[number, number]>, P, S>,
): Trial =>
  async function* ({ train, test, epochs, seed, dtype, engine }) {
    const steps = epochs * Math.ceil(train.targets.shape[0] / size)
    const optimiser = adam(schedule.cosine(peak, { steps }))
    const score = compile((model: Model<P, S>, images: Images) => predict(network, model)(images), { engine })
    const shareOf = (model: Model<P, S>): number => {
      const n = test.targets.shape[0]
      const scores = Array.from({ length: Math.ceil(n / portion) }, (_, i) => {
        const from = i * portion
        const images = op.slice<number, [number, 784]>([from, 0], [Math.min(portion, n - from), 784])
        return score(model, images(test.inputs))
      })
      return accuracy(test.targets)(op.concat(0)(...scores) as Tensor<[number, number]>)
    }
    const run = fit(optimiser, batches(train, { size, shuffle: true }), { epochs, dtype, engine })(objective)
    const began = performance.now()
    let losses: number[] = []
    for await (const report of run(key(seed))) {
      losses.push(report.loss)
      if (!report.endOfEpoch) continue
      yield {
        epoch: report.epoch + 1,
        loss: losses.reduce((sum, loss) => sum + loss, 0) / losses.length,
        testAccuracy: shareOf(report.model()),
        seconds: (performance.now() - began) / 1000,
      }
      losses = []
    }
  }

/** Both networks, for images with such statistics, each ready to be trained. */
export const trials = (
  statistics: PixelStatistics,
  dtype: FloatDType,
): readonly (readonly [Variant, Trial])[] => {
  const block = compose(layerNorm(width), relu(), dense(width, width))
  const [first, last] = [
    compose(standardised(statistics, dtype), dense(784, width), relu()),
    dense(width, 10),
  ]
  const plain = compose(first, repeat(depth)(block), last)
  const shortcut = compose(first, repeat(depth)(residual(block)), last)
  return [
    ['plain', trial(plain, supervised(softmaxCrossEntropy())(plain))],
    ['residual', trial(shortcut, supervised(softmaxCrossEntropy())(shortcut))],
  ]
}
