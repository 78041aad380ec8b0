/**
 * Batch norm and dropout where there is little to learn from.
 *
 * @module
 */
import type { Digits } from '../digits/data.ts'
import { loadOwnDigits } from '../digits/load.ts'
import type { Example } from '../example.ts'
import { normReport } from './report.ts'
import { type NormEvent, type NormRun, runNormAndDropout } from './run.ts'
import { words } from './words.ts'

/** The example. */
export const normAndDropout: Example<Digits, NormEvent, NormRun> = {
  name: 'norm-and-dropout',
  summary: 'batch norm, dropout, both and neither, on few digits',
  load: loadOwnDigits,
  run: runNormAndDropout,
  show: words,
  report: normReport,
}
