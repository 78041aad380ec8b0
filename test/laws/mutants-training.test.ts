import { describe } from 'vitest'
import { arbitrary, type LawSet, lossLaws } from '../../laws/index.ts'
import { softmaxCrossEntropyLaws } from '../../laws/loss/crossEntropy.ts'
import { l2PenaltyLaws } from '../../laws/loss/penalty.ts'
import { permutationLaws } from '../../laws/random/permutation.ts'
import { samplerLaws } from '../../laws/random/random.ts'
import { batchesLaws } from '../../laws/train/batches.ts'
import {
  batches,
  fromValues,
  type Key,
  l2Penalty,
  meanSquaredError,
  op,
  random,
  type Shape,
  scalar,
  smooth,
  softmaxCrossEntropy,
  type Tensor,
  toValues,
} from '../../src/index.ts'
import { type Mutant, testMutants } from './mutant.ts'

const matrices = arbitrary.tensors([4, 3])
const mse = (loss: ReturnType<typeof meanSquaredError>): LawSet =>
  lossLaws('meanSquaredError', loss, { predictions: matrices, targets: matrices })

const losses: readonly Mutant[] = [
  {
    name: 'a loss that sums over the batch instead of taking the mean',
    mutant: mse(targets => y => {
      const [loss, pullback] = meanSquaredError()(targets)(y)
      const n = y.shape[0] as number
      return [op.scale(n)(loss), d => pullback(op.scale(n)(d))]
    }),
    twin: mse(meanSquaredError()),
    killedBy: ['31b', '31c'],
  },
  {
    name: 'a loss whose gradient is divided by the batch once more',
    mutant: mse(targets => y => {
      const [loss, pullback] = meanSquaredError()(targets)(y)
      return [loss, d => op.scale(1 / 4)(pullback(d))]
    }),
    twin: mse(meanSquaredError()),
    killedBy: ['18', '19'],
  },
  {
    name: 'a loss whose pullback ignores its cotangent',
    mutant: mse(targets => y => {
      const [loss, pullback] = meanSquaredError()(targets)(y)
      return [loss, () => pullback(scalar(1, 'f64'))]
    }),
    twin: mse(meanSquaredError()),
    killedBy: ['12a', '12b', '18'],
  },
  {
    name: 'a cross-entropy whose gradient is y - p',
    mutant: softmaxCrossEntropyLaws(labels => x => {
      const [loss, pullback] = softmaxCrossEntropy()(labels)(x)
      return [loss, d => op.neg(pullback(d))]
    }),
    twin: softmaxCrossEntropyLaws(),
    killedBy: ['34h', '34i'],
  },
  {
    name: 'a penalty whose gradient is 2 λ p',
    mutant: l2PenaltyLaws((by, choice) => params => {
      const [value, pullback] = l2Penalty(by, choice)(params)
      return [value, d => smooth.scaleCotangent(2)(pullback(d))]
    }),
    twin: l2PenaltyLaws(),
    killedBy: ['L2', '18', '19'],
  },
]

const promises = {
  mean: 0.5,
  deviation: 1 / Math.sqrt(12),
  kurtosis: 9 / 5,
  within: (x: number) => x >= 0 && x < 1,
  dtype: 'f64',
} as const

type Draw = <S extends Shape>(shape: S) => (k: Key) => Tensor<S>

const uniform: Draw = shape => random.uniform(shape, 0, 1, { dtype: 'f64' })
const narrow: Draw = shape => k => op.shift(0.15)(op.scale(0.7)(uniform(shape)(k)))
const twice: Draw = shape => k => {
  const x = uniform(shape)(k)
  const values = toValues(x)
  return fromValues(
    x.shape,
    values.map((_, i) => values[i - (i % 2)] as number),
    'f64',
  )
}

const randomness: readonly Mutant[] = [
  {
    name: 'a shuffle that swaps with any place',
    mutant: permutationLaws(n => k => {
      const order = Array.from({ length: n }, (_, i) => i)
      const draws = toValues(random.uniform([n])(k))
      order.forEach((_, i) => {
        const j = Math.floor((draws[i] as number) * n)
        const kept = order[i] as number
        order[i] = order[j] as number
        order[j] = kept
      })
      return fromValues([n], order, 'i32')
    }),
    twin: permutationLaws(),
    killedBy: ['K12'],
  },
  {
    name: 'samples that repeat every other one',
    mutant: samplerLaws('uniform', twice, promises),
    twin: samplerLaws('uniform', uniform, promises),
    killedBy: ['K10'],
  },
  {
    name: 'samples that are too narrow',
    mutant: samplerLaws('uniform', narrow, promises),
    twin: samplerLaws('uniform', uniform, promises),
    killedBy: ['K9'],
  },
  {
    name: 'batches that drop the short last one',
    mutant: batchesLaws((data, options) => k => {
      const all = [...(batches(data, options)(k) as Iterable<typeof data>)]
      return all.filter(({ targets }) => targets.shape[0] === options.size)
    }),
    twin: batchesLaws(),
    killedBy: ['B1', 'B2', 'B3'],
  },
  {
    name: 'batches shuffled without their targets',
    mutant: batchesLaws((data, options) => k => {
      const all = [...(batches(data, options)(k) as Iterable<typeof data>)]
      const plain = [...(batches(data, { ...options, shuffle: false })(k) as Iterable<typeof data>)]
      return all.map(({ inputs }, i) => ({ inputs, targets: plain[i]!.targets }))
    }),
    twin: batchesLaws(),
    killedBy: ['B4'],
  },
]

describe('losses', () => testMutants(losses))
describe('randomness', () => testMutants(randomness))
