/**
 * Figures and samples as text.
 *
 * @module
 */
import type { Order } from './corpus.ts'
import type { Outcome, SumsEvent } from './events.ts'
import type { Sample } from './train.ts'

const headings: Readonly<Record<Order, string>> = {
  last: 'Answers written from the last digit',
  first: 'Answers written from the first digit',
}

/** `27 + 586 = 613 ✓`, or what was written instead. */
export const sampleLine = ({ a, b, written, right }: Sample): string =>
  right
    ? `${a} + ${b} = ${Number(written)} ✓`
    : `${a} + ${b} = ${/^\d+$/.test(written) ? Number(written) : written} ✗`

const outcomeLine = (order: Order, { exact, enough, seconds }: Outcome): string =>
  `${headings[order]}: ${(exact * 100).toFixed(1)} % of the sums held out are right after ${seconds.toFixed(1)} s` +
  (enough === undefined ? '.' : `; 95 % after ${enough} steps.`)

/** What is printed of an event. */
export const words = (event: SumsEvent): string | undefined => {
  switch (event.event) {
    case 'data':
      return (
        `sums of two numbers of three digits: ${event.train} to learn from, ${event.heldOut} held out; ` +
        `${event.parameters} parameters; seed ${event.seed}`
      )
    case 'begin':
      return `\n${headings[event.order]}`
    case 'step':
      return (
        `step ${String(event.step).padStart(4)}   loss: ${event.loss.toFixed(4)}   exact: ${event.exact.toFixed(3)}   ` +
        event.samples.map(sampleLine).join('   ')
      )
    case 'result':
      return [
        '',
        outcomeLine('last', event.last),
        ...(event.first === undefined ? [] : [outcomeLine('first', event.first)]),
      ].join('\n')
  }
}
