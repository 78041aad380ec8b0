/**
 * Defaults of random numbers, data and training, with what is seen of them.
 *
 * @module
 */
import {
  batches,
  batchNorm,
  dense,
  evaluation,
  fromValues,
  init,
  initialiser,
  key,
  lossOf,
  meanSquaredError,
  oneHot,
  random,
  type Shape,
  smoothOf,
  summary,
  supervised,
  type Tensor,
} from '../../src/index.ts'
import { choice, randomState } from '../../src/numpy/index.ts'
import { loosely } from '../oracle/loose.ts'
import { type Pinned, pinned } from './default.ts'

const wide = fromValues([2, 3], [0.3, -3, 1.5, 0, 0.7, -0.2], 'f64') as Tensor
const near = fromValues([2, 3], [0.25, 2, 1, -1, 0.6, 0.1], 'f64') as Tensor
const labels = fromValues([2], [2, 1], 'i32')
const drawn = (how: initialiser.Initialiser, shape: Shape): unknown => how(shape, 'f64')(key(1))
const made = (x: unknown): unknown => x
const data = { inputs: wide, targets: near }
const near6 = fromValues([6, 1], [1, 2, 3, 4, 5, 6], 'f64')
const many = { inputs: near6, targets: near6 }
const model = dense(3, 3)

/** Defaults of random numbers, data and training, with what is seen of them. */
export const otherDefaults: readonly Pinned[] = [
  pinned(
    'random.uniform',
    ({ low, high, dtype }: { low?: number; high?: number; dtype?: 'f32' }) =>
      random.uniform([8], low, high, dtype === undefined ? undefined : { dtype })(key(1)),
    made,
    { low: 0, high: 1, dtype: 'f32' },
    'random/distribution/sample.ts uniform',
    { others: { dtype: 'f64' } },
  ),
  pinned(
    'random.normal',
    ({ mean, deviation, dtype }: { mean?: number; deviation?: number; dtype?: 'f32' }) =>
      random.normal([8], mean, deviation, dtype === undefined ? undefined : { dtype })(key(1)),
    made,
    { mean: 0, deviation: 1, dtype: 'f32' },
    'random/distribution/sample.ts normal',
    { others: { dtype: 'f64' } },
  ),
  pinned(
    'random.exponential',
    ({ rate }: { rate?: number }) => random.exponential([8], rate)(key(1)),
    made,
    { rate: 1 },
    'random/distribution/exponential.ts exponential',
  ),
  pinned(
    'random.choice',
    ({ replace }: { replace?: boolean }) =>
      random.choice([8], 9, replace === undefined ? undefined : { replace })(key(1)),
    made,
    { replace: true },
    { replace: 'random/distribution/choice.ts positions' },
  ),
  pinned(
    'random.gamma',
    ({ rate }: { rate?: number }) => random.gamma([8], 2, rate)(key(1)),
    made,
    { rate: 1 },
    'random/distribution/gamma.ts gamma',
  ),
  pinned(
    'random.truncatedNormal',
    ({ mean, deviation }: { mean?: number; deviation?: number }) =>
      random.truncatedNormal([8], mean, deviation)(key(1)),
    made,
    { mean: 0, deviation: 1 },
    'random/distribution/truncatedNormal.ts truncatedNormal',
  ),
  pinned(
    'random.gumbel',
    ({ location, scale }: { location?: number; scale?: number }) =>
      random.gumbel([8], location, scale)(key(1)),
    made,
    { location: 0, scale: 1 },
    'random/distribution/locationScale.ts locationScale',
  ),
  pinned(
    'random.laplace',
    ({ location, scale }: { location?: number; scale?: number }) =>
      random.laplace([8], location, scale)(key(1)),
    made,
    { location: 0, scale: 1 },
    'random/distribution/locationScale.ts locationScale',
  ),
  pinned(
    'random.integers',
    ({ dtype }: { dtype?: 'i32' | 'u8' }) =>
      random.integers([8], 0, 9, dtype === undefined ? undefined : { dtype })(key(1)),
    made,
    { dtype: 'i32' },
    'random/distribution/integers.ts integers',
    { others: { dtype: 'u8' } },
  ),
  pinned(
    'initialiser.orthogonal',
    ({ gain }: { gain?: number }) => drawn(initialiser.orthogonal(gain), [3, 3]),
    made,
    { gain: 1 },
    'initialiser/orthogonal.ts orthogonal',
  ),
  pinned(
    'initialiser.truncatedNormal',
    o => drawn(initialiser.truncatedNormal(1, 2, o), [64]),
    made,
    { low: -3, high: 5 },
    'initialiser/truncatedNormal.ts truncatedNormal',
    { others: { low: 0, high: 2 } },
  ),
  pinned(
    'initialiser.varianceScaling',
    o => drawn(initialiser.varianceScaling(o), [3, 5]),
    made,
    { gain: 1, fan: 'in', distribution: 'uniform' },
    'initialiser/varianceScaling.ts varianceScaling',
    { others: { fan: 'out', distribution: 'normal' } },
  ),
  pinned('oneHot', o => oneHot(3, o)(labels), made, { dtype: 'f32' }, 'data/oneHot.ts oneHot', {
    others: { dtype: 'f64' },
  }),
  pinned('init', o => init(model, o)(key(1)), made, { dtype: 'f32' }, 'layer/init.ts init', {
    others: { dtype: 'f64' },
  }),
  pinned(
    'summary',
    o => summary(model, [2, 3], o),
    x => JSON.stringify(x),
    { dtype: 'f32' },
    'train/summary.ts summary',
    { others: { dtype: 'f64' } },
  ),
  pinned(
    'batches',
    o => [...(batches(many, { size: 1, ...(o as object) })(key(3)) as Iterable<unknown>)],
    made,
    { shuffle: false },
    'train/batches.ts batches',
  ),
  pinned(
    'smoothOf',
    ({ context }: { context?: never }) =>
      smoothOf(
        batchNorm(3),
        init(batchNorm(3), { dtype: 'f64' })(key(1)).state,
        context,
      )([init(batchNorm(3), { dtype: 'f64' })(key(1)).params, wide as Tensor<[number, 3]>])[0],
    made,
    { context: evaluation },
    'layer/smoothOf.ts smoothOf',
    { others: { context: { mode: 'training', key: key(1) } } },
  ),
  pinned(
    'lossOf',
    ({ context }: { context?: never }) => {
      const net = batchNorm(3)
      const { params, state } = init(net, { dtype: 'f64' })(key(1))
      const lossAt = loosely(lossOf(state, context))(loosely(supervised(meanSquaredError()))(net))
      return loosely<readonly unknown[]>(loosely(lossAt)(data))(params)[0]
    },
    made,
    { context: evaluation },
    'train/lossOf.ts lossOf',
    { others: { context: { mode: 'training', key: key(1) } } },
  ),
  pinned(
    'numpy.choice',
    ({ replace }: { replace?: boolean }) =>
      choice(5, [5], replace === undefined ? undefined : { replace })(randomState(1))[0],
    made,
    { replace: true },
    'numpy/choice.ts choice',
  ),
]
