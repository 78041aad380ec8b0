import { expect } from 'vitest'
import { initialiser, key, op, type Tensor, toValues } from '../../../src/index.ts'
import { plain, unknown } from '../family.ts'
import { type Case, expectNear } from '../golden.ts'

interface InitialiserCase {
  readonly name: string
  readonly config: Case['config']
  readonly expected: Case['config']
}

const { fansOf, gains, varianceScaling } = initialiser

/** Matrices are [in, out] here and [out, in] there; kernels are the same. */
const shapeOf = (shape: readonly number[]): readonly number[] =>
  shape.length === 2 ? shape.toReversed() : shape

const gainOf = ({ nonlinearity, negative_slope: slope }: Case['config']): number =>
  nonlinearity === 'leaky_relu'
    ? gains.leakyRelu(slope)
    : nonlinearity === 'relu' || nonlinearity === 'linear'
      ? gains[nonlinearity as 'relu' | 'linear']
      : unknown('nonlinearity', nonlinearity)

const fanOf = (mode: string): 'in' | 'out' =>
  mode === 'fan_in' ? 'in' : mode === 'fan_out' ? 'out' : unknown('mode', mode)

const distributionOf = (name: string): 'uniform' | 'normal' =>
  name.endsWith('_uniform') ? 'uniform' : name.endsWith('_normal') ? 'normal' : unknown('initialiser', name)

/** The same draw, spread as the reference says. */
const checkSpread = (
  { config, expected }: InitialiserCase,
  gain: number,
  fan: 'in' | 'out' | 'average',
): void => {
  const distribution = distributionOf(config.initialiser)
  const shape = shapeOf(config.shape)
  const fans = fansOf(shape)
  expect([fans.in, fans.out], 'the fans').toEqual([expected.fan_in, expected.fan_out])
  const reference =
    distribution === 'uniform'
      ? initialiser.uniform(-expected.bound, expected.bound)
      : initialiser.normal(0, expected.std)
  if (distribution === 'uniform') expectNear([Math.sqrt(3) * expected.std], [expected.bound], 'the bound')
  for (const seed of [0, 1, 2])
    expectNear(
      toValues(varianceScaling({ gain, fan, distribution })(shape, 'f64')(key(seed))),
      toValues(reference(shape, 'f64')(key(seed))),
      'the numbers',
    )
}

const checkOrthogonal = ({ config, expected }: InitialiserCase): void => {
  const fans = fansOf(shapeOf(config.shape))
  expect([fans.in, fans.out], 'the fans').toEqual([expected.fan_in, expected.fan_out])
  const w = initialiser.orthogonal(config.gain)(config.shape, 'f64')(key(0)) as Tensor
  const matrix = op.reshape(expected.matrix_shape)(w) as Tensor<[number, number]>
  const turned = op.transpose([1, 0])(matrix) as Tensor<[number, number]>
  const gram = expected.gram === 'W^T W' ? op.matmul(turned, matrix) : op.matmul(matrix, turned)
  if (expected.gram !== 'W^T W' && expected.gram !== 'W W^T') unknown('gram', expected.gram)
  const size = expected.gram_size
  expect(gram.shape).toEqual([size, size])
  const identity = Array.from({ length: size * size }, (_, i) =>
    i % (size + 1) === 0 ? expected.gain_squared : 0,
  )
  expectNear(toValues(gram), identity, 'the gram matrix')
}

/** Figures of a large sample, to within eight standard errors of a bounded distribution. */
const checkTruncated = ({ config, expected }: InitialiserCase): void => {
  const fans = fansOf(shapeOf(config.shape))
  expect([fans.in, fans.out], 'the fans').toEqual([expected.fan_in, expected.fan_out])
  const { low, high } = config
  const n = 100_000
  const drawn = Array.from(
    toValues(initialiser.truncatedNormal(config.mean, config.std, { low, high })([n], 'f64')(key(0))),
  )
  expect(drawn.every(x => x >= expected.low && x <= expected.high)).toBe(true)
  const mean = drawn.reduce((sum, x) => sum + x, 0) / n
  const deviation = Math.sqrt(drawn.reduce((sum, x) => sum + (x - mean) ** 2, 0) / n)
  const close = { absolute: (8 * expected.std) / Math.sqrt(n), relative: 0 }
  expectNear([mean, deviation], [expected.mean, expected.std], 'mean and deviation', close)
}

export const initialisers = plain<InitialiserCase>(one => {
  const { config, expected } = one
  const { initialiser: name } = config
  if (name.startsWith('xavier_')) checkSpread(one, config.gain, 'average')
  else if (name.startsWith('kaiming_')) {
    const gain = gainOf(config)
    expectNear([gain], [expected.gain], 'the gain')
    checkSpread(one, gain, fanOf(config.mode))
  } else if (name.startsWith('lecun_')) checkSpread(one, 1, 'in')
  else if (name === 'orthogonal') checkOrthogonal(one)
  else if (name === 'truncated_normal') checkTruncated(one)
  else unknown('initialiser', name)
})
