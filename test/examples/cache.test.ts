import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isLeft } from 'fp-ts/lib/Either.js'
import { none, some } from 'fp-ts/lib/Option.js'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  type Cache,
  type Conditions,
  folderCache,
  noCache,
  showCacheError,
} from '../../examples/digits/cache.ts'
import { decodeWith } from '../../examples/digits/decode.ts'
import type { Experiment } from '../../examples/digits/experiment.ts'
import { type ExperimentEvent, performAll, type StudyOutcomes } from '../../examples/digits/experiments.ts'
import type { Outcome } from '../../examples/digits/outcome.ts'
import { Plan, type Study, studiesOf } from '../../examples/digits/study.ts'

const conditions: Conditions = { data: 'digits', engine: 'wasm', dtype: 'f32', revision: 1 }

const plan = {
  base: {
    hidden: [10],
    activation: 'sigmoid',
    initialisation: { kind: 'uniform', bound: 0.01 },
    descent: { kind: 'sgd', rate: 0.1 },
    batch: 1,
    shuffle: false,
    examples: 100,
    epochs: 2,
  },
  seeds: 2,
  studies: [
    {
      name: 'batches',
      question: '?',
      curves: 'together',
      runs: [
        { name: 'one', change: {} },
        { name: 'eight', change: { batch: 8 } },
      ],
      expectations: [{ says: 'one ends lower', figure: 'trainLoss', lower: 'one', higher: 'eight' }],
    },
    {
      name: 'sizes',
      question: '?',
      curves: 'apart',
      runs: [
        { name: 'ten', change: {} },
        { name: 'two', change: { hidden: [2] } },
      ],
      expectations: [],
    },
  ],
}

const studies: readonly Study[] = (() => {
  const decoded = decodeWith(Plan)(plan)
  if (isLeft(decoded)) throw new Error(decoded.left)
  const made = studiesOf(decoded.right, 0)
  if (isLeft(made)) throw new Error(made.left)
  return made.right
})()
const first = studies[0]!.runs[0]!.experiments[0]!

// A stand-in that remembers what it was asked for: the figures are made of the experiment.
const counting = () => {
  const asked: Experiment[] = []
  const perform = async (experiment: Experiment): Promise<Outcome> => {
    asked.push(experiment)
    const { batch, hidden, seed } = experiment
    const trainLoss = batch + seed / 10 + 0.1 / 3
    const milestone = {
      trainLoss,
      trainAccuracy: 0.5,
      testLoss: 2,
      testAccuracy: hidden.length / 7,
      gradientNorm: 1e-7,
    }
    return { kind: 'trained', history: [0, 1, 2].map(epoch => ({ epoch, ...milestone })) }
  }
  return { asked, perform }
}

interface Ran {
  readonly events: readonly ExperimentEvent[]
  readonly outcomes: readonly StudyOutcomes[] | null
}

const isTold = (event: { readonly event: string }): event is ExperimentEvent => event.event !== 'progress'

const run = async (
  perform: (experiment: Experiment) => Promise<Outcome>,
  cache: Cache,
  until = Number.POSITIVE_INFINITY,
): Promise<Ran> => {
  const events: ExperimentEvent[] = []
  const steps = performAll(studies, perform, cache)
  for (;;) {
    const { done, value } = await steps.next()
    if (done) return { events, outcomes: value }
    if (!isTold(value)) continue
    events.push(value)
    if (events.length >= until) {
      await steps.return([])
      return { events, outcomes: null }
    }
  }
}

const problems = ({ events }: Ran): readonly string[] =>
  events.flatMap(event => (event.event === 'cache' ? [event.problem] : []))
const cached = ({ events }: Ran): readonly boolean[] =>
  events.flatMap(event => (event.event === 'experiment' ? [event.cached] : []))

describe('the cache of outcomes', () => {
  let folder = ''
  let cache: Cache
  let path = ''
  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'pullback-cache-')), 'deep', 'er')
    cache = folderCache(folder, conditions)
    path = join(folder, `${cache.hash(first)}.json`)
  })
  afterEach(() => rm(join(folder, '../..'), { recursive: true, force: true }))

  test('finds nothing at first, and then what was kept, to the last bit', async () => {
    const { perform } = counting()
    const outcome = await perform(first)
    expect(await cache.find(first)()).toEqual({ _tag: 'Right', right: none })
    expect(await cache.keep(first, outcome)()).toMatchObject({ _tag: 'Right' })
    expect(await cache.find(first)()).toEqual({ _tag: 'Right', right: some(outcome) })
    expect(await readdir(folder)).toEqual([`${cache.hash(first)}.json`])
    expect(cache.hash(first)).toMatch(/^[0-9a-f]{64}$/)
  })

  test('performs each experiment once, also where two studies have it', async () => {
    const { asked, perform } = counting()
    const ran = await run(perform, noCache(conditions))
    expect(asked).toHaveLength(6)
    expect(cached(ran)).toEqual([false, false, false, false, false, false])
    expect(ran.outcomes?.[1]?.runs[0]?.outcomes).toEqual(ran.outcomes?.[0]?.runs[0]?.outcomes)
    expect(ran.outcomes?.[0]?.expectations).toMatchObject([{ holds: 2, seeds: 2 }])
  })

  test('answers a second run without performing anything, with the same outcomes', async () => {
    const once = counting()
    const fresh = await run(once.perform, cache)
    const twice = counting()
    const again = await run(twice.perform, cache)
    expect(once.asked).toHaveLength(6)
    expect(twice.asked).toEqual([])
    expect(cached(again)).toEqual([true, true, true, true, true, true])
    expect(again.outcomes).toEqual(fresh.outcomes)
    expect(problems(again)).toEqual([])
  })

  test('lets an interrupted run go on with what is missing', async () => {
    const before = counting()
    await run(before.perform, cache, 3)
    expect(before.asked).toHaveLength(3)
    const after = counting()
    const ran = await run(after.perform, cache)
    expect(cached(ran)).toEqual([true, true, true, false, false, false])
    expect(after.asked).toHaveLength(3)
    expect([...before.asked, ...after.asked]).toEqual(
      await (async () => {
        const whole = counting()
        await run(whole.perform, noCache(conditions))
        return whole.asked
      })(),
    )
  })

  test('does not take the half of a file for an outcome', async () => {
    const { perform } = counting()
    await run(perform, cache)
    await writeFile(`${path}.part`, (await readFile(path, 'utf8')).slice(0, 100))
    await rm(path)
    const again = counting()
    const ran = await run(again.perform, cache)
    expect(again.asked).toEqual([first])
    expect(problems(ran)).toEqual([])
    expect(await readdir(folder)).toHaveLength(6)
  })

  test.each<[string, (text: string) => string, RegExp]>([
    ['is empty', () => '', /cannot be trusted, as it is no JSON/],
    ['is cut off', text => text.slice(0, -20), /cannot be trusted, as it is no JSON/],
    [
      'has lost a field',
      text => text.replace('"testLoss":2,', ''),
      /'outcome.history.0.testLoss' has to be a finite number/,
    ],
    [
      'has a word for a number',
      text => text.replace('"testLoss":2', '"testLoss":"2"'),
      /has to be a finite number, but is "2"/,
    ],
    [
      'has another figure',
      text => text.replace('"testLoss":2', '"testLoss":3'),
      /its checksum is another one/,
    ],
    ['has another experiment', text => text.replace('"seed":0', '"seed":1'), /its checksum is another one/],
    ['is something else', () => '[]', /cannot be trusted, as it has to be/],
  ])('reports a file that %s, and performs its experiment again', async (_, change, reason) => {
    const { perform } = counting()
    const fresh = await run(perform, cache)
    await writeFile(path, change(await readFile(path, 'utf8')))
    const again = counting()
    const ran = await run(again.perform, cache)
    expect(again.asked).toEqual([first])
    expect(problems(ran)).toHaveLength(1)
    expect(problems(ran)[0]).toMatch(reason)
    expect(problems(ran)[0]).toContain(path)
    expect(problems(ran)[0]).toMatch(/: the experiment is run again\.$/)
    expect(ran.outcomes).toEqual(fresh.outcomes)
    // And mends it.
    expect(problems(await run(counting().perform, cache))).toEqual([])
  })

  test('does not trust a file under the name of another experiment', async () => {
    await run(counting().perform, cache)
    const other = studies[0]!.runs[0]!.experiments[1]!
    await writeFile(path, await readFile(join(folder, `${cache.hash(other)}.json`), 'utf8'))
    const again = counting()
    expect(problems(await run(again.perform, cache))).toEqual([
      `${path} cannot be trusted, as it is of another experiment: the experiment is run again.`,
    ])
    expect(again.asked).toEqual([first])
  })

  test.each<[string, Partial<Conditions>]>([
    ['other data', { data: 'other' }],
    ['another engine', { engine: 'reference' }],
    ['another element type', { dtype: 'f64' }],
    ['another revision', { revision: 2 }],
  ])('keeps %s apart', async (_, change) => {
    await run(counting().perform, cache)
    const { asked, perform } = counting()
    expect(problems(await run(perform, folderCache(folder, { ...conditions, ...change })))).toEqual([])
    expect(asked).toHaveLength(6)
    expect(await readdir(folder)).toHaveLength(12)
  })

  test('reports a place that cannot be read or written, and goes on', async () => {
    await mkdir(path, { recursive: true })
    const { asked, perform } = counting()
    const ran = await run(perform, cache)
    expect(asked).toHaveLength(6)
    expect(problems(ran)).toEqual([
      `${path} cannot be read (EISDIR): the experiment is run again.`,
      expect.stringMatching(/ cannot be written \(\w+\): the experiment will be run again next time\.$/),
    ])
    expect(ran.outcomes).not.toBeNull()
  })

  test('does not need to be writable', async () => {
    const file = join(folder, '../..', 'file')
    await mkdir(join(folder, '../..'), { recursive: true })
    await writeFile(file, '')
    await chmod(file, 0o400)
    const { asked, perform } = counting()
    const ran = await run(perform, folderCache(join(file, 'in'), conditions))
    expect(asked).toHaveLength(6)
    expect(problems(ran)).toHaveLength(12)
  })

  test('says each problem in a sentence', () => {
    expect(showCacheError({ _tag: 'Unwritable', path: 'a.json', reason: 'ENOSPC' })).toBe(
      'a.json cannot be written (ENOSPC): the experiment will be run again next time.',
    )
  })
})

test('an experiment whose numbers overflowed meets no expectation', async () => {
  const { perform } = counting()
  const ran = await run(async experiment => {
    const { history } = await perform(experiment)
    return experiment.seed === 0 && experiment.batch === 8
      ? { kind: 'diverged', history, reason: 'Training stopped.' }
      : { kind: 'trained', history }
  }, noCache(conditions))
  expect(ran.outcomes?.[0]?.expectations).toMatchObject([{ holds: 1, seeds: 2 }])
  expect(ran.events.filter(event => event.event === 'experiment' && event.diverged)).toHaveLength(1)
})
