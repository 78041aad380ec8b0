/**
 * The influence of single examples on a model: wrong labels found, and predictions traced to the examples that made them.
 *
 * @module
 */
import { pipe } from 'fp-ts/lib/function.js'
import { getOrElse } from 'fp-ts/lib/Option.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { loadOwnDigits } from '../digits/load.ts'
import type { Example } from '../example.ts'
import { type Corpus, corpusOf } from './data.ts'
import { influenceReport } from './report.ts'
import { type InfluenceEvent, type Influences, ownSeed, runInfluence, sizes } from './run.ts'

const signed = (x: number): string => `${x < 0 ? '-' : '+'}${Math.abs(x).toFixed(4)}`

const words = (event: InfluenceEvent): string | undefined => {
  switch (event.event) {
    case 'data':
      return `influence: ${event.train} digits, ${event.flipped} of them with a wrong label; seed ${event.seed}`
    case 'epoch':
      return (
        `Epoch ${String(event.epoch).padStart(2)}. Loss=${event.loss.toFixed(3)}, wrong labels among as many of the most ` +
        `influential: ${(100 * event.found).toFixed(0)} %`
      )
    case 'digit':
      return `\nThe digit that is predicted worst: a ${event.label}, loss ${event.loss.toFixed(3)}`
    case 'removal':
      return (
        `Without example ${String(event.example).padStart(4)} it changes by ${signed(event.came)}, ` +
        `foretold ${signed(event.foretold)}${event.flipped ? ' (wrong label)' : ''}`
      )
    case 'result':
      return `\nFound ${(100 * event.found).toFixed(0)} % (chance ${(100 * event.chance).toFixed(0)} %); correlation ${event.correlation.toFixed(4)}`
  }
}

/** The example. Its digits come with it; which of them, and which labels are wrong, comes from a seed. */
export const influence: Example<Corpus, InfluenceEvent, Influences> = {
  name: 'influence',
  summary:
    'wrong labels among the digits, found by gradients of single examples; a prediction traced to examples',
  load: settings =>
    pipe(
      loadOwnDigits(settings),
      TE.map(digits => {
        const { train, test } = sizes(settings.short)
        const seed = pipe(
          settings.seed,
          getOrElse(() => ownSeed),
        )
        return corpusOf(digits, seed, train, test)
      }),
    ),
  run: runInfluence,
  show: words,
  report: influenceReport,
}
