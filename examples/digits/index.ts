/**
 * Classifiers of handwritten digits: the main job alone, and with all exercises.
 *
 * @module
 */
import { none } from 'fp-ts/lib/Option.js'
import type { Example } from '../example.ts'
import type { Digits } from './data.ts'
import { loadInputs, loadOwnDigits } from './load.ts'
import type { MainJob } from './mainJob.ts'
import { digitsReport } from './report.ts'
import { type DigitsEvent, type DigitsRun, type Inputs, runDigits, runMainJob } from './run.ts'
import { words } from './words.ts'

/** The whole. */
export const digits: Example<Inputs, DigitsEvent, DigitsRun> = {
  name: 'digits',
  summary: 'two classifiers of 8 x 8 digits, and every exercise as a declared experiment',
  load: loadInputs,
  run: runDigits,
  show: words,
  report: digitsReport,
}

/** The main job alone: what `npm start` runs. */
export const start: Example<Digits, DigitsEvent, MainJob> = {
  name: 'start',
  summary: 'the two classifiers of digits alone, in two seconds',
  load: loadOwnDigits,
  run: runMainJob,
  show: words,
  report: job => digitsReport({ job, studies: [], followed: none }),
}
