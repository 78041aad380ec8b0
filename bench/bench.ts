/**
 * A whole run of the benchmark: contests over all jobs, reported as they go.
 *
 * @module
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type FloatDType, reference } from 'pullback'
import type { Case } from './cases/index.ts'
import { contest, type Entrant, nameOf, type Outcome } from './contest/contest.ts'
import { writeJob } from './contest/job.ts'
import type { Options } from './options.ts'
import type { Peer } from './peers/find.ts'
import type { Runner } from './pullback/runner.ts'
import { runnerName } from './pullback/runners.ts'

const pullbackMain = join(import.meta.dirname, 'pullback/main.ts')

/** pullback with a runner, as a contestant. */
export const pullbackEntrant = (runner: Pick<Runner, 'engine' | 'mode'>): Entrant => ({
  peer: 'pullback',
  engine: runner.engine,
  mode: runner.mode,
  command: {
    command: process.execPath,
    args: ['--conditions=pullback-source', '--expose-gc', pullbackMain, runnerName(runner)],
  },
})

/** A peer as a contestant. */
export const peerEntrant = ({ name, command }: Peer): Entrant => ({ peer: name, command })

/** Who can take part in a job. */
const entrantsOf = (
  { peers: invited, heavy, growth }: Case,
  dtype: FloatDType,
  kind: string,
  runners: readonly Runner[],
  peers: readonly Peer[],
): readonly Entrant[] => [
  ...runners
    .filter(
      ({ engine, map, resident, iterating, mode }) =>
        (kind !== 'product' || map !== undefined || resident !== undefined) &&
        (kind !== 'generation' || iterating !== undefined) &&
        !(growth && mode === 'fit') &&
        !(heavy && engine === reference.name && mode !== 'eager'),
    )
    .map(pullbackEntrant),
  ...peers
    .filter(
      ({ name, dtypes, kinds }) =>
        dtypes.includes(dtype) && kinds.some(each => each === kind) && (invited?.includes(name) ?? true),
    )
    .map(peerEntrant),
]

/** A step that takes more seconds than this keeps its contestant from the larger sizes of the family. */
const patience = 0.3

/** Runs all contests, one after the other, and hands over each outcome. */
export async function* runBench(
  { cases, runners, pace }: Pick<Options, 'cases' | 'runners' | 'pace'>,
  peers: readonly Peer[],
): AsyncGenerator<Outcome> {
  const tired = new Set<string>()
  const folder = await mkdtemp(join(tmpdir(), 'pullback-bench-'))
  try {
    for (const given of cases)
      for (const dtype of given.dtypes) {
        const job = writeJob(join(folder, 'job'), given, dtype)
        const sign = (entrant: Pick<Entrant, 'peer' | 'engine' | 'mode'>) =>
          `${given.growth?.family} ${dtype} ${nameOf(entrant)}`
        const entrants = entrantsOf(given, dtype, job.kind, runners, peers).filter(
          each => !tired.has(sign(each)),
        )
        const outcome = await contest(given, dtype, join(folder, 'job'), entrants, pace)
        if (given.growth !== undefined)
          for (const result of outcome.results)
            if (result.us_per_step > 1e6 * (given.growth.patience ?? patience)) tired.add(sign(result))
        yield outcome
      }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
