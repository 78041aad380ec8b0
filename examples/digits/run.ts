/**
 * The whole job: both models trained on the digits, told figure by figure.
 *
 * @module
 */
import { getOrElse } from 'fp-ts/lib/Option.js'
import { pipe } from 'fp-ts/lib/function.js'
import { type Key, key, random } from 'pullback'
import type { Progress, Settings } from '../example.ts'
import { type Digits, prepare } from './data.ts'
import { type Evaluation, worst } from './evaluate.ts'
import { logisticRegression, neuralNetwork } from './models.ts'
import type { DigitsRun } from './report.ts'
import { everyEpoch, everyHundredUpdates, type Milestone, type Told, type Trained, train } from './train.ts'

/** The two models. */
export type Which = 'logistic' | 'neural'

/** What a run tells. */
export type DigitsEvent =
  | { readonly event: 'data'; readonly train: number; readonly test: number; readonly seed: number }
  | ({ readonly event: 'untrained'; readonly model: Which } & Evaluation)
  | ({ readonly event: 'update' | 'epoch'; readonly model: Which } & Milestone)
  | { readonly event: 'worst'; readonly losses: readonly number[] }
  | { readonly event: 'result'; readonly logistic: Evaluation; readonly neural: Evaluation }

async function* telling(
  model: Which,
  name: string,
  unit: 'update' | 'epoch',
  updates: number,
  training: AsyncGenerator<Told, Trained, void>,
): AsyncGenerator<DigitsEvent | Progress, Trained, void> {
  for (;;) {
    const { done, value } = await training.next()
    if (done) return value
    switch (value._tag) {
      case 'Untrained':
        yield { event: 'untrained', model, ...value.untrained }
        break
      case 'Step':
        yield { event: 'progress', name, done: value.done, of: updates }
        break
      case 'Milestone':
        yield { event: unit, model, ...value.milestone }
    }
  }
}

/** Trains both models. Short runs give the second one two epochs. */
export async function* runDigits(
  digits: Digits,
  { seed: asked, short, engine }: Settings,
): AsyncGenerator<DigitsEvent | Progress, DigitsRun, void> {
  // The notebook splits its data with this seed.
  const seed = pipe(
    asked,
    getOrElse(() => 37),
  )
  const epochs = short ? 2 : neuralNetwork.epochs
  const [splitKey, logisticKey, neuralKey] = random.split(3)(key(seed)) as readonly [Key, Key, Key]
  const split = prepare(digits)(splitKey)
  const examples = { train: split.train.targets.shape[0], test: split.test.targets.shape[0] }
  yield { event: 'data', ...examples, seed }
  const logistic = yield* telling(
    'logistic',
    'logistic regression',
    'update',
    examples.train * logisticRegression.epochs,
    train(logisticRegression, split, everyHundredUpdates, engine)(logisticKey),
  )
  const neural = yield* telling(
    'neural',
    'one hidden layer',
    'epoch',
    examples.train * epochs,
    train({ ...neuralNetwork, epochs }, split, everyEpoch, engine)(neuralKey),
  )
  yield { event: 'worst', losses: worst(neural.predictions, 5).map(({ loss }) => loss) }
  yield { event: 'result', logistic: logistic.final, neural: neural.final }
  return { seed, epochs, examples, logistic, neural }
}
