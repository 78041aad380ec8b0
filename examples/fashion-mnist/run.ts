/**
 * The whole job: the notebook's network on its batches, its gradient check, and a network that does better.
 *
 * @module
 */

import { pipe } from 'fp-ts/lib/function.js'
import { getOrElse } from 'fp-ts/lib/Option.js'
import {
  accuracy,
  confusionMatrix,
  type FloatDType,
  predict,
  smooth,
  type Tensor,
  takeRows,
  tensor,
  toNested,
  toValues,
} from 'pullback'
import type { Progress, Settings } from '../example.ts'
import { type BestEpoch, scoring, trainBest } from './best.ts'
import { type Clothes, classes, type FashionMnist } from './data.ts'
import type { FashionEvent, FashionRun, Garment, NotebookEpoch, Sample } from './events.ts'
import { checkGradients } from './gradientCheck.ts'
import { type NotebookStep, notebookNetwork, trainNotebook } from './notebook.ts'
import { momentsOf, type PixelStatistics, pixelStatistics } from './pixels.ts'

type Stage<R> = AsyncGenerator<FashionEvent | Progress, R, void>

const rowsAt = (data: Clothes, places: readonly number[]): Clothes =>
  takeRows<number>(tensor(places, 'i32'))(data) as Clothes

const garment = (data: Clothes, place: number): Garment => {
  const { inputs, targets } = rowsAt(data, [place])
  return { pixels: Array.from(toValues(inputs)), label: toValues(targets)[0]! }
}

async function* theNotebook(
  { train, test }: FashionMnist,
  statistics: PixelStatistics,
  epochs: number,
  dtype: FloatDType,
  { engine }: Settings,
): Stage<FashionRun['notebook']> {
  const network = notebookNetwork(statistics, dtype)
  const training = trainNotebook(train, network, { epochs, dtype, engine })
  const steps: NotebookStep[] = []
  const lines: NotebookEpoch[] = []
  for (;;) {
    const { done, value } = await training.next()
    if (done) {
      const scores = predict(network, value)(test.inputs) as Tensor<[number, number]>
      const testAccuracy = accuracy(test.targets)(scores)
      yield { event: 'test', model: 'notebook', accuracy: testAccuracy }
      return { steps, epochs: lines, testAccuracy }
    }
    const { loss, accuracy: share, epoch, of } = value
    steps.push(value)
    yield { event: 'progress', name: 'the notebook', done: steps.length, of }
    if (epoch === null) continue
    const line = { epoch, loss, accuracy: share }
    lines.push(line)
    yield { event: 'epoch', model: 'notebook', ...line }
  }
}

/** What scores say of the first example of each class. */
const samplesOf = (data: Clothes, scores: Tensor<[number, 10]>): readonly Sample[] => {
  const labels = toValues(data.targets)
  const [probabilities] = smooth.softmax(scores)
  return classes.map((_, label) => {
    const place = labels.indexOf(label)
    const own = Array.from(toValues(takeRows(tensor([place], 'i32'))(probabilities as Tensor<[number, 10]>)))
    return { ...garment(data, place), probabilities: own, predicted: own.indexOf(Math.max(...own)) }
  })
}

async function* theBest(
  { train, test }: FashionMnist,
  epochs: number,
  seed: number,
  { engine }: Settings,
): Stage<FashionRun['best']> {
  const training = trainBest(train, test, { epochs, seed, engine })
  const told: BestEpoch[] = []
  for (;;) {
    const { done, value } = await training.next()
    if (done) {
      const scores = scoring(engine)(value, test)
      return {
        epochs: told,
        testAccuracy: accuracy(test.targets)(scores),
        confusion: toNested(confusionMatrix(test.targets)(scores)) as readonly (readonly number[])[],
        samples: samplesOf(test, scores),
      }
    }
    told.push(value)
    yield { event: 'epoch', model: 'best', ...value }
  }
}

const whole = { notebookEpochs: 20, networks: 100, bestEpochs: 8 }
const short = { notebookEpochs: 2, networks: 5, bestEpochs: 1 }

/** Trains both networks and checks the gradients. In short runs the better network sees a fifth of the images. */
export async function* runFashionMnist(data: FashionMnist, settings: Settings): Stage<FashionRun> {
  const { notebookEpochs, networks, bestEpochs } = settings.short ? short : whole
  const dtype = pipe(
    settings.dtype,
    getOrElse((): FloatDType => 'f64'),
  )
  const seed = pipe(
    settings.seed,
    getOrElse(() => 0),
  )
  const statistics = pixelStatistics(data.train.inputs)
  const { mean, deviation, levels, counts } = statistics
  yield {
    event: 'data',
    train: data.train.targets.shape[0],
    test: data.test.targets.shape[0],
    raw: { mean, deviation },
    standardised: { ...momentsOf(levels, counts), least: levels[0]!, most: levels[255]! },
  }
  const notebook = yield* theNotebook(data, statistics, notebookEpochs, dtype, settings)

  const laws = checkGradients(networks)
  for (const { id, statement, passed } of laws) yield { event: 'law', id, statement, holds: passed, networks }

  const seen = settings.short
    ? rowsAt(
        data.train,
        Array.from({ length: 12_800 }, (_, i) => i),
      )
    : data.train
  const best = yield* theBest({ ...data, train: seen }, bestEpochs, seed, settings)
  yield {
    event: 'result',
    dtype,
    notebook: { epochs: notebook.epochs, testAccuracy: notebook.testAccuracy },
    gradients: {
      networks,
      laws: laws.length,
      broken: laws.filter(({ passed }) => !passed).map(({ message }) => message),
    },
    best: { testAccuracy: best.testAccuracy, seconds: best.epochs.at(-1)?.seconds ?? 0 },
  }
  return {
    dtype,
    statistics,
    firstImage: garment(data.train, 0),
    notebook,
    gradients: { networks, laws },
    best,
  }
}
