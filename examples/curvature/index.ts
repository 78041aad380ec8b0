/**
 * The steepest curvature of a loss along training, by products with its Hessian.
 *
 * @module
 */
import { drawn, type Example } from '../example.ts'
import { spiral as draw, type Spiral } from '../spiral/data.ts'
import { curvatureReport } from './report.ts'
import { type CurvatureEvent, type Run, runCurvature } from './run.ts'

const words = (event: CurvatureEvent): string | undefined => {
  switch (event.event) {
    case 'data':
      return `curvature: ${event.points} points of the spiral; seed ${event.seed}`
    case 'begin':
      return `\nrate ${event.rate}: steps swing where the largest eigenvalue is above ${event.bound}`
    case 'step':
      return (
        `Step ${String(event.step).padStart(4)}. Loss=${event.loss.toFixed(4)}, ` +
        `largest eigenvalue=${event.sharpness.toFixed(2)}`
      )
    case 'result':
      return undefined
  }
}

/** The example. Everything is drawn from a seed: nothing is read. */
export const curvature: Example<Spiral, CurvatureEvent, readonly Run[]> = {
  name: 'curvature',
  summary: 'the largest eigenvalue of the Hessian along training, at the edge of stability',
  load: drawn(draw),
  run: runCurvature,
  show: words,
  report: curvatureReport,
}
