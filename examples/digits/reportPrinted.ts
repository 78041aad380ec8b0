/**
 * The notebook's lines before and after training, beside ours.
 *
 * @module
 */
import type { Section } from '../report/page.ts'
import { askedExample, type MainJob } from './mainJob.ts'
import { type PrintedEvent, printed } from './printed.ts'
import { scientific } from './words.ts'

// What the notebook prints, in its order.
const inNotebook = [
  '[9.99662391e-01 3.35349373e-04 2.25956630e-06]',
  '[2.47262316e-03 9.97527377e-01 1.38536042e-11]',
  '0.01005032575249135',
  '4.605169185988592',
  '0.0033501019174971905',
]

const lineOf = (probabilities: readonly number[]): string => `[${probabilities.map(scientific).join(' ')}]`

const valuesOf = (event: PrintedEvent): readonly (readonly [name: string, value: string])[] =>
  event.event === 'softmax'
    ? event.probabilities.map(
        (row, i) => [`softmax of [${event.scores[i]?.join(', ')}]`, lineOf(row)] as const,
      )
    : [[`negative log-likelihood of ${event.of} (nats)`, String(event.nats)]]

/** Softmax and negative log-likelihoods as printed, and the likelihoods that the last exercise asks for. */
export const printedSection = ({ neural }: MainJob): Section => {
  // The first event is a single vector, which the second one has too.
  const rows = printed()
    .slice(1)
    .flatMap(valuesOf)
    .map(([name, value], i) => [name, value, value === inNotebook[i] ? 'the same' : (inNotebook[i] ?? '–')])
  const { predictions, final } = neural
  const asked = [
    [`negative log-likelihood of test digit ${askedExample} (nats)`, predictions[askedExample]?.loss],
    ['mean over the test part (nats)', final.testLoss],
    ['mean over the training part (nats)', final.trainLoss],
  ] as const
  return {
    title: 'Softmax and likelihoods',
    text: 'Some values that the notebook prints, and the likelihoods for the hidden-layer model that its last exercise asks for.',
    table: {
      head: ['value', 'here', 'in the notebook'],
      rows: [...rows, ...asked.map(([name, nats]) => [name, nats?.toFixed(5) ?? '–', '–'])],
    },
  }
}
