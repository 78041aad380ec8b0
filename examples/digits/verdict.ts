/**
 * A verdict on whether a network is too small for its data, or its data too few for it.
 *
 * @module
 */
import { endOf } from './experiments.ts'
import type { Outcome } from './outcome.ts'

/** What the curves of a run say. */
export type Verdict = 'underfits' | 'overfits' | 'neither'

/** Below this share of its own training digits a network has not learnt them. */
const learnt = 0.9
/** A test loss that ends this many times above its lowest has turned. */
const turned = 1.05

/** When a run is said to do which, for readers. */
export const verdictRule =
  `A run underfits here if it recognises less than ${learnt * 100} % of its own training digits in the end, and overfits if the ` +
  `test loss ends more than ${Math.round((turned - 1) * 100)} % above its lowest while the training loss went on falling.`

/** What one outcome says, by that rule. */
export const verdict = (outcome: Outcome): Verdict => {
  const { trainAccuracy, trainLoss, testLoss } = endOf(outcome)
  if (trainAccuracy < learnt) return 'underfits'
  const best = outcome.history.reduce((a, b) => (b.testLoss < a.testLoss ? b : a))
  return testLoss > turned * best.testLoss && trainLoss < best.trainLoss ? 'overfits' : 'neither'
}

/** The verdicts on all seeds in a sentence. */
export const verdictOf = (outcomes: readonly Outcome[]): string => {
  const verdicts = outcomes.map(verdict)
  const counted = (['underfits', 'overfits', 'neither'] as const)
    .map(kind => ({ kind, times: verdicts.filter(found => found === kind).length }))
    .filter(({ times }) => times > 0)
    .map(
      ({ kind, times }) =>
        `${kind === 'neither' ? 'does neither' : kind} with ${times} of ${verdicts.length} seeds`,
    )
  return `${counted.join(', ')}.`
}
