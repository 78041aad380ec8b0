/**
 * Digits that are read row by row.
 *
 * @module
 */
import type { Digits } from '../digits/data.ts'
import { loadOwnDigits } from '../digits/load.ts'
import type { Example } from '../example.ts'
import { rowsReport } from './report.ts'
import { type RowsEvent, type RowsRun, runRows } from './run.ts'
import { words } from './words.ts'

/** The example. */
export const digitRows: Example<Digits, RowsEvent, RowsRun> = {
  name: 'digit-rows',
  summary: 'digits read row by row by a long short-term memory',
  load: loadOwnDigits,
  run: runRows,
  show: words,
  report: rowsReport,
}
