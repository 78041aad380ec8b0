// Exports of a user's own module, without an annotation: every type in it can be named from outside of the package.
import {
  adaptiveAvgPool3d,
  augmentOnes,
  avgPool1d,
  avgPool2d,
  batchNorm,
  compose,
  concat,
  concatenate,
  conv1d,
  conv2d,
  conv3d,
  convTranspose2d,
  crossAttention,
  dense,
  dropout,
  embedding,
  fanout,
  flatten,
  frozen,
  globalAvgPool2d,
  glu,
  gru,
  init,
  key,
  label,
  learnedPositions,
  maxPool2d,
  maxPool3d,
  pad,
  parallel,
  relu,
  repeat,
  reshape,
  residual,
  rnnCell,
  scan,
  selfAttention,
  slice,
  smooth,
  smoothOf,
  softmaxCrossEntropy,
  supervised,
  swiGlu,
  tied,
  transformerEncoderBlock,
  transpose,
  upsample,
} from 'pullback'

export const net = compose(dense(3, 4), relu(), dropout(0.1), dense(4, 10))
export const images = compose(conv2d(1, 2, 3, { padding: 1 }), relu(), maxPool2d(2), flatten())
export const backwards = compose(convTranspose2d(2, 1, 3), upsample(2), avgPool2d(2), globalAvgPool2d())
export const scans = compose(conv3d(1, 2, [3, 1, 1]), maxPool3d([1, 2, 2]))
export const [shorter, bins] = [avgPool1d(3, { stride: 2 }), adaptiveAvgPool3d([1, 2, 2])]
export const [halved, gatedNetwork] = [compose(dense(3, 8), glu({ axis: 0 })), swiGlu(4, 8, { bias: true })]
export const body = label('body')(residual(dense(4, 4)))
export const [often, shared] = [repeat(3)(dense(4, 4)), tied(3)(dense(4, 4))]
export const still = frozen(init(net)(key(0)))(net)
export const [both, together, each] = [
  concat(dense(2, 3), dense(2, 4)),
  fanout(dense(2, 3), relu()),
  parallel(dense(2, 3), relu()),
]
export const [joined, cut, padded] = [concatenate(1), slice([[0, 2]]), pad([1, [0, 2]])]
export const [turned, reshaped, augmented] = [transpose(0, 1), reshape([4, 4]), augmentOnes()]
export const [sequence, steps, along] = [gru(2, 3), scan()(rnnCell(2, 3)), conv1d(1, 2, 3)]
export const [self, cross, block] = [
  selfAttention(8, 2),
  crossAttention(8, 2, 8),
  transformerEncoderBlock(8, 2),
]
export const [normed, words, placed] = [batchNorm(3), embedding(3, 4), learnedPositions(5, 4)]
export const objective = supervised(softmaxCrossEntropy())(net)
export const swish = smooth.compose(smooth.fanout(smooth.identity, smooth.sigmoid), smooth.mul)
export const map = smoothOf(net, init(net)(key(0)).state)
