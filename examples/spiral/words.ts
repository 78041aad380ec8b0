/**
 * Figures in the words of the notebook.
 *
 * @module
 */
import type { Beginning } from './model.ts'
import type { SpiralEvent } from './run.ts'

const headings: Readonly<Record<Beginning, string>> = {
  notebook: 'W1 = randn · sqrt(2.0 / num_inputs + 1), as the notebook has it',
  meant: 'W1 = randn · sqrt(2.0 / (num_inputs + 1)), as its text says',
}

/** What the notebook prints of an event, with a heading for each beginning. */
export const words = (event: SpiralEvent): string | undefined => {
  switch (event.event) {
    case 'data':
      return `spiral: ${event.train} points to train on, ${event.test} to test on; seed ${event.seed}`
    case 'begin':
      return `\n${headings[event.beginning]}`
    case 'step': {
      const { step, loss, accuracy } = event
      return `Step ${String(step).padStart(4)}. Loss=${loss.toFixed(3)}, train accuracy=${accuracy.toFixed(5)}`
    }
    case 'test':
      return `Test accuracy=${event.accuracy.toFixed(5)}`
    case 'drift':
      return `With first weights larger by ${event.nudge} the losses differ by ${event.most.toExponential(1)} at most`
    case 'result':
      return undefined
  }
}
