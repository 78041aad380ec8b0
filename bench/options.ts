/**
 * The command line of the benchmark.
 *
 * @module
 */
import { parseArgs } from 'node:util'
import { sequenceS } from 'fp-ts/lib/Apply.js'
import { chain, type Either, either, left, map, right, tryCatch } from 'fp-ts/lib/Either.js'
import { flow, pipe } from 'fp-ts/lib/function.js'
import { type Case, growthCases, networkCases, notebookCases } from './cases/index.ts'
import type { Pace } from './contest/contest.ts'
import { peerNames } from './peers/find.ts'
import type { Runner } from './pullback/runner.ts'
import { runnerName, runners } from './pullback/runners.ts'

/** What to measure, and how. */
export interface Options {
  readonly cases: readonly Case[]
  readonly runners: readonly Runner[]
  readonly peers: readonly string[]
  readonly pace: Pace
  readonly json: boolean
  readonly out: string
  readonly help: boolean
}

/** What `--help` prints. */
export const usage = `npm run bench -- [options]

  --cases a,b     only cases whose names contain one of these
  --growth        cases that grow in one size, too
  --runners a,b   only these ways of running pullback: ${runners.map(runnerName).join(', ')}
  --peers a,b     only these peers: ${peerNames.join(', ')}; 'none' for none
  --rounds n      rounds, of which the median counts (5)
  --seconds s     seconds of each contestant's turn in a round (0.3)
  --warm s        seconds of warming up (1)
  --json          a JSON line for each result instead of tables
  --out folder    where report.html and results.jsonl go (out/bench)`

const number =
  (option: string, least: number, most: number) =>
  (text: string): Either<string, number> => {
    const value = Number(text)
    return text.trim() !== '' && value >= least && value <= most
      ? right(value)
      : left(`--${option}: '${text}' is not a number from ${least} to ${most}.`)
  }

const integer = (option: string, least: number, most: number) =>
  flow(
    number(option, least, most),
    chain(value =>
      Number.isInteger(value) ? right(value) : left(`--${option}: '${value}' is not an integer.`),
    ),
  )

/** Those of a list whose names are chosen: by a part of the name, or exactly. */
const choose =
  <A>(option: string, nameOf: (a: A) => string, fits: (name: string, wanted: string) => boolean) =>
  (all: readonly A[], text: string | undefined): Either<string, readonly A[]> => {
    if (text === undefined) return right(all)
    const wanted = text.split(',').filter(name => name !== '')
    const unknown = wanted.find(name => !all.some(a => fits(nameOf(a), name)))
    return unknown === undefined
      ? right(all.filter(a => wanted.some(name => fits(nameOf(a), name))))
      : left(`--${option}: there is no '${unknown}'. There are ${all.map(nameOf).join(', ')}.`)
  }

const contains = (name: string, wanted: string): boolean => name.includes(wanted)
const equals = (name: string, wanted: string): boolean => name === wanted

const definitions = {
  cases: { type: 'string' },
  growth: { type: 'boolean', default: false },
  runners: { type: 'string' },
  peers: { type: 'string' },
  rounds: { type: 'string', default: '5' },
  seconds: { type: 'string', default: '0.3' },
  warm: { type: 'string', default: '1' },
  json: { type: 'boolean', default: false },
  out: { type: 'string', default: 'out/bench' },
  help: { type: 'boolean', default: false },
} as const

/** What the command line says, or what is wrong with it. */
export const optionsOf = (args: readonly string[]): Either<string, Options> =>
  pipe(
    tryCatch(
      () => parseArgs({ args: [...args], options: definitions }).values,
      cause => String((cause as Error).message),
    ),
    chain(given =>
      pipe(
        sequenceS(either)({
          cases: choose<Case>(
            'cases',
            ({ name }) => name,
            contains,
          )([...notebookCases, ...networkCases, ...(given.growth ? growthCases : [])], given.cases),
          runners: choose<Runner>('runners', runnerName, equals)(runners, given.runners),
          peers:
            given.peers === 'none'
              ? right([])
              : choose<string>('peers', name => name, equals)(peerNames, given.peers),
          pace: sequenceS(either)({
            rounds: integer('rounds', 1, 1000)(given.rounds),
            seconds: number('seconds', 0, 600)(given.seconds),
            warm: number('warm', 0, 600)(given.warm),
          }),
        }),
        map(options => ({ ...options, json: given.json, out: given.out, help: given.help })),
      ),
    ),
  )
