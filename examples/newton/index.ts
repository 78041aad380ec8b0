/**
 * Gauss-Newton steps by conjugate gradients, beside Adam and gradient descent.
 *
 * @module
 */
import { drawn, type Example } from '../example.ts'
import { spiral as draw, type Spiral } from '../spiral/data.ts'
import { newtonReport } from './report.ts'
import { type NewtonEvent, type Run, runNewton } from './run.ts'

const words = (event: NewtonEvent): string | undefined => {
  switch (event.event) {
    case 'data':
      return `newton: ${event.points} points of the spiral, ${event.budget} gradients for each; seed ${event.seed}`
    case 'line':
      return (
        `${event.method.padEnd(12)} step ${String(event.step).padStart(4)}, ${String(event.gradients).padStart(4)} gradients. ` +
        `Loss=${event.loss.toExponential(3)}`
      )
    case 'result':
      return undefined
  }
}

/** The example. Everything is drawn from a seed: nothing is read. */
export const newton: Example<Spiral, NewtonEvent, readonly Run[]> = {
  name: 'newton',
  summary: 'Gauss-Newton steps by conjugate gradients, beside Adam and gradient descent',
  load: drawn(draw),
  run: runNewton,
  show: words,
  report: newtonReport,
}
