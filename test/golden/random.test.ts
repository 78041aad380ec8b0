import { expect, test } from 'vitest'
import { isTensor, toValues } from '../../src/index.ts'
import {
  choice,
  normal,
  permutation,
  type RandomState,
  randint,
  randomSample,
  randomState,
  shuffle,
  standardNormal,
  trainTestSplit,
  uniform,
} from '../../src/numpy/index.ts'
import { type Arrays, expectNear, golden, type Stored } from './golden.ts'

type Draw = (state: RandomState) => readonly [unknown, RandomState]

interface RandomCase {
  readonly name: string
  // biome-ignore lint/suspicious/noExplicitAny: each method has settings of its own
  readonly config: any
  readonly output: Stored | Arrays
  readonly expected: Arrays
}

const upTo = (n: number): readonly number[] => Array.from({ length: n }, (_, i) => i)

const methods: { readonly [method: string]: (config: RandomCase['config']) => Draw } = {
  // A word of 32 bits is an integer from the widest range, which begins at -2³¹ here.
  raw: ({ size }) => randint(-(2 ** 31), 2 ** 31, [size]),
  random_sample: ({ size }) => randomSample(size),
  uniform: ({ low, high, size }) => uniform(low, high, size),
  standard_normal: ({ size }) => standardNormal(size),
  randn: ({ size }) => standardNormal(size),
  normal: ({ loc, scale, size }) => normal(loc, scale, size),
  randint: ({ low, high, size }) => randint(low, high, size),
  permutation: ({ n }) => permutation(n),
  shuffle: ({ n }) => shuffle(upTo(n)),
  choice: ({ n, size, replace }) => choice(n, [size], { replace }),
}

/** The calls of a sequence, which has arguments without names. */
const steps: { readonly [method: string]: (argument: never) => Draw } = {
  standard_normal: (size: number) => standardNormal([size]),
  random_sample: (size: number) => randomSample([size]),
  randint: ([low, high, size]: readonly [number, number, number]) => randint(low, high, [size]),
  permutation: (n: number) => permutation(n),
}

const numbers = (drawn: unknown): ArrayLike<number> =>
  isTensor(drawn) ? toValues(drawn) : (drawn as readonly number[])

// Only normals go through a logarithm; everything else has the reference's very bits.
const tolerance = (method: string) => {
  const near = /normal|randn/.test(method) ? 1e-12 : 0
  return { absolute: near, relative: near }
}

golden<{ readonly cases: readonly RandomCase[] }>('random', ({ cases }) => {
  const alone = cases.filter(({ config }) => config.method in methods)
  const sequences = cases.filter(({ config }) => config.method === 'sequence')
  const splits = cases.filter(({ config }) => config.method === 'split')

  test('every case is drawn', () => {
    expect(new Set(alone.map(({ config }) => config.method))).toEqual(new Set(Object.keys(methods)))
    expect(alone.length + sequences.length + splits.length).toBe(cases.length)
    expect(Math.min(sequences.length, splits.length)).toBeGreaterThan(0)
  })

  test.each(alone)('$name', ({ config, output }) => {
    const { method, seed } = config
    const [drawn] = methods[method]!(config)(randomState(seed))
    const offset = method === 'raw' ? 2 ** 31 : 0
    expectNear(
      Array.from(numbers(drawn), x => x + offset),
      (output as Stored).data,
      method,
      tolerance(method),
    )
    if (isTensor(drawn)) expect(drawn.shape).toEqual((output as Stored).shape)
  })

  test.each(sequences)('$name', ({ config, output }) => {
    let state = randomState(config.seed)
    config.calls.forEach(([method, argument]: readonly [string, never], i: number) => {
      const [drawn, next] = steps[method]!(argument)(state)
      state = next
      expectNear(numbers(drawn), (output as Arrays)[i]!.data, `${i}: ${method}`, tolerance(method))
    })
  })

  test.each(splits)('$name', ({ config, expected }) => {
    const [{ train, test }] = trainTestSplit(config.n, config.test_size)(randomState(config.seed))
    for (const [name, part] of Object.entries({ train, test })) {
      const places = Array.from(toValues(part))
      expect(places.length).toBe(expected[`${name}_count`]!.data[0])
      expect(places.slice(0, 20)).toEqual(expected[`${name}_first_20`]!.data)
      expect(places.slice(-20)).toEqual(expected[`${name}_last_20`]!.data)
      expect(places.reduce((sum, i) => sum + i)).toBe(expected[`${name}_sum`]!.data[0])
    }
  })
})
