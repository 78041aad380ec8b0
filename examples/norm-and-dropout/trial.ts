/**
 * One training of a network from a seed, whatever the types of its parameters are.
 *
 * @module
 */
import {
  accuracy,
  adam,
  batches,
  compile,
  type Engine,
  type FloatDType,
  fit,
  type Integers,
  item,
  key,
  type Layer,
  type layer,
  type Model,
  type Objective,
  predict,
  softmaxCrossEntropy,
  type Tensor,
} from 'pullback'
import type { Digits } from '../digits/data.ts'

/** What is known after an epoch. */
export interface Epoch {
  /** Counted from 1. */
  readonly epoch: number
  /** The mean over the epoch's batches as they were trained on: with noise, and each before its update. */
  readonly trainLoss: number
  readonly testLoss: number
  readonly testAccuracy: number
}

/** What is trained on, and how. */
export interface TrialOptions {
  readonly train: Digits
  readonly test: Digits
  /** The rate of Adam. */
  readonly rate: number
  readonly epochs: number
  readonly seed: number
  readonly dtype: FloatDType
  readonly engine: Engine
}

/** A training, reported epoch by epoch. */
export type Trial = (options: TrialOptions) => AsyncGenerator<Epoch, void, void>

type Inputs = Tensor<[number, 64]>
type Scores = Tensor<[number, number]>

/** The digits in a batch. */
const size = 20

/** Adam on batches of 20. */
export const trial = <P, S>(
  network: Layer<Tensor<[...number[], 64]>, layer.LastAxis<10>, P, S>,
  objective: Objective<Tensor<[...number[], 64]>, Integers<[number]>, Scores, P, S>,
): Trial =>
  async function* ({ train, test, rate, epochs, seed, dtype, engine }) {
    const score = compile((model: Model<P, S>, inputs: Inputs) => predict(network, model)(inputs), { engine })
    const run = fit(adam(rate), batches(train, { size, shuffle: true }), { epochs, dtype, engine })(objective)
    let losses: number[] = []
    for await (const report of run(key(seed))) {
      losses.push(report.loss)
      if (!report.endOfEpoch) continue
      const scores = score(report.model(), test.inputs)
      yield {
        epoch: report.epoch + 1,
        trainLoss: losses.reduce((sum, loss) => sum + loss, 0) / losses.length,
        testLoss: item(softmaxCrossEntropy()(test.targets)(scores)[0]),
        testAccuracy: accuracy(test.targets)(scores),
      }
      losses = []
    }
  }
