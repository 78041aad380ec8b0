import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isLeft, isRight, left } from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { pullbackEntrant } from '../../bench/bench.ts'
import { caseNamed, growthCases, networkCases, notebookCases } from '../../bench/cases/index.ts'
import { contest } from '../../bench/contest/contest.ts'
import { writeJob } from '../../bench/contest/job.ts'
import { disagreements, showDisagreement } from '../../bench/contest/losses.ts'
import { optionsOf } from '../../bench/options.ts'
import { findPeers, peerNames } from '../../bench/peers/find.ts'
import { runners } from '../../bench/pullback/runners.ts'
import { benchReport } from '../../bench/report/report.ts'
import { markdown, summary } from '../../bench/report/table.ts'

test('a contest measures, compares, and tells who could not take part', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pullback-contest-'))
  try {
    const given = caseNamed('depth-2')
    writeJob(folder, given, 'f32')
    const absent = {
      peer: 'absent',
      command: { command: process.execPath, args: ['--eval', 'throw Error("gone")'] },
    }
    const entrants = [...runners.slice(0, 2).map(pullbackEntrant), absent]
    const pace = { rounds: 2, seconds: 0.01, warm: 0.01 }
    const { results, failures, disagreements: wrong } = await contest(given, 'f32', folder, entrants, pace)
    expect(wrong).toEqual([])
    expect(failures).toHaveLength(1)
    expect(failures[0]).toContain('depth-2 f32: absent failed')
    expect(results).toHaveLength(2)
    for (const result of results) {
      expect(result).toMatchObject({
        case: 'depth-2',
        peer: 'pullback',
        dtype: 'f32',
        versions: { node: expect.any(String) },
      })
      expect(result.us_fastest).toBeLessThanOrEqual(result.us_per_step)
      expect(result.us_slowest).toBeGreaterThanOrEqual(result.us_per_step)
      expect(result.steps).toBeGreaterThan(0)
    }
    expect(markdown(summary(results)).split('\n')).toHaveLength(3)
    const html = await benchReport({ machine: 'here', command: 'npm run bench', results })
    expect(html).toContain('Growth: depth')
    expect(html).not.toMatch(/NaN|undefined/)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

describe('losses', () => {
  test('that differ are reported with the step', () => {
    const seen = [
      { name: 'oracle', losses: [2, 1] },
      { name: 'same', losses: [2, 1 + 1e-12] },
      { name: 'other', losses: [2, 1.001] },
      { name: 'lost', losses: [Number.NaN, 1] },
    ]
    expect(disagreements('f64', seen).map(showDisagreement)).toEqual([
      'other has loss 1.001 at step 1, but oracle has 1: one of them computes something else.',
      'lost has loss NaN at step 0, but oracle has 2: one of them computes something else.',
    ])
  })
})

test('peers that are not installed are skipped with a line each', () => {
  const nowhere = { PULLBACK_BENCH_PYTHON: '/nowhere/python', PULLBACK_BENCH_NODE_MODULES: '/nowhere' }
  const found = findPeers(peerNames, nowhere)
  expect(found.filter(isRight)).toEqual([])
  for (const finding of found)
    expect(isLeft(finding) && finding.left).toMatch(
      /^[\w-]+: skipped, .* Run `(pip|npm) install .*PULLBACK_BENCH_/,
    )
})

describe('the command line', () => {
  test('chooses by parts of names', () => {
    const chosen = optionsOf(['--cases', 'digits,s4', '--peers', 'numpy', '--rounds', '3'])
    expect(isRight(chosen) && chosen.right.cases.map(({ name }) => name)).toEqual([
      's1-digits-sgd1',
      's4-softmax-jacobian',
    ])
    expect(isRight(chosen) && [chosen.right.peers, chosen.right.pace.rounds]).toEqual([['numpy'], 3])
  })

  test('means the notebooks’ cases and networks by default, and the growing ones with --growth', () => {
    const [plain, growth] = [optionsOf([]), optionsOf(['--growth'])]
    expect(isRight(plain) && plain.right.cases).toEqual([...notebookCases, ...networkCases])
    expect(isRight(growth) && growth.right.cases).toEqual([...notebookCases, ...networkCases, ...growthCases])
  })

  test.each([
    [['--rounds', '0'], "--rounds: '0' is not a number from 1 to 1000."],
    [['--rounds', '1.5'], "--rounds: '1.5' is not an integer."],
    [['--seconds', 'x'], "--seconds: 'x' is not a number from 0 to 600."],
    [
      ['--peers', 'tf'],
      "--peers: there is no 'tf'. There are numpy, numpy-1, torch, torch-1, jax, jax-js, tfjs.",
    ],
  ])('%j is refused', (args, message) => {
    expect(optionsOf(args)).toEqual(left(message))
  })
})
