/**
 * Training, and how much can be said before the last row.
 *
 * @module
 */
import {
  accuracy,
  batches,
  compile,
  confusionMatrix,
  type Engine,
  type FloatDType,
  fit,
  key,
  op,
  predict,
  type Tensor,
  toNested,
} from 'pullback'
import type { Digits } from '../digits/data.ts'
import type { DigitsSplit } from '../digits/prepare.ts'
import type { Progress } from '../example.ts'
import { classifier, commentator, objective, optimiser, type Reader, rows, size } from './model.ts'

/** What is known after an epoch. */
export interface Epoch {
  /** Counted from 1. */
  readonly epoch: number
  /** The mean over the epoch's batches, each before its update. */
  readonly loss: number
  readonly trainAccuracy: number
  readonly testAccuracy: number
  /** Since the beginning, evaluations included. */
  readonly seconds: number
}

/** How to train. */
export interface TrainOptions {
  readonly epochs: number
  readonly seed: number
  readonly dtype: FloatDType
  readonly engine: Engine
}

type Scores = Tensor<[number, 10]>

/** The scores that a model gives, computed by an engine. */
export const scoring = (engine: Engine): ((model: Reader, inputs: Digits['inputs']) => Scores) =>
  compile((model: Reader, inputs: Digits['inputs']) => predict(classifier, model)(inputs), { engine })

/** Trains, with a report of each epoch; gives the trained model. */
export async function* train(
  { train: known, test }: DigitsSplit,
  { epochs, seed, dtype, engine }: TrainOptions,
): AsyncGenerator<Epoch | Progress, Reader, void> {
  const steps = epochs * Math.ceil(known.targets.shape[0] / size)
  const run = fit(optimiser(steps), batches(known, { size, shuffle: true }), {
    epochs,
    dtype,
    engine,
  })(objective)
  const score = scoring(engine)
  const shareOf = (model: Reader, { inputs, targets }: Digits) => accuracy(targets)(score(model, inputs))
  const began = performance.now()
  let [model, losses]: [Reader | null, number[]] = [null, []]
  for await (const report of run(key(seed))) {
    losses.push(report.loss)
    if (!report.endOfEpoch) continue
    model = report.model()
    yield {
      epoch: report.epoch + 1,
      loss: losses.reduce((sum, loss) => sum + loss, 0) / losses.length,
      trainAccuracy: shareOf(model, known),
      testAccuracy: shareOf(model, test),
      seconds: (performance.now() - began) / 1000,
    }
    yield { event: 'progress', name: 'rows', done: report.epoch + 1, of: epochs }
    losses = []
  }
  return model as Reader
}

/** The share of digits that are recognised behind each row. */
export const accuracyByRow = (model: Reader, { inputs, targets }: Digits): readonly number[] => {
  const scores = predict(commentator, model)(inputs)
  const [count, , classes] = scores.shape
  return Array.from({ length: rows }, (_, row) => {
    const behind = op.reshape([count, classes])(op.slice([0, row, 0], [count, 1, classes])(scores))
    return accuracy(targets)(behind)
  })
}

/** How often which digit is taken for which. */
export const confusionOf = (scores: Scores, { targets }: Digits): readonly (readonly number[])[] =>
  toNested(confusionMatrix(targets)(scores)) as readonly (readonly number[])[]
