/**
 * The main job: logistic regression and one hidden layer, trained as in the notebook and reported figure by figure.
 *
 * @module
 */
import { batches, type Key, key, type Model, random } from 'pullback'
import type { Progress } from '../example.ts'
import { type Evaluation, evaluate, examine, type Outcome, worst } from './evaluate.ts'
import { logisticRegression, neuralNetwork } from './models.ts'
import type { DigitsSplit } from './prepare.ts'
import {
  everyEpoch,
  everyHundredUpdates,
  type Machinery,
  type Recipe,
  type Timetable,
  type Told,
  train,
} from './train.ts'

/** The two models. */
export type Which = 'logistic' | 'neural'

/** An evaluation at a point of the training; the time is in updates or epochs. */
export interface Seen extends Evaluation {
  readonly time: number
}

/** A trained model's way there and what it does in the end. */
export interface Trained extends Outcome {
  readonly untrained: Evaluation
  readonly history: readonly Seen[]
  readonly final: Evaluation
}

/** What the main job tells. */
export type MainEvent =
  | { readonly event: 'data'; readonly train: number; readonly test: number; readonly seed: number }
  | ({ readonly event: 'untrained'; readonly model: Which } & Evaluation)
  | ({ readonly event: 'update' | 'epoch'; readonly model: Which } & Seen)
  | { readonly event: 'worst'; readonly losses: readonly number[] }
  /** The negative log-likelihood of one test digit, and the means over both parts, in nats. */
  | {
      readonly event: 'likelihoods'
      readonly example: number
      readonly ofExample: number
      readonly test: number
      readonly train: number
    }

/** What the main job gives. */
export interface MainJob {
  readonly seed: number
  readonly epochs: number
  readonly examples: { readonly train: number; readonly test: number }
  readonly logistic: Trained
  readonly neural: Trained
}

/** The test digit whose likelihood the notebook asks for. */
export const askedExample = 42

async function* telling<P>(
  model: Which,
  {
    name,
    unit,
    updates,
  }: { readonly name: string; readonly unit: 'update' | 'epoch'; readonly updates: number },
  training: AsyncGenerator<Told<Evaluation>, Model<P>, void>,
  conclude: (model: Model<P>) => Pick<Trained, 'final' | 'predictions' | 'confusion'>,
): AsyncGenerator<MainEvent | Progress, Trained, void> {
  const history: Seen[] = []
  let untrained: Evaluation | null = null
  for (;;) {
    const { done, value } = await training.next()
    if (done) {
      const final = conclude(value)
      return { untrained: untrained ?? final.final, history, ...final }
    }
    switch (value._tag) {
      case 'Untrained':
        untrained = value.seen
        yield { event: 'untrained', model, ...value.seen }
        break
      case 'Step':
        yield { event: 'progress', name, done: value.done, of: updates }
        break
      case 'Milestone': {
        const seen = { time: value.time, ...value.seen }
        history.push(seen)
        yield { event: unit, model, ...seen }
      }
    }
  }
}

/** Trains both models, one digit at a time. */
export async function* mainJob(
  split: DigitsSplit,
  { seed, epochs = neuralNetwork.epochs }: { readonly seed: number; readonly epochs?: number },
  machinery: Machinery,
): AsyncGenerator<MainEvent | Progress, MainJob, void> {
  const [logisticKey, neuralKey] = random.split(2)(key(seed))
  const examples = { train: split.train.targets.shape[0], test: split.test.targets.shape[0] }
  const data = batches(split.train, { size: 1 })

  const trained = <P, O, R>(
    model: Which,
    words: { readonly name: string; readonly unit: 'update' | 'epoch' },
    recipe: Recipe<P, O, R>,
    timetable: Timetable,
    modelKey: Key,
  ): AsyncGenerator<MainEvent | Progress, Trained, void> => {
    const look = evaluate(recipe.classifier, split)
    return telling(
      model,
      { ...words, updates: examples.train * recipe.epochs },
      train(recipe, data, look, timetable, machinery)(modelKey),
      last => ({ final: look(last), ...examine(recipe.classifier, split)(last) }),
    )
  }

  yield { event: 'data', ...examples, seed }
  const logistic = yield* trained(
    'logistic',
    { name: 'logistic regression', unit: 'update' },
    logisticRegression,
    everyHundredUpdates,
    logisticKey,
  )
  const neural = yield* trained(
    'neural',
    { name: 'one hidden layer', unit: 'epoch' },
    { ...neuralNetwork, epochs },
    everyEpoch,
    neuralKey,
  )
  const { predictions, final } = neural
  yield { event: 'worst', losses: worst(predictions, 5).map(({ loss }) => loss) }
  yield {
    event: 'likelihoods',
    example: askedExample,
    ofExample: predictions[askedExample]?.loss ?? Number.NaN,
    test: final.testLoss,
    train: final.trainLoss,
  }
  return { seed, epochs, examples, logistic, neural }
}
