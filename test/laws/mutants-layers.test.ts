import { describe } from 'vitest'
import { type LawSet, layerLaws } from '../../laws/index.ts'
import { reluLaws, softmaxLaws } from '../../laws/layer/activation/activation.ts'
import { gluLaws, swiGluLaws } from '../../laws/layer/gate/gate.ts'
import { mixtureOfExpertsLaws } from '../../laws/layer/gate/mixture.ts'
import { meanOnlyBatchNormLaws } from '../../laws/layer/normalisation/meanOnlyBatchNorm.ts'
import { forget, type TreeLayer } from '../../laws/layer/same.ts'
import {
  dense,
  glu,
  key,
  meanOnlyBatchNorm,
  mixtureOfExperts,
  op,
  random,
  relu,
  scalar,
  smooth,
  softmax,
  swiGlu,
  type Tensor,
  training,
  type tree,
} from '../../src/index.ts'
import { type Mutant, testMutants } from './mutant.ts'
import { repull, rerun } from './wrongLayer.ts'

const negated = smooth.scaleCotangent(-1)
const square = forget(dense(3, 3))
const ofSquare = (layer: TreeLayer): LawSet => layerLaws(layer, { input: [4, 3] })

interface DenseParams {
  readonly w: Tensor
  readonly b: Tensor
}
const densely = (change: (dp: DenseParams) => DenseParams): TreeLayer =>
  repull(square, own => dy => {
    const [dp, dx] = own(dy)
    return [change(dp as unknown as DenseParams) as unknown as tree.Tree, dx]
  })

/** A mixture of other gates, and with another balancing term. */
const mixture = (change: (layer: TreeLayer) => TreeLayer): LawSet =>
  mixtureOfExpertsLaws(options => {
    const layer = mixtureOfExperts(3, 3, options)(dense(3, 2))
    return { ...change(forget(layer)), withBalance: change(forget(layer.withBalance)) }
  })
const scaled = (factor: number) => (x: tree.Tree) => op.scale(factor)(x as Tensor)

const layers: readonly Mutant[] = [
  {
    name: 'a mixture whose gates are the probabilities, whatever their sum',
    mutant: mixtureOfExpertsLaws(options => {
      const layer = mixtureOfExperts(3, 3, { ...options, normalise: false })(dense(3, 2))
      return { ...forget(layer), withBalance: forget(layer.withBalance) }
    }),
    twin: mixture(layer => layer),
    killedBy: ['U6'],
    survives: ['U7'],
  },
  {
    name: 'a mixture whose balancing term is that of two experts',
    mutant: mixture(layer =>
      rerun(layer, own => (...xs) => {
        const [y, pullback, next] = own(...xs)
        return Array.isArray(y)
          ? [
              [y[0] as tree.Tree, scaled(2 / 3)(y[1] as tree.Tree)],
              db => {
                const [dy, dbalance] = db as readonly [tree.Tree, tree.Tree]
                return pullback([dy, scaled(2 / 3)(dbalance)])
              },
              next,
            ]
          : [y, pullback, next]
      }),
    ),
    twin: mixture(layer => layer),
    killedBy: ['U8'],
    survives: ['U6'],
  },
  {
    name: 'a mixture whose router learns from its balancing term only',
    mutant: mixture(layer =>
      repull(layer, own => db => {
        const none = smooth.scaleCotangent(0)
        const isPair = Array.isArray(db)
        const [dp, dx] = own(db)
        const [{ router }] = own(isPair ? [none(db[0]), db[1] as tree.Tree] : none(db)) as never as readonly [
          { readonly router: tree.Tree },
        ]
        return [{ ...dp, router }, dx]
      }),
    ),
    twin: mixture(layer => layer),
    killedBy: ['U5'],
    survives: ['U6'],
  },
  {
    name: 'a pullback with the sign flipped',
    mutant: ofSquare(repull(square, own => dy => negated(own(dy)))),
    twin: ofSquare(square),
    killedBy: ['18', '19'],
  },
  {
    name: 'a pullback that ignores its cotangent',
    mutant: ofSquare(
      repull(square, own => {
        const fixed = random.normal([4, 3], 0, 1, { dtype: 'f64' })(key(3))
        return () => own(fixed)
      }),
    ),
    twin: ofSquare(square),
    killedBy: ['12a', '12b', '18', '19'],
  },
  {
    name: 'a bias gradient that is the first row instead of the sum',
    mutant: ofSquare(
      repull(square, own => dy => {
        const [dp, dx] = own(dy)
        const first = op.reshape([3])(op.slice([0, 0], [1, 3])(dy as Tensor))
        return [{ ...(dp as object), b: first } as tree.Tree, dx]
      }),
    ),
    twin: ofSquare(square),
    killedBy: ['18', '19', '30b', '31a'],
  },
  {
    name: 'a bias gradient that is not summed over the batch',
    mutant: ofSquare(repull(square, own => dy => [{ ...(own(dy)[0] as object), b: dy }, own(dy)[1]])),
    twin: ofSquare(square),
    killedBy: ['23', '18'],
  },
  {
    name: 'a transposed weight gradient',
    mutant: ofSquare(densely(({ w, b }) => ({ w: op.transpose([1, 0])(w) as Tensor, b }))),
    twin: ofSquare(square),
    killedBy: ['18', '19'],
  },
  {
    name: 'a weight gradient divided by the batch',
    mutant: ofSquare(densely(({ w, b }) => ({ w: op.scale(1 / 4)(w), b }))),
    twin: ofSquare(square),
    killedBy: ['18', '19'],
  },
  {
    name: 'a gradient that is added up from call to call',
    mutant: ofSquare(
      repull(square, own => {
        let sum: readonly [tree.Tree, tree.Tree] | null = null
        return dy => {
          sum = sum === null ? own(dy) : smooth.addCotangents(sum, own(dy))
          return sum
        }
      }),
    ),
    twin: ofSquare(square),
    killedBy: ['21b'],
  },
  {
    name: 'parameters in f32 whatever is asked for',
    mutant: ofSquare({ ...square, init: k => square.init(k, 'f32') }),
    twin: ofSquare(square),
    killedBy: ['P2'],
  },
  {
    name: 'an init that does not come from its key',
    mutant: ofSquare({
      ...square,
      init: (_, dtype) => square.init(key(Math.floor(Math.random() * 1e9)), dtype),
    }),
    twin: ofSquare(square),
    killedBy: ['P1'],
  },
  {
    name: 'a softmax pullback that forgets the sum',
    mutant: softmaxLaws(
      repull(forget(softmax()), (_, __, x) => dy => {
        const [y] = forget(softmax()).run({}, x, {}, training(key(0)))
        return [{}, op.mul(y as never, dy as never) as tree.Tree]
      }),
    ),
    twin: softmaxLaws(),
    killedBy: ['34c'],
  },
  {
    name: 'a softmax that overflows',
    mutant: softmaxLaws(
      rerun(forget(softmax()), () => (_, x, state) => {
        const e = op.exp(x as Tensor)
        const sums = op.broadcastAlong(e.shape as [4, 5], [0])(op.sum([1])(e)) as Tensor
        return [op.div(e, sums), dy => [{}, dy], state]
      }),
    ),
    twin: softmaxLaws(),
    killedBy: ['34d'],
  },
  {
    name: 'a relu with derivative 1 at 0',
    mutant: reluLaws(
      repull(forget(relu()), (_, __, x) => dy => {
        const zeros = op.scale(0)(x as Tensor)
        return [{}, op.select(op.greaterEqual(x as Tensor, zeros), dy as never, zeros as never)]
      }),
    ),
    twin: reluLaws(),
    killedBy: ['24'],
  },
]

const gates: readonly Mutant[] = [
  {
    name: 'a gated unit whose gate is its first half',
    mutant: gluLaws(options =>
      rerun(forget(glu(options as Readonly<Record<never, never>>)), own => (p, x, state, context) => {
        const values = x as Tensor
        if (values.shape.length !== 2) return own(p, x, state, context)
        const [rows, n] = [values.shape[0] as number, (values.shape[1] as number) / 2]
        const part = (start: number): Tensor => op.slice([0, start], [rows, n])(values)
        return own(p, op.concat(1)(part(n), part(0)) as tree.Tree, state, context)
      }),
    ),
    twin: gluLaws(),
    killedBy: ['U1'],
  },
  {
    name: 'a gated unit that halves the last axis always',
    mutant: gluLaws(options => forget(glu({ ...options, axis: -1 } as Readonly<Record<never, never>>))),
    twin: gluLaws(),
    killedBy: ['U3'],
  },
  {
    name: 'a gated network whose gate is always silu',
    mutant: swiGluLaws((features, hidden) => forget(swiGlu(features, hidden))),
    twin: swiGluLaws(),
    killedBy: ['U4'],
  },
]

const coupling = (evaluationToo: boolean): TreeLayer => ({
  name: 'centred',
  init: () => ({ params: {}, state: {} }),
  run: (_, x, state, { mode }) => {
    const centre = (y: Tensor): Tensor => {
      const n = y.shape[0] as number
      const mean = op.scale(1 / n)(op.sum([0])(y) as Tensor)
      return op.sub(y, op.broadcast(y.shape as [4, 3])(mean) as Tensor)
    }
    return mode === 'training' || evaluationToo
      ? [centre(x as Tensor), dy => [{}, centre(dy as Tensor)], state]
      : [x, dy => [{}, dy], state]
  },
})

const batchwise: readonly Mutant[] = [
  {
    name: 'a layer coupled in training and not declared so',
    mutant: layerLaws(coupling(false), { input: [4, 3] }),
    twin: layerLaws(coupling(false), { input: [4, 3], coupled: true }),
    killedBy: ['30c'],
  },
  {
    name: 'a layer coupled in evaluation and declared so for training only',
    mutant: layerLaws(coupling(true), { input: [4, 3], coupled: true }),
    twin: layerLaws(coupling(true), { input: [4, 3], coupled: 'always' }),
    killedBy: ['30a'],
  },
  {
    name: 'a state that evaluation changes',
    mutant: layerLaws(
      rerun(forget(meanOnlyBatchNorm(3)), own => (p, x, state) => own(p, x, state, training(key(0)))),
      { input: [4, 3], coupled: 'always' },
    ),
    twin: layerLaws(meanOnlyBatchNorm(3), { input: [4, 3], coupled: true }),
    killedBy: ['38a'],
  },
  {
    name: 'a state that loses a key in training',
    mutant: layerLaws(
      rerun(forget(meanOnlyBatchNorm(3)), own => (p, x, state, context) => {
        const [y, pullback, next] = own(p, x, state, context)
        return [
          y,
          pullback,
          context.mode === 'training' ? { ...(next as object), count: scalar(1, 'f64') } : next,
        ]
      }),
      { input: [4, 3], coupled: true },
    ),
    twin: layerLaws(meanOnlyBatchNorm(3), { input: [4, 3], coupled: true }),
    killedBy: ['38b'],
  },
  {
    name: 'a running mean that takes the new mean for the old',
    mutant: meanOnlyBatchNormLaws((n, { momentum: share }) =>
      forget(meanOnlyBatchNorm(n, { momentum: 1 - share })),
    ),
    twin: meanOnlyBatchNormLaws(),
    killedBy: ['38d'],
  },
  {
    name: 'a batch norm whose pullback treats the mean as a constant',
    mutant: meanOnlyBatchNormLaws((n, options) =>
      repull(forget(meanOnlyBatchNorm(n, options)), () => dy => [{}, dy]),
    ),
    twin: meanOnlyBatchNormLaws(),
    killedBy: ['35b'],
  },
]

describe('gated units', () => testMutants(gates))
describe('layers', () => testMutants(layers))
describe('layers of batches', () => testMutants(batchwise))
