import { describe, expect, test } from 'vitest'
import type { layerCatalogue } from '../../laws/catalogue/layers.ts'
import * as pullback from '../../src/index.ts'
import {
  type AnyLayer,
  batchNorm,
  checkpointed,
  compose,
  concat,
  dense,
  dropout,
  fanout,
  frozen,
  init,
  key,
  label,
  meanOnlyBatchNorm,
  momentum,
  optimiser,
  parallel,
  reparametrise,
  repeat,
  residual,
  rnnCell,
  scan,
  smooth,
  type Tensor,
  tanh,
  tied,
  toValues,
  tree,
} from '../../src/index.ts'
import { inputsOf, squared, trainsThroughTheEngine } from './throughEngine.ts'

type Shapes = readonly number[] | readonly (readonly number[])[]
type Stateful = readonly (readonly [layer: () => AnyLayer, input: Shapes])[]

const normed = () => compose(dense(3, 3), batchNorm(3))
const centred = () => compose(dense(3, 3), meanOnlyBatchNorm(3), dropout(0.25))

/** What is not a layer, and makes none. */
type Others = 'init' | 'predict' | 'predictWithState' | 'smoothOf' | 'evaluation' | 'training'

/**
 * Every layer that there is, by the names of the catalogue of laws: one without an entry does not compile. Either trained with the
 * states it has, or made, to see that it has none.
 */
const layers: Readonly<Record<Exclude<keyof typeof layerCatalogue, Others>, Stateful | (() => AnyLayer)>> = {
  // with states of their own
  batchNorm: [
    [() => compose(dense(3, 4), batchNorm(4)), [3]],
    [() => batchNorm(2, { affine: true }), [2, 2, 2]],
    [() => compose(dense(3, 4), batchNorm(4, { affine: false }), dense(4, 2)), [3]],
  ],
  meanOnlyBatchNorm: [[() => compose(dense(3, 4), meanOnlyBatchNorm(4)), [3]]],
  frozen: [
    [() => compose(frozen()(dense(3, 3)), dense(3, 2)), [3]],
    [() => compose(frozen()(normed()), dense(3, 2)), [3]],
    [
      () =>
        compose(label('body')(frozen()(compose(label('a')(normed()), label('b')(dense(3, 3))))), dense(3, 2)),
      [3],
    ],
    [() => compose(frozen()(frozen()(normed())), normed()), [3]],
  ],
  // with those of layers inside
  // its state is what came before, of a sequence
  cached: () => pullback.cached({ capacity: 2 })(dense(3, 2)),
  checkpointed: [[() => checkpointed(normed()), [3]]],
  compose: [
    [() => compose(normed(), tanh(), centred()), [3]],
    [() => compose(label('z')(normed()), tanh(), label('a')(centred())), [3]],
  ],
  concat: [[() => concat(normed(), dense(3, 2)), [3]]],
  fanout: [[() => fanout(normed(), centred()), [3]]],
  label: [[() => compose(label('only')(normed())), [3]]],
  parallel: [[() => parallel(normed(), compose(dense(2, 2), batchNorm(2))) as AnyLayer, [[3], [2]]]],
  reparametrise: [
    [
      () =>
        reparametrise({
          name: 'copied',
          init: (from, dtype) => init(normed(), { dtype })(from).params,
          map: smooth.duplicate() as never,
        })(compose(normed(), normed())) as AnyLayer,
      [3],
    ],
  ],
  repeat: [[() => repeat(2)(normed()), [3]]],
  residual: [[() => residual(normed()), [3]]],
  scan: [
    [
      () =>
        compose(
          scan()(frozen()(rnnCell(2, 2)) as never) as AnyLayer as never,
          parallel(dense(2, 2), dense(2, 2)) as never,
        ),
      [[2, 2], [2]],
    ],
  ],
  tap: () => pullback.tap({}),
  spectralNorm: [
    [() => pullback.spectralNorm()(normed()) as AnyLayer, [3]],
    [() => pullback.spectralNorm({ iterations: 2 })(pullback.conv2d(1, 2, 2)), [1, 3, 3]],
  ],
  weightNorm: [[() => pullback.weightNorm()(normed()) as AnyLayer, [3]]],
  mixtureOfExperts: [
    [() => pullback.mixtureOfExperts(3, 3)(dense(3, 2)), [3]],
    [() => pullback.mixtureOfExperts(3, 2, { topK: 1, noise: 0.5 })(normed() as never), [3]],
  ],
  tied: [[() => tied(2)(centred()), [3]]],
  // without
  elu: () => pullback.elu(),
  gelu: () => pullback.gelu(),
  hardtanh: () => pullback.hardtanh(),
  leakyRelu: () => pullback.leakyRelu(),
  logSoftmax: () => pullback.logSoftmax(),
  mish: () => pullback.mish(),
  prelu: () => pullback.prelu(3),
  relu: () => pullback.relu(),
  selu: () => pullback.selu(),
  sigmoid: () => pullback.sigmoid(),
  silu: () => pullback.silu(),
  softmax: () => pullback.softmax(),
  softplus: () => pullback.softplus(),
  tanh: () => pullback.tanh(),
  adaptiveAvgPool1d: () => pullback.adaptiveAvgPool1d(1),
  adaptiveAvgPool2d: () => pullback.adaptiveAvgPool2d(1),
  adaptiveAvgPool3d: () => pullback.adaptiveAvgPool3d(1),
  avgPool1d: () => pullback.avgPool1d(2),
  avgPool2d: () => pullback.avgPool2d(2),
  avgPool3d: () => pullback.avgPool3d(2),
  conv1d: () => pullback.conv1d(1, 2, 2),
  conv2d: () => pullback.conv2d(1, 2, 2),
  conv3d: () => pullback.conv3d(1, 2, 2),
  convTranspose2d: () => pullback.convTranspose2d(1, 2, 2),
  globalAvgPool1d: () => pullback.globalAvgPool1d(),
  globalAvgPool2d: () => pullback.globalAvgPool2d(),
  globalAvgPool3d: () => pullback.globalAvgPool3d(),
  globalMaxPool1d: () => pullback.globalMaxPool1d(),
  globalMaxPool2d: () => pullback.globalMaxPool2d(),
  globalMaxPool3d: () => pullback.globalMaxPool3d(),
  maxPool1d: () => pullback.maxPool1d(2),
  maxPool2d: () => pullback.maxPool2d(2),
  maxPool3d: () => pullback.maxPool3d(2),
  upsample: () => pullback.upsample(2),
  dropout: () => pullback.dropout(0.5),
  dropPath: () => pullback.dropPath(0.5),
  glu: () => pullback.glu(),
  swiGlu: () => pullback.swiGlu(2, 3),
  instanceNorm: () => pullback.instanceNorm(4),
  groupNorm: () => pullback.groupNorm(2, 4),
  layerNorm: () => pullback.layerNorm(3),
  rmsNorm: () => pullback.rmsNorm(3),
  crossAttention: () => pullback.crossAttention(4, 2, 3),
  embedding: () => pullback.embedding(3, 2),
  gru: () => pullback.gru(2, 2),
  gruCell: () => pullback.gruCell(2, 2) as AnyLayer,
  learnedPositions: () => pullback.learnedPositions(4, 2),
  lstm: () => pullback.lstm(2, 2),
  lstmCell: () => pullback.lstmCell(2, 2) as AnyLayer,
  rnn: () => pullback.rnn(2, 2),
  rnnCell: () => pullback.rnnCell(2, 2) as AnyLayer,
  rotaryPositions: () => pullback.rotaryPositions(4),
  selfAttention: () => pullback.selfAttention(4, 2),
  sinusoidalPositions: () => pullback.sinusoidalPositions(4),
  transformerDecoderBlock: () => pullback.transformerDecoderBlock(4, 2, 3) as AnyLayer,
  transformerEncoderBlock: () => pullback.transformerEncoderBlock(4, 2) as AnyLayer,
  augmentOnes: () => pullback.augmentOnes(),
  concatenate: () => pullback.concatenate(0) as AnyLayer,
  flatten: () => pullback.flatten(),
  identity: () => pullback.identity(),
  pad: () => pullback.pad([1]),
  reshape: () => pullback.reshape([3]),
  slice: () => pullback.slice([[0, 1]]),
  transpose: () => pullback.transpose(0, 1),
  dense: () => dense(3, 2),
  linear: () => pullback.linear(3, 2),
}

const stateful = Object.entries(layers).flatMap(([name, cases]) =>
  typeof cases === 'function'
    ? []
    : cases.map(([make, shapes], i) => [`${name} ${i}`, make, shapes] as const),
)
const nested = () =>
  compose(
    label('first')(residual(compose(frozen()(tied(2)(normed())), checkpointed(repeat(2)(centred()))))),
    label('last')(concat(normed(), residual(normed()))),
  )

describe('through the engine, past the end of an epoch and resumed, trains the states of', () => {
  test.each([...stateful, ['all of them, one inside of the other', nested, [3]] as const])(
    '%s',
    async (_, make, shapes) => {
      const averaging = optimiser.chain(momentum(0.1), optimiser.averageParameters(0.5))
      const after = await trainsThroughTheEngine(squared(make()), averaging, inputsOf(shapes))
      const states = after.map(({ state }) => tree.tensors(state).map(x => Array.from(toValues(x as Tensor))))
      expect(states[0]?.length).toBeGreaterThan(0)
    },
  )

  test.each(Object.entries(layers).filter(([, one]) => typeof one === 'function'))(
    '%s, which has none',
    (_, make) => {
      expect(tree.leaves(init((make as () => AnyLayer)())(key(0)).state)).toEqual([])
    },
  )
})
