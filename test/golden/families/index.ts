/** Every family of reference values that is known, by the name that its file gives. */
import type { Family } from '../family.ts'
import { activations } from './activations.ts'
import { multiHeadAttention } from './attention.ts'
import { batchNormFamily, groupNormFamily } from './channelNorms.ts'
import { bilinear, einsum } from './contractions.ts'
import { conv1dFamily, conv2dFamily, convTranspose2dFamily } from './convolutions.ts'
import { elementwise } from './elementwise.ts'
import { embeddingFamily } from './embedding.ts'
import { initialisers } from './initialisers.ts'
import { layerNormFamily } from './layerNorm.ts'
import { layers2 } from './layers2.ts'
import { linear } from './linear.ts'
import { linearAlgebra } from './linearAlgebra.ts'
import { lossFamily } from './losses.ts'
import { losses2 } from './losses2.ts'
import { metrics } from './metrics.ts'
import { movement } from './movement.ts'
import { numerics } from './numerics.ts'
import { clipping, optimisers, parameterAverage } from './optimisers.ts'
import { adaptiveAvgPool, avgPool, maxPool, upsampleNearest } from './pooling.ts'
import { positionalEncoding, rotaryEmbedding } from './positions.ts'
import { random } from './random.ts'
import { bidirectionalLstm, gruFamily, lstmFamily, rnnTanh } from './recurrent.ts'
import { reductions } from './reductions.ts'
import { rmsNormFamily } from './rmsNorm.ts'
import { scheduleFamily } from './schedules.ts'
import { secondOrder } from './secondOrder.ts'
import { training } from './training.ts'
import { transformerEncoderLayer } from './transformer.ts'

export const families: { readonly [name: string]: Family } = {
  activations,
  bilinear,
  einsum,
  elementwise,
  gradient_clipping: clipping,
  adaptive_avg_pool2d: adaptiveAvgPool,
  avg_pool2d: avgPool,
  batch_norm: batchNormFamily,
  conv1d: conv1dFamily,
  conv2d: conv2dFamily,
  conv_transpose2d: convTranspose2dFamily,
  group_norm: groupNormFamily,
  bidirectional_lstm: bidirectionalLstm,
  embedding: embeddingFamily,
  gru: gruFamily,
  initialisers,
  layer_norm: layerNormFamily,
  linear,
  linear_algebra: linearAlgebra,
  losses: lossFamily,
  losses2,
  layers2,
  metrics,
  max_pool2d: maxPool,
  lstm: lstmFamily,
  multi_head_attention: multiHeadAttention,
  numerics,
  optimisers,
  parameter_ema: parameterAverage,
  random,
  positional_encoding: positionalEncoding,
  movement,
  reductions,
  rms_norm: rmsNormFamily,
  rnn_tanh: rnnTanh,
  rotary_embedding: rotaryEmbedding,
  schedules: scheduleFamily,
  second_order: secondOrder,
  training,
  upsample_nearest: upsampleNearest,
  transformer_encoder_layer: transformerEncoderLayer,
}
