/**
 * Shortcuts in a deep network.
 *
 * @module
 */
import type { Example } from '../example.ts'
import { type FashionMnist, loadFashionMnist } from '../fashion-mnist/data.ts'
import { residualReport } from './report.ts'
import { type ResidualEvent, type ResidualRun, runResidual } from './run.ts'
import { words } from './words.ts'

/** The example. */
export const residualMlp: Example<FashionMnist, ResidualEvent, ResidualRun> = {
  name: 'residual-mlp',
  summary: 'clothes: a deep network with shortcuts beside the same one without',
  load: ({ data }) => loadFashionMnist(data),
  run: runResidual,
  show: words,
  report: residualReport,
}
