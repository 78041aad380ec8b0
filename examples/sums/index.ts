/**
 * A small transformer that learns to write out sums.
 *
 * @module
 */
import { drawn, type Example } from '../example.ts'
import { type Corpus, corpus } from './corpus.ts'
import type { SumsEvent, SumsRun } from './events.ts'
import { sumsReport } from './report.ts'
import { runSums } from './run.ts'
import { words } from './words.ts'

/** The example. Its corpus is drawn from a seed: nothing is read. */
export const sums: Example<Corpus, SumsEvent, SumsRun> = {
  name: 'sums',
  summary: 'a small transformer learns to write out sums of two numbers',
  load: drawn(seed => corpus(seed, 20_000, 1_000)),
  run: runSums,
  show: words,
  report: sumsReport,
}
