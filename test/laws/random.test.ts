import { describe, expect, test } from 'vitest'
import { lawSetsOf } from '../../laws/catalogue/entry.ts'
import { initialiserCatalogue } from '../../laws/catalogue/initialisers.ts'
import { randomCatalogue } from '../../laws/catalogue/random.ts'
import { registerLaws } from '../../laws/index.ts'
import { initialiser, key, ones, random, tensor, zeros } from '../../src/index.ts'

describe.each([
  ['random', randomCatalogue],
  ['initialiser', initialiserCatalogue],
])('%s', (_, entries) => {
  const sets = new Map(lawSetsOf(entries).map(([name, set]) => [set, name]))
  for (const [set, name] of sets) describe(name, () => registerLaws(set, test))
})

test('a parameter that does not fit is refused with its name, shape and element type', () => {
  expect(() => random.exponential([4, 2], tensor([1, 1, 1]))).toThrow(
    'exponential cannot repeat rate of shape [3] to samples of shape [4, 2]',
  )
  expect(() => random.laplace([2], tensor([1, 2], 'f64'), 1, { dtype: 'f32' })).toThrow(
    "laplace draws samples of f32, but was given location in f64: convert it with op.convert('f32').",
  )
  expect(() => random.multivariateNormal([2], zeros([3]), { factor: zeros([2, 2]) as never })).toThrow(
    'multivariateNormal needs a factor of shape [3, 3], for a mean of 3 dimensions, but was given [2, 2].',
  )
  expect(() => random.choice([2], 3, { probabilities: [0.5, 0.5] })).toThrow(
    'choice needs a probability for each of 3, but was given [2].',
  )
  expect(() => random.choice([2], 3, { probabilities: [0.25, 0.25, 0.25] })).toThrow(
    'they sum to 0.75: divide each',
  )
  expect(() => random.dirichlet([2], zeros([0]))).toThrow('dirichlet needs an axis of concentrations')
  expect(() => random.categorical([2], zeros([0]))).toThrow('categorical needs an axis of logits')
  expect(() => random.categorical([3], zeros([2, 4]))).toThrow(
    'categorical cannot repeat logits of shape [2, 4] to samples of shape [3, 4]',
  )
  expect(random.laplace([2], tensor([1, 2], 'f64'))(key(0)).dtype).toBe('f64')
})

describe('what randomness refuses', () => {
  test.each([
    ['a negative seed', () => key(-1)],
    ['half a seed', () => key(0.5)],
    ['a seed that is not exact', () => key(2 ** 53)],
    ['a negative number of keys', () => random.split(-1)(key(0))],
    ['an index beyond 32 bits', () => random.foldIn(2 ** 32)(key(0))],
    ['an empty interval', () => random.uniform([2], 1, 1)(key(0))],
    ['an infinite interval', () => random.uniform([2], 0, Number.POSITIVE_INFINITY)(key(0))],
    ['a negative deviation', () => random.normal([2], 0, -1)(key(0))],
    ['a probability above 1', () => random.bernoulli([2], 1.5)(key(0))],
    ['a rate of 0', () => random.exponential([2], 0)],
    ['a negative rate among others', () => random.exponential([2], tensor([1, -1]))],
    ['a location that is NaN', () => random.gumbel([2], Number.NaN)],
    ['a negative scale', () => random.laplace([2], 0, -1)],
    ['integers up to where they begin', () => random.integers([2], 3, 3)],
    ['half an integer', () => random.integers([2], 0.5, 3)],
    ['integers beyond their element type', () => random.integers([2], 0, 257, { dtype: 'u8' })],
    ['a concentration of 0', () => random.gamma([2], 0)],
    ['an infinite rate', () => random.gamma([2], 1, Number.POSITIVE_INFINITY)],
    ['a negative concentration', () => random.beta([2], 1, -1)],
    ['a concentration of 0 among others', () => random.dirichlet([2], tensor([1, 0]))],
    ['a negative rate of events', () => random.poisson([2], -1)],
    ['a rate of events beyond 32 bits', () => random.poisson([2], 2 ** 31)],
    ['bounds that are one', () => random.truncatedNormal([2], 0, 1, { low: 1, high: 1 })],
    [
      'bounds in the wrong order',
      () => random.truncatedNormal([2], tensor([0, 0]), 1, { low: tensor([1, -1]), high: 0 }),
    ],
    ['a deviation of 0', () => random.truncatedNormal([2], 0, 0)],
    [
      'a mean that is NaN',
      () => random.multivariateNormal([2], tensor([Number.NaN]), { factor: ones([1, 1]) }),
    ],
    ['a logit that is NaN', () => random.categorical([2], tensor([Number.NaN, 0]))],
    [
      'no class to choose',
      () =>
        random.categorical(
          [2],
          tensor([
            [0, 0],
            [-Infinity, -Infinity],
          ]),
        ),
    ],
    ['nothing to choose from', () => random.choice([2], 0)],
    ['rows that there are not', () => random.choice([2], zeros([0, 3]))],
    ['probabilities that sum to less', () => random.choice([2], 2, { probabilities: [0.5, 0.4] })],
    ['a negative probability', () => random.choice([2], 2, { probabilities: tensor([1.5, -0.5]) })],
    ['more than there are', () => random.choice([2, 2], 3, { replace: false })],
    [
      'more than have a probability',
      () => random.choice([2], 3, { replace: false, probabilities: [0, 1, 0] }),
    ],
    ['neither covariance nor factor', () => random.multivariateNormal([2], zeros([2]), {} as never)],
    [
      'a covariance that is not symmetric',
      () =>
        random.multivariateNormal([2], zeros([2]), {
          covariance: tensor([
            [2, 1],
            [0, 2],
          ]),
        }),
    ],
    [
      'a covariance that is not positive',
      () => random.multivariateNormal([2], zeros([2]), { covariance: ones([2, 2]) }),
    ],
    ['half an element', () => random.permutation(2.5)(key(0))],
    ['a gain of nothing', () => initialiser.varianceScaling({ gain: 0 })],
    ['an orthogonal matrix of size 0', () => initialiser.orthogonal(0)],
    ['a gain that is NaN', () => initialiser.orthogonal(Number.NaN)],
    ['tails that cut off everything', () => initialiser.truncatedNormal(0, 1, { low: 1, high: 1 })],
    ['a truncated deviation of 0', () => initialiser.truncatedNormal(0, 0)],
    ['a constant that is NaN', () => initialiser.constant(Number.NaN)],
  ])('%s', (_, make) => {
    expect(make).toThrow(expect.objectContaining({ _tag: 'ArgumentError' }))
  })
})
