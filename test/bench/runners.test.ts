import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { caseNamed } from '../../bench/cases/index.ts'
import { readJob, writeJob } from '../../bench/contest/job.ts'
import { disagreements, showDisagreement } from '../../bench/contest/losses.ts'
import { runnerName, runners } from '../../bench/pullback/runners.ts'

// The benchmark is run by hand, and must not be found broken then: each of its runners takes a few steps of its smallest case.

const folder = mkdtempSync(join(tmpdir(), 'pullback-runners-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const given = caseNamed('s1-digits-sgd1')
writeJob(folder, given, 'f64')
const job = readJob(folder).load()
const steps = 3

const lossesOf = async (runner: (typeof runners)[number]): Promise<readonly number[]> => {
  await runner.ready?.()
  const run = given.learner(runner, job)?.begin()
  await run?.advance(1)
  return (await run?.losses(steps)) ?? []
}

test.each(runners.map(runner => ({ name: runnerName(runner), runner })))(
  '$name starts, steps and sees what the first one sees',
  async ({ name, runner }) => {
    const [oracle, seen] = [await lossesOf(runners[0]!), await lossesOf(runner)]
    expect(seen).toHaveLength(steps)
    const both = [
      { name: 'oracle', losses: oracle },
      { name, losses: seen },
    ]
    expect(disagreements('f64', both).map(showDisagreement)).toEqual([])
  },
)
