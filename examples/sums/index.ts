/**
 * A small transformer that learns to write out sums.
 *
 * @module
 */
import { pipe } from 'fp-ts/lib/function.js'
import { getOrElse } from 'fp-ts/lib/Option.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Example } from '../example.ts'
import { type Corpus, corpus } from './corpus.ts'
import type { SumsEvent, SumsRun } from './events.ts'
import { sumsReport } from './report.ts'
import { runSums } from './run.ts'
import { words } from './words.ts'

/** The example. Its corpus is drawn from a seed: nothing is read. */
export const sums: Example<Corpus, SumsEvent, SumsRun> = {
  name: 'sums',
  summary: 'a small transformer learns to write out sums of two numbers',
  load: ({ seed }) =>
    TE.of(
      corpus(
        pipe(
          seed,
          getOrElse(() => 0),
        ),
        20_000,
        1_000,
      ),
    ),
  run: runSums,
  show: words,
  report: sumsReport,
}
