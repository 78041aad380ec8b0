import { initialiser, key, toValues } from '../../../src/index.ts'
import { only, plain, unknown } from '../family.ts'
import { type Case, expectNear } from '../golden.ts'

interface InitialiserCase {
  readonly name: string
  readonly config: Case['config']
  readonly expected: { readonly [name: string]: number }
}

const initialiserOf = (config: Case['config']): initialiser.Initialiser => {
  if (config.initialiser.startsWith('xavier')) {
    only('gain', config.gain, 1)
    return config.initialiser === 'xavier_uniform' ? initialiser.glorotUniform : initialiser.glorotNormal
  }
  if (config.initialiser.startsWith('kaiming')) {
    only('mode', config.mode, 'fan_in')
    only('nonlinearity', config.nonlinearity, 'relu')
    return config.initialiser === 'kaiming_uniform' ? initialiser.heUniform : initialiser.heNormal
  }
  return unknown('initialiser', config.initialiser)
}

export const initialisers = plain<InitialiserCase>(({ config, expected }) => {
  const make = initialiserOf(config)
  only('rank', config.shape.length, 2)
  const [outs, ins] = config.shape
  expectNear([ins, outs], [expected.fan_in!, expected.fan_out!], 'the fans')
  if (expected.gain !== undefined) expectNear([Math.SQRT2], [expected.gain], 'the gain')
  // The same draw, spread as the reference says.
  const { std, bound } = expected
  if (bound !== undefined) expectNear([Math.sqrt(3) * std!], [bound], 'the bound')
  const reference = bound === undefined ? initialiser.normal(0, std!) : initialiser.uniform(-bound, bound)
  for (const seed of [0, 1, 2])
    expectNear(
      toValues(make([ins, outs], 'f64')(key(seed))),
      toValues(reference([ins, outs], 'f64')(key(seed))),
      'the numbers',
    )
})
