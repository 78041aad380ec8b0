/**
 * The notebook's printed lines.
 *
 * @module
 */
import type { NotebookEpoch } from './events.ts'

const lines: readonly (readonly [loss: number, accuracy: number])[] = [
  ...([
    [0.958, 0.72],
    [0.799, 0.728],
    [0.712, 0.76],
    [0.659, 0.752],
    [0.674, 0.768],
  ] as const),
  ...([
    [0.541, 0.832],
    [0.668, 0.76],
    [0.561, 0.784],
    [0.638, 0.768],
    [0.564, 0.784],
  ] as const),
  ...([
    [0.509, 0.848],
    [0.662, 0.768],
    [0.541, 0.8],
    [0.56, 0.824],
    [0.583, 0.8],
  ] as const),
  ...([
    [0.464, 0.848],
    [0.516, 0.84],
    [0.443, 0.856],
    [0.476, 0.816],
    [0.532, 0.808],
  ] as const),
]

/** Its epoch lines, with the three digits that it shows. */
export const printedEpochs: readonly NotebookEpoch[] = lines.map(([loss, accuracy], epoch) => ({
  epoch,
  loss,
  accuracy,
}))

/** Its accuracy on the test part. */
export const printedTestAccuracy = 0.8163
