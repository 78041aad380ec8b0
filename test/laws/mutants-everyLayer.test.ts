import { describe, vi } from 'vitest'
import { customLayerCatalogue, layerCatalogue } from '../../laws/catalogue/layers.ts'
import * as pullback from '../../src/index.ts'
import { testWrongOnes, type Wrong, type WrongOnes } from './everyExport.ts'
import type { Loosely } from './exchange.ts'
import { another, configured, given, ignoring } from './wrong.ts'

vi.mock('../../src/index.ts', async original => {
  const { exchangeable } = await import('./exchange.ts')
  return exchangeable(await original())
})

const p = pullback as unknown as Readonly<Record<string, Loosely>>
const doubled = pullback.smooth.scaleCotangent(2) as unknown as Loosely

type Run = (...xs: readonly Loosely[]) => readonly [Loosely, Loosely, Loosely]

/** A layer that is run in another way. */
const rerun = (layer: Loosely, run: (own: Run) => (...xs: readonly Loosely[]) => unknown): unknown => ({
  ...layer,
  run: run((...xs) => (layer.run as Loosely)(...xs) as unknown as readonly [Loosely, Loosely, Loosely]),
})

/** Twice as large, with its gradient: a right layer, but another one. */
const larger = (layer: Loosely): unknown =>
  rerun(layer, own => (...xs) => {
    const [y, pull, state] = own(...xs)
    return [doubled(y), (dy: Loosely) => pull(doubled(dy)), state]
  })
const twice: Wrong = [
  'twice as large',
  right =>
    (...first: readonly Loosely[]) =>
      larger(right(...first)),
]
const layered = (what: string, change: (layer: Loosely) => unknown): Wrong => [
  what,
  right =>
    (...first: readonly Loosely[]) =>
      change(right(...first)),
]
/** Of a combinator of options, then of a layer. */
const wrapped = (what: string, change: (layer: Loosely, inner: Loosely) => unknown): Wrong => [
  what,
  right =>
    (...first: readonly Loosely[]) =>
    (inner: Loosely) =>
      change(right(...first)(inner), inner),
]
const instead = (what: string, name: string): Wrong => [what, () => p[name]]
const forgets = (layer: Loosely): unknown =>
  rerun(layer, own => (...xs) => {
    const [y, pull] = own(...xs)
    return [y, pull, xs[2]]
  })
const half: Wrong = wrapped('half of the gradient', layer =>
  rerun(layer, own => (...xs) => {
    const [y, pull, state] = own(...xs)
    const by = (d: Loosely): unknown => pullback.smooth.scaleCotangent(0.5)(d)
    return [
      y,
      (dy: Loosely) => {
        const [dp, dx] = pull(dy) as unknown as readonly [Loosely, Loosely]
        return [by(dp), dx]
      },
      state,
    ]
  }),
)
const backwards = (what: string): Wrong => [
  what,
  right =>
    (...layers: readonly Loosely[]) =>
      right(...layers.toReversed()),
]

const wrongLayers: WrongOnes<typeof layerCatalogue> = {
  elu: configured('always with 1', right => right()),
  gelu: configured('always by the hyperbolic tangent', right => right(given({ approximate: 'tanh' }))),
  hardtanh: configured('always up to 1', (right, low) => right(low as Loosely)),
  leakyRelu: configured('always with the same slope', right => right()),
  logSoftmax: instead('without the logarithm', 'softmax'),
  mish: instead('silu in its place', 'silu'),
  prelu: twice,
  relu: another('with a slope below 0', () => () => p.leakyRelu!(given(0.01))),
  selu: instead('elu in its place', 'elu'),
  sigmoid: instead('tanh in its place', 'tanh'),
  silu: instead('mish in its place', 'mish'),
  softmax: instead('its logarithm', 'logSoftmax'),
  softplus: configured('always with 1', right => right()),
  tanh: instead('sigmoid in its place', 'sigmoid'),

  cached: wrapped('what takes any part for the whole', (_, inner) => inner),
  checkpointed: ['what keeps everything', () => (inner: Loosely) => inner],
  compose: layered('that forgets its new state', forgets),
  concat: backwards('the last first'),
  fanout: backwards('the last first'),
  frozen: wrapped('what learns', (_, inner) => inner),
  label: wrapped('twice as large', layer => larger(layer)),
  parallel: layered('whose cotangents are exchanged', layer =>
    rerun(layer, own => (...xs) => {
      const [y, pull, state] = own(...xs)
      return [
        y,
        (dy: Loosely) => {
          const [dp, dx] = pull(dy) as unknown as readonly [Loosely, Loosely]
          return [dp, [...(dx as unknown as readonly unknown[])].reverse()]
        },
        state,
      ]
    }),
  ),
  reparametrise: half,
  repeat: configured('once more', (right, n) => right(given(Number(n) + 1))),
  residual: ['without what is added', () => (inner: Loosely) => inner],
  spectralNorm: ignoring('iterations'),
  tied: instead('not tied', 'repeat'),
  weightNorm: ignoring('axis'),

  glu: ignoring('activation'),
  mixtureOfExperts: ignoring('topK'),
  swiGlu: ignoring('activation'),

  dense: twice,
  linear: twice,
  init: ignoring('dtype'),
  predict: [
    'twice as large',
    right =>
      (...first: readonly Loosely[]) =>
      (x: Loosely) =>
        doubled(right(...first)(x)),
  ],
  predictWithState: [
    'with the state that it began with',
    right => (layer: Loosely, model: Loosely) => (x: Loosely) => {
      const [y] = right(layer, model)(x) as unknown as readonly [Loosely]
      return [y, model.state]
    },
  ],
  smoothOf: [
    'with half of the gradient',
    right =>
      (...first: readonly Loosely[]) =>
      (x: Loosely) => {
        const [y, pull] = right(...first)(x) as unknown as readonly [Loosely, Loosely]
        return [y, (dy: Loosely) => pull(pullback.smooth.scaleCotangent(0.5)(dy) as Loosely)]
      },
  ],

  batchNorm: ignoring('momentum'),
  dropout: configured('of the others', (right, rate) =>
    right(given(Number(rate) === 0 ? 0 : 1 - Number(rate) || 0)),
  ),
  dropPath: configured('never', right => right(given(0))),
  instanceNorm: configured('of all channels together', (_, n, ...rest) =>
    p.groupNorm!(given(1), n as Loosely, ...(rest as readonly Loosely[])),
  ),
  groupNorm: configured('of all channels together', (right, _, n, ...rest) =>
    right(given(1), n as Loosely, ...(rest as readonly Loosely[])),
  ),
  layerNorm: ignoring('epsilon'),
  meanOnlyBatchNorm: ignoring('momentum'),
  rmsNorm: ignoring('epsilon'),

  crossAttention: twice,
  embedding: ignoring('padding'),
  gru: ignoring('direction'),
  gruCell: twice,
  learnedPositions: twice,
  lstm: ignoring('output'),
  lstmCell: twice,
  rnn: ignoring('direction'),
  rnnCell: twice,
  rotaryPositions: ignoring('offset'),
  scan: ignoring('reverse'),
  selfAttention: ignoring('causal'),
  sinusoidalPositions: ignoring('base'),
  transformerDecoderBlock: ignoring('norm'),
  transformerEncoderBlock: ignoring('causal'),

  augmentOnes: twice,
  concatenate: twice,
  flatten: twice,
  identity: twice,
  pad: ignoring('value'),
  reshape: twice,
  slice: twice,
  tap: twice,
  transpose: twice,

  adaptiveAvgPool1d: twice,
  adaptiveAvgPool2d: twice,
  adaptiveAvgPool3d: twice,
  avgPool1d: ignoring('countIncludePad'),
  avgPool2d: ignoring('countIncludePad'),
  avgPool3d: ignoring('countIncludePad'),
  conv1d: ignoring('dilation'),
  conv2d: ignoring('dilation'),
  conv3d: ignoring('dilation'),
  convTranspose2d: ignoring('outputPadding'),
  globalAvgPool1d: instead('the largest', 'globalMaxPool1d'),
  globalAvgPool2d: instead('the largest', 'globalMaxPool2d'),
  globalAvgPool3d: instead('the largest', 'globalMaxPool3d'),
  globalMaxPool1d: instead('the mean', 'globalAvgPool1d'),
  globalMaxPool2d: instead('the mean', 'globalAvgPool2d'),
  globalMaxPool3d: instead('the mean', 'globalAvgPool3d'),
  maxPool1d: ignoring('dilation'),
  maxPool2d: ignoring('padding'),
  maxPool3d: ignoring('dilation'),
  upsample: configured('height for width', (right, size) =>
    right(given(Array.isArray(size) ? size.toReversed() : size)),
  ),
}

const wrongCustomLayers: WrongOnes<typeof customLayerCatalogue> = {
  fromSmooth: twice,
  elementwise: twice,
  stateful: layered('that forgets its new state', forgets),
  parametric: twice,
  positionwise: twice,
}

describe('layers', () => testWrongOnes('', layerCatalogue, wrongLayers))
describe('layers of one’s own', () => testWrongOnes('layer', customLayerCatalogue, wrongCustomLayers))
