import { test } from 'vitest'
import { initialiser, key, toValues } from '../../src/index.ts'
import { type Case, expectNear, golden } from './golden.ts'

interface InitialiserCase {
  readonly name: string
  readonly config: Case['config']
  readonly expected: { readonly std: number; readonly bound?: number }
}

const initialisers: { readonly [name: string]: initialiser.Initialiser } = {
  xavier_uniform_matrix: initialiser.glorotUniform,
  xavier_normal_matrix: initialiser.glorotNormal,
  kaiming_uniform_fan_in_matrix: initialiser.heUniform,
  kaiming_normal_fan_in_matrix: initialiser.heNormal,
}

golden<{ readonly cases: readonly InitialiserCase[] }>('initialisers', ({ cases }) => {
  test.each(Object.entries(initialisers))('%s', (name, make) => {
    const { config, expected } = cases.find(one => one.name === name)!
    const [outs, ins] = config.shape
    // The same draw, spread as the reference says.
    const reference =
      expected.bound === undefined
        ? initialiser.normal(0, expected.std)
        : initialiser.uniform(-expected.bound, expected.bound)
    for (const seed of [0, 1, 2])
      expectNear(
        toValues(make([ins, outs], 'f64')(key(seed))),
        toValues(reference([ins, outs], 'f64')(key(seed))),
        'the numbers',
      )
  })
})
