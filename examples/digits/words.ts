/**
 * Figures in the words of the notebook.
 *
 * @module
 */
import type { Evaluation } from './evaluate.ts'
import type { DigitsEvent } from './run.ts'

/** `train loss: 0.2397, train acc: 0.950, test acc: 0.956`. */
export const figures = ({ trainLoss, trainAccuracy, testAccuracy }: Evaluation, lossDigits: number): string =>
  `train loss: ${trainLoss.toFixed(lossDigits)}, train acc: ${trainAccuracy.toFixed(3)}, ` +
  `test acc: ${testAccuracy.toFixed(3)}`

/** Losses, lowest first. */
export const worstLosses = (losses: readonly number[]): string =>
  `test losses: [${losses
    .toSorted((a, b) => a - b)
    .map(loss => loss.toFixed(8))
    .join(' ')}]`

/** What the notebook prints of an event, with a heading for each model. */
export const words = (event: DigitsEvent): string | undefined => {
  switch (event.event) {
    case 'data':
      return `digits: ${event.train} to train on, ${event.test} to test on; seed ${event.seed}`
    case 'untrained':
      return event.model === 'logistic'
        ? `\nLogistic regression\nEvaluation of the untrained model:\n${figures(event, 4)}`
        : `\nOne hidden layer of 10 units\nRandom init: ${figures(event, 5)}`
    case 'update':
      return `Update #${event.time}, ${figures(event, 4)}`
    case 'epoch':
      return `Epoch #${event.time}, ${figures(event, 5)}`
    case 'worst':
      return worstLosses(event.losses)
    case 'result':
      return undefined
  }
}
