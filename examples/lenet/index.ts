/**
 * A convolutional network that reads handwritten digits.
 *
 * @module
 */
import type { Example } from '../example.ts'
import type { ImageSet } from '../images.ts'
import { loadMnist } from '../mnist/data.ts'
import { lenetReport } from './report.ts'
import { type LeNetEvent, type LeNetRun, runLeNet } from './run.ts'
import { words } from './words.ts'

/** The example. */
export const lenet: Example<ImageSet, LeNetEvent, LeNetRun> = {
  name: 'lenet',
  summary: 'a convolutional network on MNIST: 99 % of the test digits in minutes',
  load: ({ data }) => loadMnist(data),
  run: runLeNet,
  show: words,
  report: lenetReport,
}
