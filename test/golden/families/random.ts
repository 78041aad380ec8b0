import { evaluate, map, type State } from 'fp-ts/lib/State.js'
import { expect } from 'vitest'
import { type AnyTensor, isTensor, toValues } from '../../../src/index.ts'
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
} from '../../../src/numpy/index.ts'
import { plain, unknown } from '../family.ts'
import { type Arrays, type Case, expectNear, isStored, type Stored, type Tolerance } from '../golden.ts'

interface RandomCase {
  readonly name: string
  readonly config: Case['config']
  readonly output: Stored | Arrays
  readonly expected: Arrays
}

type Drawn = State<RandomState, unknown>

const exactly: Tolerance = { absolute: 0, relative: 0 }
/** They go through a logarithm. */
const nearly: Tolerance = { absolute: 1e-12, relative: 1e-12 }

/** Words as they come, of 32 bits without sign: integers of the whole range are words less half of it. */
const raw = (size: number): Drawn =>
  map((drawn: AnyTensor) => Array.from(toValues(drawn), x => x + 2 ** 31))(
    randint(-(2 ** 31), 2 ** 31, [size]),
  )

const draws: { readonly [method: string]: (config: Case['config']) => Drawn } = {
  raw: ({ size }) => raw(size),
  random_sample: ({ size }) => randomSample(size),
  uniform: ({ low, high, size }) => uniform(low, high, size),
  standard_normal: ({ size }) => standardNormal(size),
  randn: ({ size }) => standardNormal(size),
  normal: ({ loc, scale, size }) => normal(loc, scale, size),
  randint: ({ low, high, size }) => randint(low, high, size),
  permutation: ({ n }) => permutation(n),
  shuffle: ({ n }) => shuffle(Array.from({ length: n }, (_, i) => i)),
  choice: ({ n, size, replace }) => choice(n, [size], { replace }),
}

const drawOf = (method: string, config: Case['config']): Drawn =>
  Object.hasOwn(draws, method) ? draws[method]!(config) : unknown('method', method)

const numbersIn = (drawn: unknown): ArrayLike<number> =>
  isTensor(drawn) ? toValues(drawn) : (drawn as readonly number[])

const toleranceOf = (method: string): Tolerance => (/norm|randn/.test(method) ? nearly : exactly)

type Call = readonly [method: string, argument: number | readonly [low: number, high: number, size: number]]

const configOf = (method: string, argument: Call[1]): Case['config'] => {
  if (typeof argument !== 'number') return { low: argument[0], high: argument[1], size: [argument[2]] }
  return method === 'permutation' ? { n: argument } : { size: [argument] }
}

const checkSequence = (calls: readonly Call[], seed: number, output: Arrays): void => {
  let state = randomState(seed)
  calls.forEach(([method, argument], i) => {
    const [drawn, next] = drawOf(method, configOf(method, argument))(state)
    state = next
    expectNear(numbersIn(drawn), output[i]!.data, `${i}: ${method}`, toleranceOf(method))
  })
}

const checkSplit = ({ n, test_size: share }: Case['config'], seed: number, expected: Arrays): void => {
  const parts = evaluate(randomState(seed))(trainTestSplit(n, share))
  for (const name of ['train', 'test'] as const) {
    const order = Array.from(toValues(parts[name]))
    const expectPart = (what: string, got: readonly number[]): void =>
      expectNear(got, expected[`${name}_${what}`]!.data, `${name}_${what}`, exactly)
    expectPart('count', [order.length])
    expectPart('first_20', order.slice(0, 20))
    expectPart('last_20', order.slice(-20))
    expectPart('sum', [order.reduce((sum, place) => sum + place, 0)])
  }
}

export const random = plain<RandomCase>(({ config, output, expected }) => {
  const { method, seed } = config
  if (method === 'sequence') checkSequence(config.calls, seed, output as Arrays)
  else if (method === 'split') checkSplit(config, seed, expected)
  else {
    if (!isStored(output)) return unknown('form of output', Object.keys(output))
    const drawn = evaluate(randomState(seed))(drawOf(method, config))
    expectNear(numbersIn(drawn), output.data, method, toleranceOf(method))
    if (isTensor(drawn)) expect([...drawn.shape]).toEqual(output.shape)
  }
})
