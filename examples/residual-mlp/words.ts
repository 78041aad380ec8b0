/**
 * Figures as text.
 *
 * @module
 */
import type { ResidualEvent } from './run.ts'

/** What is printed of an event. */
export const words = (event: ResidualEvent): string | undefined => {
  switch (event.event) {
    case 'data':
      return `clothes: ${event.train} to train on, ${event.test} to test on; ${event.depth} hidden layers between the first and the last; seed ${event.seed}`
    case 'epoch': {
      const { variant, epoch, loss, testAccuracy, seconds } = event
      return `${variant.padEnd(8)}   epoch ${epoch}   loss: ${loss.toFixed(3)}   test acc: ${testAccuracy.toFixed(4)}   ${seconds.toFixed(1)} s`
    }
    case 'result':
      return [
        '',
        ...event.variants.map(
          ({ variant, testAccuracy, seconds }) =>
            `${variant.padEnd(8)}   test acc: ${testAccuracy.toFixed(4)} after ${seconds.toFixed(1)} s`,
        ),
      ].join('\n')
  }
}
