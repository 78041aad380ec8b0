/**
 * Gauss-Newton, Adam and gradient descent, from the same first parameters and for the same number of gradients.
 *
 * @module
 */
import { adam, sgd } from 'pullback'
import { begin } from '../curvature/model.ts'
import type { Progress, Settings } from '../example.ts'
import type { Spiral } from '../spiral/data.ts'
import { byGradients, type Descent, gaussNewton } from './methods.ts'

/** The loss before a step, and what all steps before it cost. */
export interface Line {
  readonly step: number
  readonly gradients: number
  readonly loss: number
}

/** A method and where it went. */
export interface Run {
  readonly name: string
  readonly lines: readonly Line[]
  readonly seconds: number
}

/** What a run tells. */
export type NewtonEvent =
  | { readonly event: 'data'; readonly points: number; readonly seed: number; readonly budget: number }
  | ({ readonly event: 'line'; readonly method: string } & Line)
  | {
      readonly event: 'result'
      readonly methods: readonly {
        readonly name: string
        readonly steps: number
        readonly loss: number
        readonly seconds: number
      }[]
    }

/** Runs each method until it has spent so many gradients: 5,000, or 1,000 in short runs. */
export async function* runNewton(
  { train, seed }: Spiral,
  { engine, short }: Settings,
): AsyncGenerator<NewtonEvent | Progress, readonly Run[], void> {
  const budget = short ? 1000 : 5000
  yield { event: 'data', points: train.targets.shape[0], seed, budget }
  const first = begin(seed)
  const methods: readonly Descent[] = [
    byGradients('descent', sgd(0.8), train, first, engine),
    byGradients('Adam', adam(0.01), train, first, engine),
    gaussNewton(train, first, engine),
  ]
  const runs: Run[] = []
  for (const { name, step } of methods) {
    const lines: Line[] = []
    const from = performance.now()
    let told = 0
    for (let gradients = 0; gradients <= budget; ) {
      const { loss, gradients: cost } = step()
      const line = { step: lines.length, gradients, loss }
      lines.push(line)
      if (gradients >= told) {
        yield { event: 'line', method: name, ...line }
        yield { event: 'progress', name, done: gradients, of: budget }
        told += budget / 5
      }
      gradients += cost
    }
    runs.push({ name, lines, seconds: (performance.now() - from) / 1000 })
  }
  yield {
    event: 'result',
    methods: runs.map(({ name, lines, seconds }) => ({
      name,
      steps: lines.length,
      loss: (lines.at(-1) as Line).loss,
      seconds,
    })),
  }
  return runs
}
