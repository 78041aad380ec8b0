/**
 * Figures in the words of the notebook.
 *
 * @module
 */
import { showIntegers, showMatrix } from './arrays.ts'
import type { JacobianEvent } from './run.ts'

const rule = '-'.repeat(32)

const batches = (indices: readonly (readonly number[])[]): string =>
  [
    '',
    `Number of iterations per epoch = ${indices.length}`,
    '',
    rule,
    'Epoch 1:',
    rule,
    ...indices.flatMap((batch, i) => [`In iteration ${i + 1}, using samples`, showIntegers(batch)]),
    '',
    `Number of iterations per epoch = ${indices.length}`,
    '',
  ].join('\n')

/** What the notebook prints of an event, and in the same manner what it does not. */
export const words = (event: JacobianEvent): string | undefined => {
  switch (event.event) {
    case 'data':
      return `64 samples as columns, 5 features, 3 classes; seed ${event.seed}\n`
    case 'once':
      return `${showMatrix(event.before)}\n${event.loss}\n-----\n${showMatrix(event.after)}`
    case 'batches':
      return batches(event.batches)
    case 'epoch':
      return event.form === 'jacobian' ? `Epoch ${event.epoch}:, loss = ${event.loss.toFixed(6)}` : undefined
    case 'agreement': {
      const [losses, weights] = [event.losses, event.weights].map(x => x.toExponential(1))
      return `By ${event.form} instead of the Jacobian: losses differ by ${losses}, weights by ${weights} of their norm`
    }
    case 'law':
      return `Law ${event.id} ${event.holds ? 'holds' : 'is broken'}: ${event.statement}`
    case 'timing':
      return `${String(event.classes).padStart(3)} classes, by ${event.form.padEnd(8)} ${event.us.toFixed(1).padStart(9)} µs a step`
    case 'result':
      return `All samples: loss ${event.finalLoss.toFixed(6)}, accuracy ${event.accuracy.toFixed(5)}`
  }
}
