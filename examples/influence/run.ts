/**
 * Wrong labels found by the influence of examples on themselves, and influences on a prediction checked by training again.
 *
 * @module
 */
import { key, random, toValues } from 'pullback'
import type { Progress, Settings } from '../example.ts'
import type { Corpus } from './data.ts'
import { removals } from './removal.ts'
import { type Trace, tracing } from './traces.ts'

/** The default seed. */
export const ownSeed = 0

/** An example that was left out: what was foretold of the loss, and what came. */
export interface Removal {
  readonly example: number
  readonly foretold: number
  readonly came: number
  readonly flipped: boolean
}

/** All that was seen. */
export interface Influences {
  readonly corpus: Corpus
  readonly traces: readonly Trace[]
  /** Examples by their influence on themselves, the largest first. */
  readonly order: readonly number[]
  /** The digit whose prediction is looked into, and its loss. */
  readonly digit: number
  readonly loss: number
  /** For each example by how much the loss would rise without it. */
  readonly foretold: readonly number[]
  readonly removals: readonly Removal[]
  readonly correlation: number
}

/** What a run tells. */
export type InfluenceEvent =
  | {
      readonly event: 'data'
      readonly train: number
      readonly flipped: number
      readonly test: number
      readonly seed: number
    }
  | {
      readonly event: 'epoch'
      readonly epoch: number
      readonly loss: number
      /** The share of wrong labels among as many examples as there are wrong labels. */
      readonly found: number
    }
  | { readonly event: 'digit'; readonly digit: number; readonly label: number; readonly loss: number }
  | ({ readonly event: 'removal' } & Removal)
  | {
      readonly event: 'result'
      readonly found: number
      readonly chance: number
      /** The same among twice as many examples, of all wrong labels. */
      readonly foundInTwice: number
      readonly correlation: number
      /** The slope of what came over what was foretold, through 0. */
      readonly slope: number
    }

/** Positions, the largest value first. */
export const ranked = (values: readonly number[]): readonly number[] =>
  values.map((_, i) => i).toSorted((i, j) => (values[j] as number) - (values[i] as number))

/** The share of wrong labels that are among the first so many. */
export const shareFound = ({ flipped }: Corpus, order: readonly number[], first: number): number =>
  order.slice(0, first).filter(i => flipped[i]).length / flipped.filter(Boolean).length

const sum = (values: readonly number[]): number => values.reduce((total, x) => total + x, 0)

/** Pearson's correlation. */
export const correlationOf = (xs: readonly number[], ys: readonly number[]): number => {
  const centred = (values: readonly number[]) => values.map(x => x - sum(values) / values.length)
  const [a, b] = [centred(xs), centred(ys)]
  const product = (p: readonly number[], q: readonly number[]) => sum(p.map((x, i) => x * (q[i] as number)))
  return product(a, b) / Math.sqrt(product(a, a) * product(b, b))
}

/** 1,000 digits to learn from; 300 in short runs. */
export const sizes = (short: boolean): { readonly train: number; readonly test: number } =>
  short ? { train: 300, test: 200 } : { train: 1_000, test: 500 }

/** Traces training, then removes examples one at a time. */
export async function* runInfluence(
  corpus: Corpus,
  { engine, short }: Settings,
): AsyncGenerator<InfluenceEvent | Progress, Influences, void> {
  const { train, test, flipped, seed } = corpus
  const count = flipped.length
  const wrong = flipped.filter(Boolean).length
  yield { event: 'data', train: count, flipped: wrong, test: test.targets.shape[0], seed }

  const epochs = 15
  const traces: Trace[] = []
  for await (const trace of tracing(corpus, epochs, engine)) {
    traces.push(trace)
    const { epoch, loss, scores } = trace
    yield { event: 'epoch', epoch, loss, found: shareFound(corpus, ranked(scores), wrong) }
    yield { event: 'progress', name: 'epochs', done: epoch, of: epochs }
  }
  const order = ranked((traces.at(-1) as Trace).scores)

  const model = removals(train, test, engine)
  const digit = ranked(model.before)[0] as number
  const loss = model.before[digit] as number
  yield { event: 'digit', digit, label: toValues(test.targets)[digit] as number, loss }
  const foretold = model.foretold(digit)
  const [each, others] = short ? [4, 8] : [10, 20]
  const byEffect = ranked(foretold)
  const drawn = Array.from(toValues(random.permutation(count - 2 * each)(key(seed)))).slice(0, others)
  const middle = byEffect.slice(each, count - each)
  const chosen = [
    ...byEffect.slice(0, each),
    ...byEffect.slice(count - each),
    ...drawn.map(i => middle[i] as number),
  ]
  const seen: Removal[] = []
  for (const example of chosen) {
    const removal = {
      example,
      foretold: foretold[example] as number,
      came: model.removed(digit, example),
      flipped: flipped[example] as boolean,
    }
    seen.push(removal)
    yield { event: 'removal', ...removal }
    yield { event: 'progress', name: 'removals', done: seen.length, of: chosen.length }
  }
  const [said, came] = [seen.map(removal => removal.foretold), seen.map(removal => removal.came)]
  const correlation = correlationOf(said, came)
  yield {
    event: 'result',
    found: shareFound(corpus, order, wrong),
    chance: wrong / count,
    foundInTwice: shareFound(corpus, order, 2 * wrong),
    correlation,
    slope: sum(said.map((x, i) => x * (came[i] as number))) / sum(said.map(x => x * x)),
  }
  return { corpus, traces, order, digit, loss, foretold, removals: seen, correlation }
}
