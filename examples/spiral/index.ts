/**
 * Three arms of a spiral, told apart by one hidden layer.
 *
 * @module
 */
import { drawn, type Example } from '../example.ts'
import { spiral as draw, type Spiral } from './data.ts'
import { spiralReport } from './report.ts'
import { runSpiral, type SpiralEvent, type SpiralRun } from './run.ts'
import { words } from './words.ts'

/** The example. Everything is drawn from a seed: nothing is read. */
export const spiral: Example<Spiral, SpiralEvent, SpiralRun> = {
  name: 'spiral',
  summary: 'three arms of a spiral, one hidden layer, all points in each step',
  load: drawn(draw),
  run: runSpiral,
  show: words,
  report: spiralReport,
}
