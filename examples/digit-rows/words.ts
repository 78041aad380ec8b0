/**
 * Figures as text.
 *
 * @module
 */
import type { RowsEvent } from './run.ts'

const share = (x: number): string => x.toFixed(4)

/** What is printed of an event. */
export const words = (event: RowsEvent): string | undefined => {
  switch (event.event) {
    case 'data':
      return `digits, row by row: ${event.train} to train on, ${event.test} to test on; seed ${event.seed}`
    case 'epoch': {
      const { epoch, loss, trainAccuracy, testAccuracy } = event
      return `epoch ${String(epoch).padStart(2)}   loss: ${loss.toFixed(4)}   train acc: ${share(trainAccuracy)}   test acc: ${share(testAccuracy)}`
    }
    case 'row':
      return `behind row ${event.row}   test acc: ${share(event.testAccuracy)}`
    case 'result':
      return `test accuracy: ${share(event.testAccuracy)} after ${event.seconds.toFixed(1)} s`
  }
}
