/**
 * All methods, and how far each is from the motion in closed form.
 *
 * @module
 */
import { compile, toValues } from 'pullback'
import type { Progress, Settings } from '../example.ts'
import { byAdam, byGaussNewton, byMeasurements, type Descent } from './methods.ts'
import { type Column, column, furthest, type Params, positionOf, residualOf } from './model.ts'
import { motion, system, times } from './system.ts'

/** The default seed. */
export const ownSeed = 0

/** What is seen at a step: the loss before it, and the largest difference from the motion over all of the time. */
export interface Line {
  readonly step: number
  readonly loss: number
  readonly error: number
}

/** A network at the end. */
export interface Run {
  readonly name: string
  readonly lines: readonly Line[]
  /** Its motion and its residual at `grid`. */
  readonly positions: readonly number[]
  readonly residuals: readonly number[]
  readonly seconds: number
}

/** What a run tells. */
export type OscillatorEvent =
  | { readonly event: 'data'; readonly omega: number; readonly zeta: number; readonly seed: number }
  | { readonly event: 'begin'; readonly method: string; readonly steps: number }
  | ({ readonly event: 'step'; readonly method: string } & Line)
  | {
      readonly event: 'result'
      readonly methods: readonly ({ readonly name: string; readonly seconds: number } & Line)[]
    }

/** Where networks are compared with the motion: ten times as close as where they are trained. */
export const grid = times(1001)

interface Method {
  readonly name: string
  readonly steps: number
  readonly every: number
  readonly descent: (seed: number) => Descent
}

const methodsOf = ({ engine, short }: Settings): readonly Method[] => {
  const share = short ? 10 : 1
  const [few, many] = [600 / share, 10_000 / share]
  return [
    { name: 'law', steps: few, every: 2, descent: seed => byGaussNewton(seed, engine) },
    { name: 'law, Adam', steps: many, every: 50, descent: seed => byAdam(seed, many, engine) },
    { name: 'measurements', steps: few, every: 2, descent: seed => byMeasurements(seed, engine) },
  ]
}

/** Trains each network. */
export async function* runOscillator(
  seed: number,
  settings: Settings,
): AsyncGenerator<OscillatorEvent | Progress, readonly Run[], void> {
  const { omega, zeta } = system
  yield { event: 'data', omega, zeta, seed }
  const [at, truth] = [column(grid), grid.map(motion)]
  const look = compile(
    (params: Params, t: Column) => [positionOf(params)(t), residualOf(params)(t)] as const,
    { engine: settings.engine },
  )
  const runs: Run[] = []
  for (const { name, steps, every, descent } of methodsOf(settings)) {
    yield { event: 'begin', method: name, steps }
    const lines: Line[] = []
    let [positions, residuals]: readonly (readonly number[])[] = [[], []]
    const began = performance.now()
    const advance = descent(seed)
    for (let step = 0; step <= steps; step++) {
      const { loss, params } = advance()
      if (step % every !== 0) continue
      ;[positions, residuals] = look(params, at).map(x => Array.from(toValues(x)))
      const line = { step, loss, error: furthest(positions as readonly number[], truth) }
      lines.push(line)
      if ((step * 5) % steps === 0) yield { event: 'step', method: name, ...line }
      yield { event: 'progress', name, done: step, of: steps }
    }
    const seconds = (performance.now() - began) / 1000
    runs.push({
      name,
      lines,
      positions: positions as readonly number[],
      residuals: residuals as readonly number[],
      seconds,
    })
  }
  yield {
    event: 'result',
    methods: runs.map(({ name, lines, seconds }) => ({ name, seconds, ...(lines.at(-1) as Line) })),
  }
  return runs
}
