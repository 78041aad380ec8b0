import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { isLeft, isRight, left, right } from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { canonical, hashOf, type Json } from '../../examples/digits/canonical.ts'
import { decodeJson, decodeWith } from '../../examples/digits/decode.ts'
import { Experiment } from '../../examples/digits/experiment.ts'
import { Outcome } from '../../examples/digits/outcome.ts'
import { Plan, studiesOf } from '../../examples/digits/study.ts'

const positive = fc.double({ min: 1e-12, max: 1e6, noNaN: true })
const count = fc.integer({ min: 1, max: 10_000 })
const decay = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }).map(Math.abs)
const of = <K extends string>(kind: K) => fc.constant(kind)

const experiments: fc.Arbitrary<Experiment> = fc.record({
  hidden: fc.array(count, { maxLength: 4 }),
  activation: fc.constantFrom('sigmoid', 'tanh', 'relu', 'leakyRelu'),
  initialisation: fc.oneof(
    fc.record({ kind: of('zeros') }),
    fc.record({ kind: of('glorot') }),
    fc.record({ kind: of('uniform'), bound: positive }),
  ),
  descent: fc.oneof(
    fc.record({ kind: of('sgd'), rate: positive }),
    fc.record({ kind: of('adam'), rate: positive }),
    fc.record({ kind: of('momentum'), rate: positive, decay }),
    fc.record({ kind: of('nesterov'), rate: positive, decay }),
  ),
  batch: count,
  shuffle: fc.boolean(),
  examples: count,
  epochs: count,
  seed: fc.nat(),
})

const base: Experiment = {
  hidden: [10],
  activation: 'sigmoid',
  initialisation: { kind: 'uniform', bound: 0.01 },
  descent: { kind: 'sgd', rate: 0.1 },
  batch: 1,
  shuffle: false,
  examples: 1527,
  epochs: 15,
  seed: 37,
}

describe('the codec of experiments', () => {
  test('gives back what was written', () => {
    fc.assert(
      fc.property(experiments, experiment => {
        expect(decodeJson(Experiment)(JSON.stringify(Experiment.encode(experiment)))).toEqual(
          right(experiment),
        )
        expect(Experiment.is(experiment)).toBe(true)
      }),
    )
  })

  test.each<[string, object, string]>([
    [
      'a rate of 0',
      { descent: { kind: 'sgd', rate: 0 } },
      "'descent.rate' has to be a positive number, but is 0",
    ],
    [
      'a decay of 1',
      { descent: { kind: 'momentum', rate: 1, decay: 1 } },
      "'descent.decay' has to be a number from 0 up to, not including, 1, but is 1",
    ],
    [
      'a missing rate',
      { descent: { kind: 'adam' } },
      "'descent.rate' has to be a positive number, but is missing",
    ],
    [
      'an unknown kind',
      { descent: { kind: 'lion', rate: 1 } },
      '\'descent\' has to be a record whose kind is sgd, momentum, nesterov, adam, but is {"kind":"lion","rate":1}',
    ],
    [
      'a kind that only every object has',
      { initialisation: { kind: 'toString' } },
      '\'initialisation\' has to be a record whose kind is zeros, uniform, glorot, but is {"kind":"toString"}',
    ],
    [
      'a setting that its kind does not have',
      { descent: { kind: 'sgd', rate: 1, decay: 0.9 } },
      "'descent' is wrong: 'decay' is not a field of a record of kind, rate",
    ],
    [
      'a hidden layer without units',
      { hidden: [10, 0] },
      "'hidden.1' has to be a positive integer, but is 0",
    ],
    [
      'an unknown activation',
      { activation: 'gelu' },
      '\'activation\' has to be one of sigmoid, tanh, relu, leakyRelu, but is "gelu"',
    ],
    ['a seed that is none', { seed: -1 }, "'seed' has to be an integer from 0 to 2^32 - 1, but is -1"],
  ])('refuses %s', (_, change, sentence) => {
    expect(decodeWith(Experiment)({ ...base, ...change })).toEqual(left(sentence))
  })

  test('refuses a misspelt setting instead of ignoring it', () => {
    expect(decodeWith(Experiment)({ ...base, bath: 32 })).toEqual(
      left(
        "it is wrong: 'bath' is not a field of a record of hidden, activation, initialisation, descent, batch, shuffle, " +
          'examples, epochs, seed',
      ),
    )
  })

  test('refuses text that is no JSON', () => {
    expect(decodeJson(Experiment)('{"hidden":')).toMatchObject({
      left: expect.stringMatching(/^it is no JSON \(/),
    })
  })
})

describe('the hash', () => {
  const reversed = (value: Json): Json =>
    value === null || typeof value !== 'object'
      ? value
      : Array.isArray(value)
        ? value.map(reversed)
        : Object.fromEntries(
            Object.entries(value)
              .toReversed()
              .map(([key, inner]) => [key, reversed(inner as Json)]),
          )

  test('does not depend on the order of fields', () => {
    fc.assert(
      fc.property(experiments, experiment => {
        const json = experiment
        expect(hashOf(reversed(json))).toBe(hashOf(json))
        expect(canonical(JSON.parse(canonical(json)) as Json)).toBe(canonical(json))
      }),
    )
  })

  test('differs where experiments do', () => {
    fc.assert(
      fc.property(experiments, experiments, (a, b) => {
        const same = JSON.stringify(a) === JSON.stringify(b)
        expect(hashOf(a) === hashOf(b)).toBe(same)
      }),
    )
    expect(hashOf([1, [2]])).not.toBe(hashOf([[1], 2]))
    expect(hashOf({ a: '1' })).not.toBe(hashOf({ a: 1 }))
  })

  test('is the SHA-256 of the canonical text', () => {
    expect(canonical({ b: [1, true, null], a: { d: 'x', c: 0.1 } })).toBe(
      '{"a":{"c":0.1,"d":"x"},"b":[1,true,null]}',
    )
    // printf '{}' | sha256sum
    expect(hashOf({})).toBe('44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a')
  })
})

test('an outcome with a figure that is not a number is refused', () => {
  const milestone = {
    epoch: 0,
    trainLoss: 1,
    trainAccuracy: 0,
    testLoss: 1,
    testAccuracy: 0,
    gradientNorm: 1,
  }
  expect(isRight(Outcome.decode({ kind: 'trained', history: [milestone] }))).toBe(true)
  expect(decodeWith(Outcome)({ kind: 'trained', history: [{ ...milestone, testLoss: null }] })).toEqual(
    left("'history.0.testLoss' has to be a finite number, but is null"),
  )
})

describe('a plan', () => {
  const study = {
    name: 'rates',
    question: '?',
    curves: 'together',
    runs: [
      { name: 'low', change: { descent: { kind: 'sgd', rate: 0.01 } } },
      { name: 'base', change: {} },
    ],
    expectations: [{ says: 'x', figure: 'trainLoss', lower: 'base', higher: 'low' }],
  }
  const { seed: _, ...settings } = base
  const plan = (change: object) => ({ base: settings, seeds: 2, studies: [{ ...study, ...change }] })
  const written = (change: object) => {
    const decoded = decodeWith(Plan)(plan(change))
    if (isLeft(decoded)) throw new Error(decoded.left)
    return decoded.right
  }

  test('gives each run an experiment for each seed', () => {
    const studies = studiesOf(written({}), 5)
    expect(studies).toMatchObject({
      right: [
        {
          runs: [
            {
              name: 'low',
              experiments: [5, 6].map(seed => ({ ...base, seed, descent: { kind: 'sgd', rate: 0.01 } })),
            },
            { name: 'base', experiments: [5, 6].map(seed => ({ ...base, seed })) },
          ],
        },
      ],
    })
    expect(studiesOf(written({}), 5, { seeds: 1, epochs: 3 })).toMatchObject({
      right: [
        { runs: [{ experiments: [{ seed: 5, epochs: 3 }] }, { experiments: [{ seed: 5, epochs: 3 }] }] },
      ],
    })
  })

  test('says which run declares no experiment, and why', () => {
    const runs = [{ name: 'odd', change: { batch: 1.5 } }]
    expect(studiesOf(written({ runs, expectations: [] }), 0)).toEqual(
      left("study 'rates', run 'odd': 'batch' has to be a positive integer, but is 1.5"),
    )
  })

  test('says which expectation is of no run', () => {
    const expectations = [{ says: 'x', figure: 'trainLoss', lower: 'base', higher: 'high' }]
    expect(studiesOf(written({ expectations }), 0)).toEqual(
      left("study 'rates': there is no run 'high' of which to expect something"),
    )
  })

  test('of the example declares what the notebook asks for', () => {
    const text = readFileSync(join(import.meta.dirname, '../../examples/digits/experiments.json'), 'utf8')
    const decoded = decodeJson(Plan)(text)
    if (isLeft(decoded)) throw new Error(decoded.left)
    const studies = studiesOf(decoded.right, 37)
    if (isLeft(studies)) throw new Error(studies.left)
    const all = studies.right.flatMap(({ runs }) => runs.flatMap(run => run.experiments))
    const rates = new Set(all.map(({ descent }) => descent.rate))
    expect(rates.size).toBeGreaterThanOrEqual(5)
    const some = (is: (experiment: Experiment) => boolean) => expect(all.some(is)).toBe(true)
    some(({ initialisation }) => initialisation.kind === 'zeros')
    some(({ hidden }) => hidden.length === 2)
    some(({ batch }) => batch === 32)
    some(({ epochs }) => epochs === 50)
    for (const kind of ['sgd', 'momentum', 'nesterov', 'adam']) some(({ descent }) => descent.kind === kind)
    for (const activation of ['sigmoid', 'tanh', 'relu', 'leakyRelu'])
      some(experiment => experiment.activation === activation)
  })
})
