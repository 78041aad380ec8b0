import { expect, test } from 'vitest'
import { type RandomState, randomState } from '../../bench/start/randomState.ts'
import { type Arrays, expectNear, golden, type Stored } from '../golden/golden.ts'

interface Call {
  readonly method: string
  readonly seed: number
  readonly low?: number
  readonly high?: number
  readonly scale?: number
  readonly calls?: readonly (readonly [
    method: string,
    argument: number | readonly [number, number, number],
  ])[]
}

interface RandomFile {
  readonly cases: readonly {
    readonly name: string
    readonly config: Call
    readonly output: Stored | Arrays
  }[]
}

type Draw = (random: RandomState, size: number, config: Partial<Call>) => ArrayLike<number>

const draws: { readonly [method: string]: Draw } = {
  random_sample: (random, size) => random.uniform(0, 1, size),
  uniform: (random, size, { low, high }) => random.uniform(low!, high!, size),
  standard_normal: (random, size) => random.normal(1, size),
  randn: (random, size) => random.normal(1, size),
  normal: (random, size, { scale }) => random.normal(scale!, size),
  randint: (random, size, { low, high }) => random.integers(low!, high!, size),
  permutation: (random, size) => random.permutation(size),
  shuffle: (random, size) => random.permutation(size),
}

golden<RandomFile>('random', ({ cases }) => {
  const alone = cases.filter(({ config }) => config.method in draws)
  const sequences = cases.filter(({ config }) => config.method === 'sequence')

  test('every method is among the reference values', () => {
    expect([...new Set(alone.map(({ config }) => config.method))].toSorted()).toEqual(
      Object.keys(draws).toSorted(),
    )
    expect(sequences.length).toBeGreaterThan(0)
  })

  test.each(alone)('NumPy draws the same: $name', ({ config, output }) => {
    const { data } = output as Stored
    const drawn = draws[config.method]!(randomState(config.seed), data.length, config)
    expectNear(drawn, data, config.method, { absolute: 1e-12, relative: 1e-12 })
  })

  test.each(sequences)('NumPy draws the same: $name', ({ config, output }) => {
    const random = randomState(config.seed)
    config.calls!.forEach(([method, argument], i) => {
      const [low, high, size] = typeof argument === 'number' ? [0, 0, argument] : argument
      const drawn = draws[method]!(random, size, { low, high })
      expectNear(drawn, (output as Arrays)[i]!.data, `${i}: ${method}`, { absolute: 1e-12, relative: 1e-12 })
    })
  })
})
