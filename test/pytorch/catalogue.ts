/**
 * An example of every layer, and what becomes of it in PyTorch: names and shapes, or why there is no module.
 *
 * @module
 */
import type { layerCatalogue } from '../../laws/catalogue/layers.ts'
import {
  type AnyLayer,
  batchNorm,
  cached,
  checkpointed,
  compose,
  concat,
  conv1d,
  conv2d,
  conv3d,
  convTranspose2d,
  crossAttention,
  dense,
  embedding,
  fanout,
  frozen,
  groupNorm,
  gru,
  gruCell,
  instanceNorm,
  label,
  layerNorm,
  learnedPositions,
  linear,
  lstm,
  lstmCell,
  meanOnlyBatchNorm,
  mixtureOfExperts,
  parallel,
  prelu,
  relu,
  reparametrise,
  repeat,
  residual,
  rmsNorm,
  rnn,
  rnnCell,
  scan,
  selfAttention,
  smooth,
  spectralNorm,
  swiGlu,
  tied,
  transformerDecoderBlock,
  transformerEncoderBlock,
  weightNorm,
} from '../../src/index.ts'

/** Layers without parameters, and what is not a layer. */
type Without = 'none' | { readonly layer: AnyLayer; readonly refused: RegExp }

type Given = { readonly layer: AnyLayer; readonly state: string }

const none = 'none'
const of = (layer: unknown, state: string): Given => ({ layer: layer as AnyLayer, state })
const refused = (layer: unknown, why: RegExp): Without => ({ layer: layer as AnyLayer, refused: why })

const attention = 'in_proj_weight [12, 4], in_proj_bias [12], out_proj.weight [4, 4], out_proj.bias [4]'
const under = (prefix: string, state: string): string =>
  state
    .split(/, (?=[a-z\d])(?![\d\s,]*\])/)
    .map(each => `${prefix}.${each}`)
    .join(', ')
const norm = 'weight [4], bias [4]'
const feedForward = 'linear1.weight [6, 4], linear1.bias [6], linear2.weight [4, 6], linear2.bias [4]'

/** A layer of each kind; one that is new does not compile without. */
export const everyLayer: { readonly [N in keyof typeof layerCatalogue]: readonly Given[] | Without } = {
  dense: [of(dense(3, 2), 'weight [2, 3], bias [2]')],
  linear: [of(linear(3, 2), 'weight [2, 3]')],
  embedding: [of(embedding(5, 3), 'weight [5, 3]'), of(embedding(5, 3, { padding: 0 }), 'weight [5, 3]')],
  learnedPositions: [of(learnedPositions(5, 3), 'weight [5, 3]')],
  prelu: [of(prelu(3), 'weight [3]')],
  conv1d: [of(conv1d(4, 6, 3, { groups: 2 }), 'weight [6, 2, 3], bias [6]')],
  conv2d: [
    of(conv2d(4, 6, [3, 2], { groups: 2, dilation: 2 }), 'weight [6, 2, 3, 2], bias [6]'),
    of(conv2d(4, 4, 3, { groups: 4, bias: false }), 'weight [4, 1, 3, 3]'),
  ],
  conv3d: [of(conv3d(2, 3, [1, 2, 3]), 'weight [3, 2, 1, 2, 3], bias [3]')],
  convTranspose2d: [of(convTranspose2d(4, 6, 3, { groups: 2 }), 'weight [4, 3, 3, 3], bias [6]')],
  batchNorm: [
    of(batchNorm(4), 'weight [4], bias [4], running_mean [4], running_var [4], num_batches_tracked []'),
    of(batchNorm(4, { affine: false }), 'running_mean [4], running_var [4], num_batches_tracked []'),
  ],
  layerNorm: [of(layerNorm(4), norm), of(layerNorm([2, 3]), 'weight [2, 3], bias [2, 3]')],
  groupNorm: [of(groupNorm(2, 4), norm)],
  instanceNorm: [of(instanceNorm(4), norm)],
  rmsNorm: [of(rmsNorm(4), 'weight [4]')],
  meanOnlyBatchNorm: refused(meanOnlyBatchNorm(3), /meanOnlyBatchNorm\(3\).*Take batchNorm/),
  rnnCell: [of(rnnCell(3, 2), 'weight_ih [2, 3], weight_hh [2, 2], bias_ih [2], bias_hh [2]')],
  lstmCell: [of(lstmCell(3, 2), 'weight_ih [8, 3], weight_hh [8, 2], bias_ih [8], bias_hh [8]')],
  gruCell: [of(gruCell(3, 2, { bias: false }), 'weight_ih [6, 3], weight_hh [6, 2]')],
  rnn: [of(rnn(3, 2, { bias: false }), 'weight_ih_l0 [2, 3], weight_hh_l0 [2, 2]')],
  lstm: [
    of(lstm(3, 2), 'weight_ih_l0 [8, 3], weight_hh_l0 [8, 2], bias_ih_l0 [8], bias_hh_l0 [8]'),
    of(
      compose(lstm(3, 2, { bias: false }), lstm(2, 2, { bias: false, output: 'last' })),
      'weight_ih_l0 [8, 3], weight_hh_l0 [8, 2], weight_ih_l1 [8, 2], weight_hh_l1 [8, 2]',
    ),
    of(
      repeat(2)(lstm(2, 2, { bias: false })),
      'weight_ih_l0 [8, 2], weight_hh_l0 [8, 2], weight_ih_l1 [8, 2], weight_hh_l1 [8, 2]',
    ),
  ],
  gru: [
    of(
      gru(3, 2, { bias: false, direction: 'both' }),
      'weight_ih_l0 [6, 3], weight_hh_l0 [6, 2], weight_ih_l0_reverse [6, 3], weight_hh_l0_reverse [6, 2]',
    ),
    of(
      gru(3, 2, { bias: false, direction: 'backward' }),
      'weight_ih_l0_reverse [6, 3], weight_hh_l0_reverse [6, 2]',
    ),
    // Of two directions, too.
    of(
      compose(gru(3, 2, { bias: false, direction: 'backward' }), gru(2, 2, { bias: false })),
      '0.weight_ih_l0_reverse [6, 3], 0.weight_hh_l0_reverse [6, 2], 1.weight_ih_l0 [6, 2], 1.weight_hh_l0 [6, 2]',
    ),
    // Of two cells there is no module: each is its own.
    of(
      compose(gru(3, 2, { bias: false }), rnn(2, 2, { bias: false })),
      '0.weight_ih_l0 [6, 3], 0.weight_hh_l0 [6, 2], 1.weight_ih_l0 [2, 2], 1.weight_hh_l0 [2, 2]',
    ),
  ],
  selfAttention: [
    of(selfAttention(4, 2), attention),
    of(selfAttention(4, 2, { bias: false }), 'in_proj_weight [12, 4], out_proj.weight [4, 4]'),
    of(selfAttention(4, 2).withWeights, attention),
  ],
  crossAttention: [
    of(crossAttention(4, 2, 4), attention),
    of(
      crossAttention(4, 2, 3),
      'q_proj_weight [4, 4], k_proj_weight [4, 3], v_proj_weight [4, 3], in_proj_bias [12], out_proj.weight [4, 4], out_proj.bias [4]',
    ),
  ],
  transformerEncoderBlock: [
    of(
      transformerEncoderBlock(4, 2, { hidden: 6 }),
      [under('self_attn', attention), feedForward, under('norm1', norm), under('norm2', norm)].join(', '),
    ),
    of(
      transformerEncoderBlock(4, 2, { hidden: 6, norm: 'after', padding: true }),
      [under('self_attn', attention), feedForward, under('norm1', norm), under('norm2', norm)].join(', '),
    ),
  ],
  transformerDecoderBlock: [
    of(
      transformerDecoderBlock(4, 2, 4, { hidden: 6 }),
      [
        under('self_attn', attention),
        under('multihead_attn', attention),
        feedForward,
        under('norm1', norm),
        under('norm2', norm),
        under('norm3', norm),
      ].join(', '),
    ),
  ],
  compose: [
    of(compose(relu(), dense(3, 2), relu(), linear(2, 1)), '1.weight [2, 3], 1.bias [2], 3.weight [1, 2]'),
    of(compose(label('body')(linear(3, 2)), linear(2, 1)), 'body.weight [2, 3], 1.weight [1, 2]'),
  ],
  fanout: [of(fanout(linear(3, 2), linear(3, 1)), '0.weight [2, 3], 1.weight [1, 3]')],
  concat: [of(concat(linear(3, 2), linear(3, 1)), '0.weight [2, 3], 1.weight [1, 3]')],
  parallel: [of(parallel(linear(3, 2), linear(3, 1)), '0.weight [2, 3], 1.weight [1, 3]')],
  residual: [of(residual(linear(3, 3)), 'weight [3, 3]')],
  label: [of(label('x')(linear(3, 3)), 'weight [3, 3]')],
  checkpointed: [of(checkpointed(linear(3, 2)), 'weight [2, 3]')],
  tied: [of(tied(2)(linear(3, 3)), 'weight [3, 3]')],
  scan: [of(scan()(rnnCell(3, 2, { bias: false }) as never), 'weight_ih [2, 3], weight_hh [2, 2]')],
  repeat: [
    of(repeat(2)(linear(3, 3)), '0.weight [3, 3], 1.weight [3, 3]'),
    of(
      repeat(2)(compose(dense(3, 3), batchNorm(3, { affine: false }))),
      [0, 1]
        .map(
          i =>
            `${i}.0.weight [3, 3], ${i}.0.bias [3], ${i}.1.running_mean [3], ${i}.1.running_var [3], ${i}.1.num_batches_tracked []`,
        )
        .join(', '),
    ),
    of(
      repeat(2)(repeat(3)(linear(2, 2)) as never),
      [0, 1].flatMap(i => [0, 1, 2].map(j => `${i}.${j}.weight [2, 2]`)).join(', '),
    ),
  ],
  frozen: [
    of(frozen()(compose(dense(3, 2), relu())), '0.weight [2, 3], 0.bias [2]'),
    of(
      compose(frozen()(batchNorm(2)), linear(2, 1)),
      '0.weight [2], 0.bias [2], 0.running_mean [2], 0.running_var [2], 0.num_batches_tracked [], 1.weight [1, 2]',
    ),
  ],
  swiGlu: [of(swiGlu(3, 4), 'gate.weight [4, 3], up.weight [4, 3], down.weight [3, 4]')],
  mixtureOfExperts: refused(mixtureOfExperts(3, 2)(linear(3, 3)), /mixtureOfExperts.*no module of experts/),
  weightNorm: refused(weightNorm()(linear(3, 2)), /weightNorm.*Map the layer inside/),
  spectralNorm: refused(spectralNorm()(linear(3, 2)), /spectralNorm.*Map the layer inside/),
  reparametrise: refused(
    reparametrise({ name: 'same', init: linear(3, 2).init as never, map: smooth.identity as never })(
      linear(3, 2) as never,
    ),
    /reparametrise.*computed from others/,
  ),
  cached: refused(cached({ capacity: 4 })(compose(linear(3, 3))), /cached.*whose parameters are the same/),

  adaptiveAvgPool1d: none,
  adaptiveAvgPool2d: none,
  adaptiveAvgPool3d: none,
  augmentOnes: none,
  avgPool1d: none,
  avgPool2d: none,
  avgPool3d: none,
  concatenate: none,
  dropout: none,
  dropPath: none,
  elu: none,
  evaluation: none,
  flatten: none,
  gelu: none,
  globalAvgPool1d: none,
  globalAvgPool2d: none,
  globalAvgPool3d: none,
  globalMaxPool1d: none,
  globalMaxPool2d: none,
  globalMaxPool3d: none,
  glu: none,
  hardtanh: none,
  identity: none,
  init: none,
  leakyRelu: none,
  logSoftmax: none,
  maxPool1d: none,
  maxPool2d: none,
  maxPool3d: none,
  mish: none,
  pad: none,
  predict: none,
  predictWithState: none,
  relu: none,
  reshape: none,
  rotaryPositions: none,
  selu: none,
  sigmoid: none,
  silu: none,
  sinusoidalPositions: none,
  slice: none,
  smoothOf: none,
  softmax: none,
  softplus: none,
  tanh: none,
  tap: none,
  training: none,
  transpose: none,
  upsample: none,
}
