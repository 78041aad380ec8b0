/**
 * Figures in the words of the notebook, and what it has no words for in like ones.
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

/** A number as NumPy prints it among very different ones: `2.25956630e-06`. */
export const scientific = (x: number): string =>
  x.toExponential(8).replace(/e([+-])(\d)$/, (_, sign, digit) => `e${sign}0${digit}`)

/** Rows as NumPy prints an array of them. */
export const scientificRows = (rows: readonly (readonly number[])[]): string => {
  const lines = rows.map(row => `[${row.map(scientific).join(' ')}]`)
  return lines.length === 1 ? lines.join('') : `[${lines.join('\n ')}]`
}

/** What is printed of an event, with a heading where something new begins. */
export const words = (event: DigitsEvent): string | undefined => {
  switch (event.event) {
    case 'softmax': {
      const heading =
        event.probabilities.length === 1
          ? 'softmax of a single vector:'
          : `softmax of ${event.probabilities.length} vectors:`
      const sums = event.sums.map(sum => sum.toFixed(8).replace(/0+$/, '')).join(' ')
      return `${heading}\n${scientificRows(event.probabilities)}\nsums: ${sums}`
    }
    case 'likelihood':
      return `negative log-likelihood of ${event.of}: ${event.nats}`
    case 'data':
      return `\ndigits: ${event.train} to train on, ${event.test} to test on; seed ${event.seed}`
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
    case 'likelihoods':
      return (
        `negative log-likelihood of test digit ${event.example}: ${event.ofExample.toFixed(5)}, ` +
        `mean over the test part: ${event.test.toFixed(5)}, over the training part: ${event.train.toFixed(5)}`
      )
    case 'experiment': {
      const kept = event.cached ? ' (kept)' : ''
      const end = event.diverged ? `stopped after epoch ${event.epoch}, ` : ''
      const norm = `gradient norm: ${event.gradientNorm.toExponential(2)}`
      return `${event.study} | ${event.run} | seed ${event.seed}: ${end}${figures(event, 5)}, ${norm}${kept}`
    }
    case 'cache':
      return `cache: ${event.problem}`
    case 'expectation':
      return `${event.study}: ${event.says} (${event.holds} of ${event.seeds} seeds)`
    case 'reference':
      return (
        `reference framework, ${event.name}, ${event.steps} steps: losses apart by at most ${event.losses.toExponential(1)}, ` +
        `gradient norms by ${event.norms.toExponential(1)}, final parameters by ${event.parameters.toExponential(1)}`
      )
    case 'skipped':
      return `skipped: ${event.what}, as ${event.why}.`
    case 'result':
      return undefined
  }
}
