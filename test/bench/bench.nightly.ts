import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isRight } from 'fp-ts/lib/Either.js'
import type { FloatDType } from 'pullback'
import { afterAll, describe, expect, test } from 'vitest'
import { type Case, caseNamed, notebookCases } from '../../bench/cases/index.ts'
import { open } from '../../bench/contest/channel.ts'
import { type LoadedArray, type LoadedJob, readJob, writeJob } from '../../bench/contest/job.ts'
import { disagreements, showDisagreement } from '../../bench/contest/losses.ts'
import { findPeers } from '../../bench/peers/find.ts'
import type { Runner } from '../../bench/pullback/runner.ts'
import { runnerName, runners } from '../../bench/pullback/runners.ts'
import { digitsToTrainOn } from '../../bench/start/digits.ts'
import { expectNear, golden, type Stored } from '../golden/golden.ts'

const folder = mkdtempSync(join(tmpdir(), 'pullback-bench-test-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const lossesOf = async (
  runner: Runner,
  given: Case,
  job: LoadedJob,
  steps: number,
): Promise<readonly number[]> => {
  await runner.ready?.()
  return (await given.learner(runner, job)?.begin().losses(steps)) ?? []
}

// -------------------------------------------------------------------------------------
// beside NumPy
// -------------------------------------------------------------------------------------

const [numpy] = findPeers(['numpy'], process.env).filter(isRight)
if (numpy === undefined)
  console.warn('bench: no losses of NumPy to compare with, as there is no Python with NumPy.')

const grown = ['product-32', 'batch-2', 'width-10', 'depth-2'].map(caseNamed)

const jobs = [...notebookCases, ...grown].flatMap(given =>
  given.dtypes.map((dtype): readonly [name: string, given: Case, dtype: FloatDType] => [
    `${given.name} ${dtype}`,
    given,
    dtype,
  ]),
)

describe('all runners and NumPy see the same losses', () => {
  test.each(jobs)('%s', async (name, given, dtype) => {
    const place = join(folder, name.replaceAll(' ', '-'))
    writeJob(place, given, dtype)
    const job = readJob(place).load()
    const steps = Math.min(given.steps, given.name.startsWith('s0') ? 2 : 5)
    const seen = await Promise.all(
      runners.map(async runner => ({
        name: runnerName(runner),
        losses: await lossesOf(runner, given, job, steps),
      })),
    )
    const peers = []
    if (numpy !== undefined) {
      const channel = await open(numpy.right.command, place)
      peers.push({ name: 'numpy', losses: await channel.losses(steps) })
      await channel.close()
    }
    rmSync(place, { recursive: true })
    const answers = [...seen.filter(({ losses }) => losses.length > 0), ...peers]
    for (const { losses } of answers) expect(losses).toHaveLength(steps)
    expect(disagreements(dtype, answers).map(showDisagreement)).toEqual([])
  })

  if (numpy === undefined) test.skip('NumPy: there is no Python with NumPy', () => undefined)
})

/** The same job on the first examples of each batch only. */
const onFew = (job: LoadedJob, few: number): LoadedJob => {
  const first = ({ shape: [count = 0, batch = 0, ...rest], elements }: LoadedArray): LoadedArray => {
    const size = elements.length / (count * batch)
    return {
      shape: [count, few, ...rest],
      elements: elements.filter((_, i) => i % (batch * size) < few * size),
    }
  }
  return { ...job, inputs: first(job.inputs!), targets: first(job.targets!) }
}

// The reference takes its time for larger networks.
test.each([
  ['cnn-lenet', 64],
  ['transformer', 2],
  ['lstm-16', 4],
  ['blocks-4', 2],
  ['generate', 1],
])(
  'the first steps of %s are the same evaluated and compiled, on %i examples',
  async (name, few) => {
    const given = caseNamed(name)
    const place = join(folder, given.name)
    writeJob(place, given, 'f64')
    const job = onFew(readJob(place).load(), few)
    rmSync(place, { recursive: true })
    const seen = []
    for (const runner of runners.filter(each =>
      ['reference-eager', 'wasm-fold', 'auto-fold'].includes(runnerName(each)),
    ))
      seen.push({ name: runnerName(runner), losses: await lossesOf(runner, given, job, 3) })
    expect(seen).toHaveLength(3)
    for (const { losses } of seen) expect(losses).toHaveLength(3)
    expect(disagreements('f64', seen).map(showDisagreement)).toEqual([])
  },
  120_000,
)

// -------------------------------------------------------------------------------------
// beside PyTorch's reference runs
// -------------------------------------------------------------------------------------

interface TrainingFile {
  readonly first_rows: { readonly features: Stored; readonly labels: Stored }
  readonly cases: readonly {
    readonly name: string
    readonly initial: readonly Stored[]
    readonly losses: readonly number[]
  }[]
}

golden<TrainingFile>('training', ({ first_rows: first, cases }) => {
  test('the digits are prepared as in the reference runs', () => {
    const { features, labels } = digitsToTrainOn()
    expectNear(features.subarray(0, 128), first.features.data, 'the first rows')
    expect([...labels.subarray(0, 8)]).toEqual(first.labels.data)
  })

  test.each([
    ['s1-logreg-sgd1', 'logistic_sgd_one_sample'],
    ['s1-digits-sgd1', 'one_hidden_sgd_one_sample'],
  ])('%s takes the steps of %s', async (name, reference) => {
    const { initial, losses } = cases.find(each => each.name === reference)!
    const given = caseNamed(name)
    const place = join(folder, reference)
    writeJob(place, given, 'f64')
    const job = readJob(place).load()
    const names = Object.keys(job.params)
    const params = Object.fromEntries(
      initial.map(({ shape, data }, i) => [names[i]!, { shape, elements: Float64Array.from(data) }]),
    )
    const seen = await lossesOf(runners[0]!, given, { ...job, params }, losses.length)
    expectNear(seen, losses, 'the losses')
  })
})
