import { describe, expect, test } from 'vitest'
import {
  adaptiveAvgPool2d,
  adaptiveAvgPool3d,
  avgPool2d,
  avgPool3d,
  batchNorm,
  conv1d,
  conv2d,
  conv3d,
  convTranspose2d,
  crossAttention,
  dense,
  dropout,
  dropPath,
  embedding,
  groupNorm,
  gru,
  gruCell,
  layerNorm,
  learnedPositions,
  linear,
  lstm,
  lstmCell,
  maxPool1d,
  maxPool2d,
  meanOnlyBatchNorm,
  relu,
  repeat,
  rmsNorm,
  rnn,
  rnnCell,
  rotaryPositions,
  selfAttention,
  sinusoidalPositions,
  swiGlu,
  tied,
  transformerDecoderBlock,
  transformerEncoderBlock,
  upsample,
} from '../../src/index.ts'

// Layers are made of layers: what is wrong is said in the name of the one that was called, and not of one inside of it. Each
// argument is wrong by itself, so that no check stands in for another one.
const counted: Readonly<
  Record<string, readonly (readonly [argument: number, make: (wrong: number) => unknown])[]>
> = {
  dense: [
    [0, n => dense(n, 3)],
    [1, n => dense(3, n)],
  ],
  linear: [
    [0, n => linear(n, 3)],
    [1, n => linear(3, n)],
  ],
  embedding: [
    [0, n => embedding(n, 3)],
    [1, n => embedding(3, n)],
  ],
  conv1d: [
    [0, n => conv1d(n, 3, 3)],
    [1, n => conv1d(3, n, 3)],
    [2, n => conv1d(3, 3, n)],
    [3, n => conv1d(3, 3, 3, { stride: n })],
    [4, n => conv1d(3, 3, 3, { dilation: n })],
    [5, n => conv1d(3, 3, 3, { groups: n })],
  ],
  conv2d: [
    [0, n => conv2d(n, 3, 3)],
    [1, n => conv2d(3, n, 3)],
    [2, n => conv2d(3, 3, n)],
    [3, n => conv2d(3, 3, 3, { stride: n })],
    [4, n => conv2d(3, 3, 3, { dilation: n })],
    [5, n => conv2d(3, 3, 3, { groups: n })],
  ],
  convTranspose2d: [
    [0, n => convTranspose2d(n, 3, 3)],
    [1, n => convTranspose2d(3, n, 3)],
    [2, n => convTranspose2d(3, 3, n)],
    [3, n => convTranspose2d(3, 3, 3, { stride: n })],
  ],
  maxPool2d: [
    [0, n => maxPool2d(n)],
    [1, n => maxPool2d(2, { stride: n })],
  ],
  avgPool2d: [
    [0, n => avgPool2d(n)],
    [1, n => avgPool2d(2, { stride: n })],
  ],
  adaptiveAvgPool2d: [[0, n => adaptiveAvgPool2d(n)]],
  conv3d: [
    [0, n => conv3d(n, 3, 3)],
    [2, n => conv3d(3, 3, [1, n, 1])],
    [3, n => conv3d(3, 3, 3, { stride: [1, 1, n] })],
    [5, n => conv3d(3, 3, 3, { groups: n })],
  ],
  maxPool1d: [[0, n => maxPool1d(n)]],
  avgPool3d: [[1, n => avgPool3d(2, { stride: [n, 1, 1] })]],
  adaptiveAvgPool3d: [[0, n => adaptiveAvgPool3d([1, n, 1])]],
  upsample: [[0, n => upsample(n)]],
  batchNorm: [[0, n => batchNorm(n)]],
  meanOnlyBatchNorm: [[0, n => meanOnlyBatchNorm(n)]],
  layerNorm: [
    [0, n => layerNorm(n)],
    [1, n => layerNorm([2, n])],
  ],
  rmsNorm: [[0, n => rmsNorm(n)]],
  groupNorm: [
    [0, n => groupNorm(n, 4)],
    [1, n => groupNorm(1, n)],
  ],
  swiGlu: [
    [0, n => swiGlu(n, 3)],
    [1, n => swiGlu(3, n)],
  ],
  rnnCell: [
    [0, n => rnnCell(n, 3)],
    [1, n => rnnCell(3, n)],
  ],
  lstmCell: [
    [0, n => lstmCell(n, 3)],
    [1, n => lstmCell(3, n)],
  ],
  gruCell: [
    [0, n => gruCell(n, 3)],
    [1, n => gruCell(3, n)],
  ],
  rnn: [
    [0, n => rnn(n, 3)],
    [1, n => rnn(3, n)],
  ],
  lstm: [
    [0, n => lstm(n, 3)],
    [1, n => lstm(3, n)],
  ],
  gru: [
    [0, n => gru(n, 3)],
    [1, n => gru(3, n)],
  ],
  selfAttention: [
    [0, n => selfAttention(n, 1)],
    [1, n => selfAttention(4 as number, n)],
  ],
  crossAttention: [
    [0, n => crossAttention(n, 1, 4)],
    [1, n => crossAttention(4 as number, n, 4)],
    [2, n => crossAttention(4, 2, n)],
  ],
  transformerEncoderBlock: [
    [0, n => transformerEncoderBlock(n, 1)],
    [1, n => transformerEncoderBlock(4 as number, n)],
    [2, n => transformerEncoderBlock(4, 2, { hidden: n })],
  ],
  transformerDecoderBlock: [
    [0, n => transformerDecoderBlock(n, 1, 4)],
    [1, n => transformerDecoderBlock(4 as number, n, 4)],
    [2, n => transformerDecoderBlock(4, 2, n)],
  ],
  sinusoidalPositions: [[0, n => sinusoidalPositions(n)]],
  learnedPositions: [
    [0, n => learnedPositions(n, 4)],
    [1, n => learnedPositions(4, n)],
  ],
  rotaryPositions: [[0, n => rotaryPositions(n)]],
  repeat: [[0, n => repeat(n)(relu())]],
  tied: [[0, n => tied(n)(relu())]],
}
const rated = { dropout, dropPath } as const

describe('layers refuse in their own name', () => {
  for (const [name, makes] of Object.entries(counted))
    test.each(
      makes.flatMap(([argument, make]) => [0, 1.5, -1, Number.NaN].map(n => [argument, n, make] as const)),
    )(`${name}, argument %d: %d`, (_, n, make) => {
      expect(() => make(n)).toThrow(new RegExp(`^${name}\\b`))
      expect(() => make(n)).toThrow(expect.objectContaining({ _tag: 'ArgumentError' }))
    })
  for (const [name, make] of Object.entries(rated))
    test.each([1, -0.1, Number.NaN, 2])(`${name}: %d`, rate => {
      expect(() => make(rate)).toThrow(new RegExp(`^${name}\\b`))
    })
})
