/**
 * Gradient descent at several rates, with the steepest curvature along the way.
 *
 * @module
 */
import { item } from 'pullback'
import type { Progress, Settings } from '../example.ts'
import type { Spiral } from '../spiral/data.ts'
import { begin, descent, lossAt } from './model.ts'
import { powerIteration } from './sharpness.ts'

/** What is seen at a step: the loss before it, and the largest eigenvalue of the Hessian there. */
export interface Line {
  readonly step: number
  readonly loss: number
  readonly sharpness: number
}

/** One training. */
export interface Run {
  readonly rate: number
  /** The curvature at which steps of this size begin to swing: 2 over the rate. */
  readonly bound: number
  readonly lines: readonly Line[]
}

/** What a run tells. */
export type CurvatureEvent =
  | { readonly event: 'data'; readonly points: number; readonly seed: number }
  | { readonly event: 'begin'; readonly rate: number; readonly bound: number }
  | ({ readonly event: 'step'; readonly rate: number } & Line)
  | {
      readonly event: 'result'
      readonly runs: readonly {
        readonly rate: number
        readonly bound: number
        readonly loss: number
        readonly sharpness: number
      }[]
    }

/** The rates. */
export const rates = [0.8, 0.4, 0.2] as const

/** Trains at each rate: 5,000 steps with a look every 50th; 600 in short runs. */
export async function* runCurvature(
  { train, seed }: Spiral,
  { engine, short }: Settings,
): AsyncGenerator<CurvatureEvent | Progress, readonly Run[], void> {
  const [steps, every] = [short ? 600 : 5000, 50]
  const loss = lossAt(train)
  const sharpnessAt = powerIteration(loss, engine)
  yield { event: 'data', points: train.targets.shape[0], seed }
  const runs: Run[] = []
  for (const rate of rates) {
    const bound = 2 / rate
    yield { event: 'begin', rate, bound }
    const descend = descent(loss, rate, engine)
    const lines: Line[] = []
    let params = begin(seed)
    let direction = begin(seed + 1)
    for (let step = 0; step <= steps; step++) {
      const next = descend(params)
      if (step % every === 0) {
        // The direction turns slowly: the last one is the best to begin with.
        const { value, vector } = sharpnessAt(params, direction)
        direction = vector
        const line = { step, loss: item(next.loss), sharpness: value }
        lines.push(line)
        if (step % (10 * every) === 0) yield { event: 'step', rate, ...line }
        yield { event: 'progress', name: `rate ${rate}`, done: step, of: steps }
      }
      params = next.params
    }
    runs.push({ rate, bound, lines })
  }
  yield {
    event: 'result',
    runs: runs.map(({ rate, bound, lines }) => {
      const last = lines.at(-1) as Line
      return { rate, bound, loss: last.loss, sharpness: last.sharpness }
    }),
  }
  return runs
}
