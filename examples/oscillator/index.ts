/**
 * A network that learns a motion from its law: derivatives by the input are part of the loss.
 *
 * @module
 */
import { pipe } from 'fp-ts/lib/function.js'
import { getOrElse } from 'fp-ts/lib/Option.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Example } from '../example.ts'
import { oscillatorReport } from './report.ts'
import { type OscillatorEvent, ownSeed, type Run, runOscillator } from './run.ts'

const words = (event: OscillatorEvent): string | undefined => {
  switch (event.event) {
    case 'data':
      return `oscillator: ω = ${event.omega} rad/s, ζ = ${event.zeta}; seed ${event.seed}`
    case 'begin':
      return `\n${event.method}`
    case 'step':
      return (
        `Step ${String(event.step).padStart(5)}. Loss=${event.loss.toExponential(2)}, ` +
        `largest error=${event.error.toExponential(2)}`
      )
    case 'result':
      return undefined
  }
}

/** The example. Everything is drawn from a seed: nothing is read. */
export const oscillator: Example<number, OscillatorEvent, readonly Run[]> = {
  name: 'oscillator',
  summary: 'a motion learned from its law alone, by second derivatives in the input',
  load: ({ seed }) =>
    TE.of(
      pipe(
        seed,
        getOrElse(() => ownSeed),
      ),
    ),
  run: runOscillator,
  show: words,
  report: oscillatorReport,
}
