/**
 * Measuring side by side in one process: each has its turn in each round, and another one begins each round.
 *
 * @module
 */
import { median, type Pace, rotated } from '../contest/contest.ts'
import { measuring } from '../contest/serve.ts'
import type { Run } from '../pullback/run.ts'

/** A contestant. */
export interface Racer {
  readonly name: string
  readonly run: Run
}

/** Microseconds a step. */
export interface Timing {
  readonly name: string
  readonly median: number
  readonly fastest: number
  /** The median of the rounds' shares of the time that the yardstick took in the same round. */
  readonly share: number
}

/** What repeats a function of no arguments. */
export const repeats = (f: () => void): Run => ({
  losses: () => [],
  advance: steps => {
    for (let i = 0; i < steps; i++) f()
  },
})

/** Measures all, in turns. Others are reported as shares of the one that is the yardstick. */
export const takeTurns = async (
  racers: readonly Racer[],
  yardstick: string,
  { rounds, seconds, warm }: Pace,
): Promise<readonly Timing[]> => {
  const lanes = racers.map(({ name, run }) => ({ name, run, measure: measuring(), times: [] as number[] }))
  for (const { measure, run } of lanes) await measure(run, warm)
  for (let round = 0; round < rounds; round++)
    for (const { measure, run, times } of rotated(lanes, round)) {
      const measured = await measure(run, seconds)
      times.push((measured.seconds / measured.steps) * 1e6)
    }
  const measure = lanes.find(({ name }) => name === yardstick)!.times
  return lanes.map(({ name, times }) => ({
    name,
    median: median(times),
    fastest: Math.min(...times),
    share: median(times.map((time, round) => time / measure[round]!)),
  }))
}
