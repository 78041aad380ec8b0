/**
 * What is seen of a run: lines, and on a terminal a progress bar under them.
 *
 * @module
 */
import { SingleBar } from 'cli-progress'
import type { Evaluation, Prediction } from './evaluate.ts'

/** Where lines and progress go. */
export interface Display {
  readonly line: (text: string) => void
  /** A bar of so many steps, of which each call of what it gives does one. */
  readonly progress: (name: string, steps: number) => () => void
  readonly end: () => void
}

/** Lines only: for files, pipes and logs. */
export const plainDisplay = (write: (text: string) => void): Display => ({
  line: text => write(`${text}\n`),
  progress: () => () => undefined,
  end: () => undefined,
})

/** Lines, and a bar that stays below them. */
export const terminalDisplay = (stream: NodeJS.WriteStream): Display => {
  const bar = new SingleBar({
    stream,
    format: '{name} [{bar}] {percentage} % | {value} of {total} updates | {eta_formatted} left',
    hideCursor: true,
    clearOnComplete: true,
    stopOnComplete: true,
    forceRedraw: true,
  })
  return {
    line: text => {
      if (bar.isActive) {
        stream.cursorTo(0)
        stream.clearLine(0)
      }
      stream.write(`${text}\n`)
      if (bar.isActive) bar.render()
    },
    progress: (name, steps) => {
      bar.start(steps, 0, { name })
      return () => bar.increment()
    },
    end: () => {
      if (bar.isActive) bar.stop()
    },
  }
}

/** The display that suits a stream: a bar only where a person watches. */
export const displayOn = (stream: NodeJS.WriteStream): Display =>
  stream.isTTY ? terminalDisplay(stream) : plainDisplay(text => stream.write(text))

/** `train loss: 0.2397, train acc: 0.950, test acc: 0.956`. */
export const figures = ({ trainLoss, trainAccuracy, testAccuracy }: Evaluation, lossDigits: number): string =>
  `train loss: ${trainLoss.toFixed(lossDigits)}, train acc: ${trainAccuracy.toFixed(3)}, ` +
  `test acc: ${testAccuracy.toFixed(3)}`

/** The losses of the worst predictions, lowest first. */
export const worstLosses = (predictions: readonly Prediction[]): string =>
  `test losses: [${predictions
    .map(({ loss }) => loss)
    .toSorted((a, b) => a - b)
    .map(loss => loss.toFixed(8))
    .join(' ')}]`
