/**
 * A softmax classifier whose softmax is differentiated by its Jacobian, by its pullback, and together with the loss.
 *
 * @module
 */
import { drawn, type Example } from '../example.ts'
import { type Drawn, draw } from './data.ts'
import { jacobianReport } from './report.ts'
import { type JacobianEvent, type JacobianRun, runJacobian } from './run.ts'
import { words } from './words.ts'

/** The example. Everything is drawn from a seed: nothing is read. */
export const softmaxJacobian: Example<Drawn, JacobianEvent, JacobianRun> = {
  name: 'softmax-jacobian',
  summary: 'samples as columns; softmax by its Jacobian, by its pullback, and together with the loss',
  load: drawn(draw),
  run: runJacobian,
  show: words,
  report: jacobianReport,
}
