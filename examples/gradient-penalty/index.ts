/**
 * A penalty on the norm of a gradient: a critic between two distributions whose distance is known.
 *
 * @module
 */
import { pipe } from 'fp-ts/lib/function.js'
import { getOrElse } from 'fp-ts/lib/Option.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Example } from '../example.ts'
import { penaltyReport } from './report.ts'
import { ownSeed, type PenaltyEvent, runPenalty, type Trained } from './run.ts'

const words = (event: PenaltyEvent): string | undefined => {
  switch (event.event) {
    case 'data':
      return `gradient-penalty: distance ${event.distance.toFixed(4)}, ${event.steps} steps each; seed ${event.seed}`
    case 'begin':
      return `\n${event.critic}`
    case 'step':
      return (
        `Step ${String(event.step).padStart(4)}. Gap=${event.gap.toPrecision(4)}, ` +
        `largest slope=${event.steepest.toPrecision(4)}, distance is at least ${event.bound.toFixed(4)}`
      )
    case 'result':
      return undefined
  }
}

/** The example. Everything is drawn from a seed: nothing is read. */
export const gradientPenalty: Example<number, PenaltyEvent, readonly Trained[]> = {
  name: 'gradient-penalty',
  summary: 'a critic held by the norm of its gradient, which training differentiates again',
  load: ({ seed }) =>
    TE.of(
      pipe(
        seed,
        getOrElse(() => ownSeed),
      ),
    ),
  run: runPenalty,
  show: words,
  report: penaltyReport,
}
