/**
 * Every layer of sequences with its laws: recurrent ones, attention, positions, and blocks of transformers.
 *
 * @module
 */
import fc from 'fast-check'
import {
  compose,
  crossAttention,
  dense,
  embedding,
  gru,
  gruCell,
  learnedPositions,
  lstm,
  lstmCell,
  rnn,
  rnnCell,
  rotaryPositions,
  scan,
  selfAttention,
  sinusoidalPositions,
  transformerDecoderBlock,
  transformerEncoderBlock,
} from '../../src/index.ts'
import { indices, tensors } from '../arbitraries.ts'
import { crossAttentionLaws } from '../layer/attention/crossAttention.ts'
import {
  embeddingLaws,
  learnedPositionsLaws,
  paddedEmbeddingLaws,
  rotaryPositionsLaws,
  sinusoidalPositionsLaws,
} from '../layer/attention/positions.ts'
import { selfAttentionLaws } from '../layer/attention/selfAttention.ts'
import { sharedKeysLaws } from '../layer/attention/sharedKeys.ts'
import { transformerDecoderBlockLaws, transformerEncoderBlockLaws } from '../layer/attention/transformer.ts'
import { layerLaws } from '../layer/layer.ts'
import { recurrentLaws, scanLaws } from '../layer/recurrent/recurrence.ts'
import { forget } from '../layer/same.ts'
import type { Entry } from './entry.ts'
import { layerMeanings } from './meanings.ts'

/** By the names that they are exported under. */
export const sequenceCatalogue = {
  crossAttention: {
    laws: () => [
      crossAttentionLaws(),
      sharedKeysLaws(
        'crossAttention, shared keys',
        forget(crossAttention(4, 2, 3, { keyValueHeads: 1 })),
        forget(crossAttention(4, 2, 3)),
        fc.tuple(tensors([2, 2, 4]), tensors([2, 3, 3])),
      ),
      layerLaws(crossAttention(4, 2, 3, { keyValueHeads: 1 }), {
        input: fc.tuple(tensors([3, 2, 4]), tensors([3, 3, 3])),
      }),
      layerLaws(crossAttention(2, 1, 3, { padding: true, bias: false }), {
        input: fc.tuple(tensors([3, 2, 2]), tensors([3, 3, 3]), indices([3, 3], 2)),
      }),
    ],
  },
  embedding: {
    laws: () => [
      embeddingLaws(),
      paddedEmbeddingLaws(),
      // Where no index is the padding: there its row has no derivative at all.
      layerLaws(embedding(4, 2, { padding: 3 }), { input: indices([3, 2], 3), linear: 'jointly' }),
      layerLaws(embedding(3, 2), { input: indices([3, 4], 3), linear: 'jointly' }),
      layerLaws(compose(embedding(4, 3), dense(3, 2)), { input: indices([4], 4) }),
    ],
  },
  gru: {
    laws: () => [recurrentLaws('gru'), layerLaws(gru(2, 2, { output: 'last' }), { input: [3, 2, 2] })],
  },
  gruCell: {
    laws: () => [
      layerMeanings.gruCell(),
      layerLaws(gruCell(3, 2), { input: fc.tuple(tensors([3, 3]), tensors([3, 2])) }),
    ],
  },
  learnedPositions: {
    laws: () => [
      learnedPositionsLaws(),
      layerLaws(learnedPositions(4, 2), { input: [3, 3, 2], linear: 'jointly' }),
    ],
  },
  lstm: {
    laws: () => [recurrentLaws('lstm'), layerLaws(lstm(2, 2, { direction: 'both' }), { input: [3, 2, 2] })],
  },
  lstmCell: {
    laws: () => [
      layerMeanings.lstmCell(),
      layerLaws(lstmCell(3, 2), {
        input: fc.tuple(tensors([3, 3]), fc.tuple(tensors([3, 2]), tensors([3, 2]))),
      }),
    ],
  },
  rnn: {
    laws: () => [
      recurrentLaws('rnn'),
      layerLaws(rnn(2, 2, { direction: 'backward', bias: false }), { input: [3, 2, 2] }),
    ],
  },
  rnnCell: {
    laws: () => [
      layerMeanings.rnnCell(),
      layerLaws(rnnCell(3, 2), { input: fc.tuple(tensors([3, 3]), tensors([3, 2])) }),
    ],
  },
  rotaryPositions: {
    laws: () => [
      rotaryPositionsLaws(),
      layerLaws(rotaryPositions(4), { input: [3, 3, 4] }),
      layerLaws(rotaryPositions(2, { offset: 3, pairs: 'halfSplit' }), { input: [3, 2, 2, 2] }),
    ],
  },
  scan: {
    laws: () => [
      scanLaws(),
      layerLaws(scan()(rnnCell(2, 2)), { input: fc.tuple(tensors([3, 2, 2]), tensors([3, 2])) }),
    ],
  },
  selfAttention: {
    laws: () => [
      selfAttentionLaws(),
      sharedKeysLaws(
        'selfAttention, shared keys',
        forget(selfAttention(8, 4, { keyValueHeads: 2, causal: true, rotary: {}, dropout: 0.25 })),
        forget(selfAttention(8, 4, { causal: true, rotary: {}, dropout: 0.25 })),
        tensors([2, 3, 8]),
      ),
      layerLaws(selfAttention(4, 2, { causal: true, rotary: {} }), { input: [3, 3, 4] }),
      layerLaws(selfAttention(4, 2, { keyValueHeads: 1, bias: false, dropout: 0.25 }).withWeights, {
        input: [3, 2, 4],
      }),
      layerLaws(selfAttention(2, 1, { padding: true, causal: true }), {
        input: fc.tuple(tensors([3, 3, 2]), indices([3, 3], 2)),
      }),
    ],
  },
  sinusoidalPositions: {
    laws: () => [sinusoidalPositionsLaws(), layerLaws(sinusoidalPositions(3), { input: [3, 4, 3] })],
  },
  transformerDecoderBlock: {
    laws: () => [
      transformerDecoderBlockLaws(),
      sharedKeysLaws(
        'transformerDecoderBlock, shared keys',
        forget(transformerDecoderBlock(4, 2, 3, { keyValueHeads: 1, hidden: 2, epsilon: 0.25 })),
        forget(transformerDecoderBlock(4, 2, 3, { hidden: 2, epsilon: 0.25 })),
        fc.tuple(tensors([2, 2, 4]), tensors([2, 3, 3])),
      ),
      layerLaws(transformerDecoderBlock(2, 1, 3, { hidden: 3, norm: 'after', padding: true, epsilon: 1 }), {
        input: fc.tuple(tensors([3, 2, 2]), tensors([3, 3, 3]), indices([3, 3], 2)),
      }),
    ],
  },
  transformerEncoderBlock: {
    laws: () => [
      transformerEncoderBlockLaws(),
      layerLaws(transformerEncoderBlock(2, 2, { keyValueHeads: 1, hidden: 3, causal: true, epsilon: 0.25 }), {
        input: [3, 2, 2],
      }),
      layerLaws(
        transformerEncoderBlock(2, 1, {
          hidden: 3,
          norm: 'after',
          padding: true,
          dropout: 0.25,
          dropPath: 0.25,
          epsilon: 0.25,
        }),
        { input: fc.tuple(tensors([3, 2, 2]), indices([3, 2], 2)) },
      ),
    ],
  },
} as const satisfies Readonly<Record<string, Entry>>
