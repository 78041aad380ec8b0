/**
 * A contest: all contestants on one job, side by side.
 *
 * First each runs the same steps, and their losses are compared: a contestant is not fast by being wrong. Then, after a time to warm
 * up, they are measured in turn, round after round, so that what slows the machine down for a while slows down all of them;
 * the median over the rounds counts.
 *
 * @module
 */
import { setTimeout as wait } from 'node:timers/promises'
import type { FloatDType } from 'pullback'
import type { Case } from '../cases/case.ts'
import { type Channel, type Command, type Measured, open } from './channel.ts'
import { type Disagreement, disagreements } from './losses.ts'

/** Who takes part. */
export interface Entrant {
  /** 'pullback', or the peer's name. */
  readonly peer: string
  readonly engine?: string
  readonly mode?: string
  readonly command: Command
}

/** How long to measure. */
export interface Pace {
  readonly rounds: number
  /** Seconds of a contestant's turn in each round. */
  readonly seconds: number
  /** Seconds before the first round. */
  readonly warm: number
}

/** What came out for one contestant. */
export interface Result {
  readonly case: string
  readonly dtype: FloatDType
  readonly peer: string
  readonly engine?: string
  readonly mode?: string
  /** Steps that were measured, in all rounds. */
  readonly steps: number
  /** The median over the rounds. */
  readonly us_per_step: number
  /** The fastest and the slowest round. */
  readonly us_fastest: number
  readonly us_slowest: number
  /** The loss at the last of the steps that all took. */
  readonly loss: number
  readonly trace_us?: number
  readonly first_us?: number
  /** Bytes by which what is held grew. */
  readonly held_bytes?: number
  readonly versions: Channel['versions']
}

/** What came out of a contest. */
export interface Outcome {
  readonly results: readonly Result[]
  /** Contestants that could not take part or lost their way, each with a sentence. */
  readonly failures: readonly string[]
  readonly disagreements: readonly Disagreement[]
}

interface Active {
  readonly entrant: Entrant
  readonly channel: Channel
  readonly preparation: Partial<Result>
  readonly losses: readonly number[]
}

/** How an entrant is called. */
export const nameOf = ({ peer, engine, mode }: Pick<Entrant, 'peer' | 'engine' | 'mode'>): string =>
  engine === undefined ? peer : `${peer} ${engine}-${mode}`

/** The middle of some numbers. */
export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((x, y) => x - y)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** A list that begins with another one each time. */
export const rotated = <A>(list: readonly A[], by: number): readonly A[] => [
  ...list.slice(by % list.length),
  ...list.slice(0, by % list.length),
]

const rounded = (us: number): number => Number(us.toPrecision(5))

/** Seconds between turns: the threads of some libraries look for work for a tenth of a second after their last. */
const rest = 0.2

/** A contestant that needs more seconds than this for a step when warming up is not measured again. */
const patience = 2

// The first turn is for warming up; each has its turn in each round, and another one begins each round.
const measureInTurn = async (active: readonly Active[], { rounds, seconds, warm }: Pace) => {
  const steps = new Map<Active, number>(active.map(each => [each, 0]))
  const times = new Map<Active, number[]>(active.map(each => [each, []]))
  const count = (each: Active, measured: Measured): void => {
    steps.set(each, steps.get(each)! + measured.steps)
    times.get(each)!.push((measured.seconds / measured.steps) * 1e6)
  }
  const quick: Active[] = []
  for (const each of active) {
    const measured = await each.channel.measure(warm)
    if (measured.seconds > patience * measured.steps) count(each, measured)
    else quick.push(each)
  }
  for (let round = 0; round < rounds; round++)
    for (const each of rotated(quick, round)) {
      await wait(1000 * Math.min(rest, seconds))
      count(each, await each.channel.measure(seconds))
    }
  return { steps, times }
}

const prepared = async ({ growth }: Case, channel: Channel): Promise<Partial<Result>> => {
  const { traceUs, firstUs } = growth?.preparation === true ? await channel.preparation() : {}
  return {
    ...(typeof traceUs === 'number' ? { trace_us: rounded(traceUs) } : {}),
    ...(firstUs === undefined ? {} : { first_us: rounded(firstUs) }),
  }
}

const held = async ({ growth }: Case, { channel }: Active): Promise<Partial<Result>> => {
  const memory = growth?.memoryAfter === undefined ? undefined : await channel.memory(growth.memoryAfter)
  return memory === undefined ? {} : { held_bytes: memory.after - memory.before }
}

/** Holds a contest over the job in a folder. */
export const contest = async (
  given: Case,
  dtype: FloatDType,
  folder: string,
  entrants: readonly Entrant[],
  pace: Pace,
): Promise<Outcome> => {
  const active: Active[] = []
  const failures: string[] = []
  try {
    for (const entrant of entrants)
      try {
        const channel = await open(entrant.command, folder)
        // In a process that has run nothing before.
        const preparation = await prepared(given, channel)
        active.push({ entrant, channel, preparation, losses: await channel.losses(given.steps) })
      } catch (error) {
        failures.push(`${given.name} ${dtype}: ${nameOf(entrant)} failed: ${(error as Error).message}`)
      }
    if (active.length === 0) return { results: [], failures, disagreements: [] }
    const memory = new Map<Active, Partial<Result>>()
    for (const each of active) memory.set(each, await held(given, each))
    const { steps, times } = await measureInTurn(active, pace)
    return {
      failures,
      disagreements: disagreements(
        dtype,
        active.map(({ entrant, losses }) => ({ name: nameOf(entrant), losses })),
      ),
      results: active.map(each => {
        const { entrant, losses, channel } = each
        const { peer, engine, mode } = entrant
        const us = times.get(each)!
        return {
          case: given.name,
          peer,
          ...(engine === undefined || mode === undefined ? {} : { engine, mode }),
          dtype,
          steps: steps.get(each)!,
          us_per_step: rounded(median(us)),
          us_fastest: rounded(Math.min(...us)),
          us_slowest: rounded(Math.max(...us)),
          loss: losses.at(-1)!,
          ...each.preparation,
          ...memory.get(each),
          versions: channel.versions,
        }
      }),
    }
  } finally {
    await Promise.all(active.map(({ channel }) => channel.close()))
  }
}
