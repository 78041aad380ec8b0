/**
 * Two classifiers of handwritten digits.
 *
 * @module
 */
import { join, relative } from 'node:path'
import { pipe } from 'fp-ts/lib/function.js'
import { match } from 'fp-ts/lib/Option.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Example } from '../example.ts'
import { type Digits, loadDigits } from './data.ts'
import { type DigitsRun, digitsReport } from './report.ts'
import { type DigitsEvent, runDigits } from './run.ts'
import { words } from './words.ts'

const own = join(import.meta.dirname, '../data')

/** The example. */
export const digits: Example<Digits, DigitsEvent, DigitsRun> = {
  name: 'digits',
  summary: 'logistic regression and one hidden layer on 8 x 8 digits, one sample at a time',
  load: ({ data }) =>
    pipe(
      data,
      match(
        () => relative(process.cwd(), own),
        folder => folder,
      ),
      folder => loadDigits(join(folder, 'digits.csv.gz')),
      TE.mapLeft(error => ({ _tag: 'BadData', error })),
    ),
  run: runDigits,
  show: words,
  report: digitsReport,
}
