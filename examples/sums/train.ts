/**
 * Training in one order of digits, with answers to what was held out on the way.
 *
 * @module
 */
import { batches, type Engine, type FloatDType, fit, key } from 'pullback'
import type { Progress } from '../example.ts'
import { completing } from './complete.ts'
import {
  answer,
  asked,
  type Corpus,
  carries,
  digits,
  examples,
  type Order,
  question,
  readable,
} from './corpus.ts'
import { objective, optimiser, type Speaker, size } from './model.ts'

/** A question that was held out, and what the network writes. */
export interface Sample {
  readonly a: number
  readonly b: number
  /** As one reads it, from the first digit. */
  readonly written: string
  readonly right: boolean
}

/** What is known after some steps. */
export interface Checked {
  readonly order: Order
  /** Steps done. */
  readonly step: number
  /** The mean over the steps since the last check. */
  readonly loss: number
  /** The share of sums held out that are written without a mistake. */
  readonly exact: number
  /** The same of those in which a one is carried so many times, as far as there are any. */
  readonly byCarries: readonly { readonly carries: number; readonly exact: number }[]
  readonly samples: readonly Sample[]
  /** Since the beginning, checks included. */
  readonly seconds: number
}

/** How to train. */
export interface TrainOptions {
  readonly order: Order
  readonly epochs: number
  /** The steps between two checks. */
  readonly every: number
  readonly dtype: FloatDType
  readonly engine: Engine
}

const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length

/** Answers to all that was held out. */
const samplesOf = (
  { heldOut }: Corpus,
  order: Order,
  complete: (texts: readonly string[]) => readonly string[],
): readonly Sample[] => {
  const texts = complete(heldOut.map(question))
  return heldOut.map((pair, i) => {
    const written = (texts[i] as string).slice(asked)
    const [a, b] = pair
    return { a, b, written: readable(written, order), right: written === answer(pair, order) }
  })
}

const exactOf = (samples: readonly Sample[]): number => mean(samples.map(({ right }) => Number(right)))

const shares = (samples: readonly Sample[]): Pick<Checked, 'exact' | 'byCarries'> => ({
  exact: exactOf(samples),
  byCarries: Array.from({ length: digits + 1 }, (_, count) => count).flatMap(count => {
    const own = samples.filter(({ a, b }) => carries([a, b]) === count)
    return own.length === 0 ? [] : [{ carries: count, exact: exactOf(own) }]
  }),
})

/** How many answers are shown. */
const shown = 3

/** Trains, with a report at every check; gives all checks. */
export async function* train(
  corpus: Corpus,
  { order, epochs, every, dtype, engine }: TrainOptions,
): AsyncGenerator<Checked | Progress, readonly Checked[], void> {
  const data = examples(corpus.train, order)
  const steps = epochs * Math.ceil(corpus.train.length / size)
  const complete = completing(engine)
  const check = (model: Speaker): Pick<Checked, 'exact' | 'byCarries' | 'samples'> => {
    const samples = samplesOf(corpus, order, texts => complete(model, texts))
    return { ...shares(samples), samples: samples.slice(0, shown) }
  }
  const run = fit(optimiser(steps), batches(data, { size, shuffle: true }), {
    epochs,
    dtype,
    engine,
  })(objective)
  const began = performance.now()
  const checks: Checked[] = []
  let losses: number[] = []
  for await (const report of run(key(corpus.seed))) {
    losses.push(report.loss)
    const step = report.step + 1
    if (step % every !== 0 && step !== steps) continue
    const checked: Checked = {
      order,
      step,
      loss: mean(losses),
      ...check(report.model()),
      seconds: (performance.now() - began) / 1000,
    }
    losses = []
    checks.push(checked)
    yield checked
    yield { event: 'progress', name: 'sums', done: step, of: steps }
  }
  return checks
}
