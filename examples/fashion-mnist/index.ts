/**
 * Two classifiers of clothes: the notebook's, and a better one.
 *
 * @module
 */
import type { Example } from '../example.ts'
import { type FashionMnist, loadFashionMnist } from './data.ts'
import type { FashionEvent, FashionRun } from './events.ts'
import { fashionReport } from './report.ts'
import { runFashionMnist } from './run.ts'
import { words } from './words.ts'

/** The example. */
export const fashionMnist: Example<FashionMnist, FashionEvent, FashionRun> = {
  name: 'fashion-mnist',
  summary: 'clothes: the notebook number by number, its gradient check, and a better network',
  load: ({ data }) => loadFashionMnist(data),
  run: runFashionMnist,
  show: words,
  report: fashionReport,
}
