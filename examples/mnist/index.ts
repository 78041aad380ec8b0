/**
 * MNIST: the forward pass of the notebook, and the backward pass that it leaves out.
 *
 * @module
 */
import type { Example } from '../example.ts'
import type { ImageSet } from '../images.ts'
import { loadMnist } from './data.ts'
import { mnistReport } from './report.ts'
import { type MnistEvent, type MnistRun, runMnist } from './run.ts'
import { words } from './words.ts'

/** The example. */
export const mnist: Example<ImageSet, MnistEvent, MnistRun> = {
  name: 'mnist',
  summary:
    "the notebook's losses with and without its mistake; softmax regression and a hidden layer trained",
  load: ({ data }) => loadMnist(data),
  run: runMnist,
  show: words,
  report: mnistReport,
}
