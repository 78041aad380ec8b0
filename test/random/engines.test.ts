import { expect, test } from 'vitest'
import { loosely } from '../../laws/oracle/loose.ts'
import {
  type AnyTensor,
  compile,
  engines,
  fromValues,
  type Key,
  key,
  op,
  random,
  smooth,
  type Tensor,
  tensor,
  toValues,
} from '../../src/index.ts'

type Sampler = (parameter: Tensor<[3]>) => (k: Key) => AnyTensor

const factor = tensor([
  [1, 0, 0],
  [2, 1, 0],
  [0, 1, 3],
])

const samplers: Readonly<Record<string, Sampler>> = {
  integers: () => random.integers([200], -(2 ** 31), 2 ** 31),
  'integers in u8': () => random.integers([200], 7, 256, { dtype: 'u8' }),
  exponential: rate => random.exponential([50, 3], rate),
  gumbel: scale => random.gumbel([50, 3], scale, scale),
  laplace: scale => random.laplace([50, 3], scale, scale),
  gamma: alpha => random.gamma([50, 3], alpha, alpha),
  beta: alpha => random.beta([50, 3], alpha, 2),
  dirichlet: alpha => random.dirichlet([50], alpha),
  poisson: rate => random.poisson([50, 3], rate),
  truncatedNormal: low => random.truncatedNormal([50, 3], 0, 1, { low, high: Number.POSITIVE_INFINITY }),
  multivariateNormal: mean => random.multivariateNormal([50], mean, { factor }),
  categorical: logits => random.categorical([200], logits),
  choice: () => random.choice([200], 3, { probabilities: [0.5, 0.25, 0.25] }),
  'choice without replacement': () => random.choice([40, 5], 300, { replace: false }),
  'choice without replacement of given probabilities': p =>
    random.choice([2], 3, { replace: false, probabilities: op.div(p, op.broadcast([3])(op.sum()(p))) }),
  'choice of rows': rows => random.choice([200], rows),
}

const far = (a: AnyTensor, b: AnyTensor): number => {
  const [x, y] = [toValues(a), toValues(b)]
  expect([a.dtype, a.shape]).toEqual([b.dtype, b.shape])
  return Math.max(...Array.from(x, (value, i) => Math.abs(value - y[i]!) / Math.max(1, Math.abs(value))))
}

const parameter: Tensor<[3]> = tensor([0.5, 1, 3])

test.each(Object.keys(samplers).flatMap(name => Object.keys(engines).map(engine => [name, engine] as const)))(
  '%s by the engine %s are the samples that are there without',
  (name, engine) => {
    const sampler = samplers[name] as Sampler
    const draw = (x: Tensor<[3]>, k: Key): AnyTensor => sampler(x)(k)
    const compiled = loosely<typeof draw>(compile)(draw, { engine: engines[engine as keyof typeof engines] })
    const wanted = draw(parameter, key(5))
    expect(far(wanted, compiled(parameter, key(5)))).toBeLessThan(wanted.kind === 'integer' ? 1e-300 : 2e-5)
  },
)

test('samplers for a batch are those for each example', () => {
  const many = fromValues(
    [4, 3],
    Array.from({ length: 12 }, (_, i) => (i + 1) / 4),
    'f64',
  )
  for (const name of ['gamma', 'poisson', 'truncatedNormal', 'dirichlet', 'beta']) {
    const sampler = samplers[name] as (x: Tensor<[3]>) => (k: Key) => Tensor
    const batched = toValues(smooth.vmap((x: Tensor<[3]>) => sampler(x)(key(2)))(many as Tensor<[number, 3]>))
    const each = Array.from({ length: 4 }, (_, i) =>
      Array.from(
        toValues(sampler(fromValues([3], Array.from(toValues(many)).slice(3 * i, 3 * i + 3), 'f64'))(key(2))),
      ),
    )
    expect(Array.from(batched), name).toEqual(each.flat())
  }
})

test('probabilities that a program computes choose with replacement, by their logarithms', () => {
  const draw = compile((p: Tensor<[3]>, k: Key) => random.choice([3000], 3, { probabilities: p })(k))
  const chosen = Array.from(toValues(draw(tensor([0.5, 0, 0.5]), key(1))))
  expect(chosen).not.toContain(1)
  expect(Math.abs(chosen.filter(x => x === 0).length - 1500)).toBeLessThan(150)
})
