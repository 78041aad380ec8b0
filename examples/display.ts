/**
 * The display of a run: lines, and on a terminal a progress bar under them.
 *
 * @module
 */
import { SingleBar } from 'cli-progress'
import type { Progress } from './example.ts'

/** Where lines and progress go. */
export interface Display {
  readonly line: (text: string) => void
  readonly progress: (progress: Progress) => void
  readonly end: () => void
}

/** Lines only: for files, pipes and logs. */
export const plainDisplay = (write: (text: string) => void): Display => ({
  line: text => write(`${text}\n`),
  progress: () => undefined,
  end: () => undefined,
})

/** Lines, and a bar that stays below them. */
export const terminalDisplay = (stream: NodeJS.WriteStream): Display => {
  const bar = new SingleBar({
    stream,
    format: '{name} [{bar}] {percentage} % | {value} of {total} | {eta_formatted} left',
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
    progress: ({ name, done, of }) => {
      if (!bar.isActive && done < of) bar.start(of, done, { name })
      else bar.update(done, { name })
    },
    end: () => {
      if (bar.isActive) bar.stop()
    },
  }
}

/** The display that suits a stream: a bar only where a person watches. */
export const displayOn = (stream: NodeJS.WriteStream): Display =>
  stream.isTTY ? terminalDisplay(stream) : plainDisplay(text => stream.write(text))
