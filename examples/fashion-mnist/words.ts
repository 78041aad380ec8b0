/**
 * Figures in the words of the notebook.
 *
 * @module
 */
import type { FashionEvent } from './events.ts'

const epochLine = (epoch: number, loss: number, accuracy: number): string =>
  `epoch ${epoch}   loss: ${loss.toFixed(3)}   acc: ${accuracy.toFixed(3)}`

/** What the notebook prints of an event. */
export const words = (event: FashionEvent): string | undefined => {
  switch (event.event) {
    case 'data': {
      const { train, standardised } = event
      return [
        'x_train',
        `mean: ${standardised.mean.toFixed(1)}`,
        `std: ${standardised.deviation.toFixed(1)}`,
        `min: ${standardised.least.toFixed(2)}`,
        `max: ${standardised.most.toFixed(2)}`,
        `shape: (${train}, 784)`,
      ].join('\n')
    }
    case 'epoch':
      return event.model === 'notebook'
        ? epochLine(event.epoch, event.loss, event.accuracy)
        : `${epochLine(event.epoch, event.loss, event.testAccuracy)} (test)   ${event.seconds.toFixed(1)} s`
    case 'test':
      return `test accuracy: ${event.accuracy}`
    case 'law':
      return `law ${event.id} ${event.holds ? 'holds' : 'is BROKEN'} on ${event.networks} random networks: ${event.statement}`
    case 'result':
      return `test accuracy of the better network: ${event.best.testAccuracy} after ${event.best.seconds.toFixed(1)} s`
  }
}
