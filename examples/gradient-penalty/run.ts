/**
 * One critic with the penalty, and others whose weights are clipped at several bounds.
 *
 * @module
 */
import { pipe } from 'fp-ts/lib/function.js'
import { getOrElse } from 'fp-ts/lib/Option.js'
import type { FloatDType } from 'pullback'
import type { Progress, Settings } from '../example.ts'
import type { Params } from './critic.ts'
import { distance } from './points.ts'
import { type Check, clipping, judging, penalty, type Restraint, train } from './train.ts'

/** The default seed. */
export const ownSeed = 0

/** One critic: its checks, and its parameters at the end. */
export interface Trained {
  readonly name: string
  readonly checks: readonly Check[]
  readonly params: Params
  readonly seconds: number
}

/** What a run tells. */
export type PenaltyEvent =
  | { readonly event: 'data'; readonly distance: number; readonly steps: number; readonly seed: number }
  | { readonly event: 'begin'; readonly critic: string }
  | ({ readonly event: 'step'; readonly critic: string } & Check)
  | {
      readonly event: 'result'
      readonly distance: number
      readonly critics: readonly ({ readonly name: string; readonly seconds: number } & Check)[]
    }

const restraints: readonly Restraint[] = [penalty, clipping(0.01), clipping(0.1), clipping(0.5)]

/** Trains each critic for 3,000 steps; 400 in short runs. */
export async function* runPenalty(
  seed: number,
  { dtype, engine, short }: Settings,
): AsyncGenerator<PenaltyEvent | Progress, readonly Trained[], void> {
  const [steps, every, points] = short ? [400, 100, 2_000] : [3_000, 100, 10_000]
  const type: FloatDType = pipe(
    dtype,
    getOrElse((): FloatDType => 'f32'),
  )
  const judge = judging(points, type, engine)
  yield { event: 'data', distance, steps, seed }
  const critics: Trained[] = []
  for (const restraint of restraints) {
    const { name } = restraint
    yield { event: 'begin', critic: name }
    const began = performance.now()
    const seen = []
    for (const { check, params } of train(restraint, judge, { seed, steps, every, dtype: type, engine })) {
      seen.push({ check, params })
      if (check.step % (5 * every) === 0 || short) yield { event: 'step', critic: name, ...check }
      yield { event: 'progress', name, done: check.step, of: steps }
    }
    const { params } = seen.at(-1) as (typeof seen)[number]
    const seconds = (performance.now() - began) / 1000
    critics.push({ name, checks: seen.map(({ check }) => check), params, seconds })
  }
  yield {
    event: 'result',
    distance,
    critics: critics.map(({ name, checks, seconds }) => ({ name, seconds, ...(checks.at(-1) as Check) })),
  }
  return critics
}
