/**
 * Figures as text.
 *
 * @module
 */
import type { LeNetEvent } from './run.ts'

/** What is printed of an event. */
export const words = (event: LeNetEvent): string | undefined => {
  switch (event.event) {
    case 'data':
      return `MNIST: ${event.train} to train on, ${event.test} to test on; ${event.parameters} parameters; seed ${event.seed}`
    case 'epoch':
      return (
        `epoch ${event.epoch}   train loss: ${event.trainLoss.toFixed(4)}   test loss: ${event.testLoss.toFixed(4)}   ` +
        `test acc: ${event.testAccuracy.toFixed(4)}   ${event.seconds.toFixed(1)} s`
      )
    case 'result':
      return `${event.errors} test digits read wrong: accuracy ${event.testAccuracy.toFixed(4)}`
  }
}
