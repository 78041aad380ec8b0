/**
 * The models of the examples, with batches of theirs.
 *
 * @module
 */
import { classifier, commentator } from '../../../examples/digit-rows/model.ts'
import { lenet } from '../../../examples/lenet/model.ts'
import { net } from '../../../examples/spiral/model.ts'
import {
  type AnyLayer,
  batchNorm,
  compose,
  dense,
  dropout,
  embedding,
  fromValues,
  layerNorm,
  relu,
  repeat,
  residual,
  sinusoidalPositions,
  type Tensor,
  tensor,
  transformerEncoderBlock,
} from '../../../src/index.ts'

/** Numbers that are the same in each run. */
export const drawn = (shape: readonly number[], seed = 1): Tensor =>
  fromValues(
    [...shape],
    Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(12.9898 * (i + seed))),
    'f32',
  ) as Tensor

const block = compose(layerNorm(32), relu(), dense(32, 32))

export const models: Readonly<Record<string, readonly [net: AnyLayer, input: Tensor]>> = {
  lenet: [lenet as AnyLayer, drawn([5, 28, 28])],
  spiral: [net as AnyLayer, drawn([5, 2])],
  'digits by rows': [classifier as AnyLayer, drawn([5, 64])],
  'digits by rows, each row': [commentator as AnyLayer, drawn([5, 64])],
  'residual perceptron': [
    compose(dense(40, 32), relu(), repeat(8)(residual(block)), dense(32, 10)) as AnyLayer,
    drawn([5, 40]),
  ],
  'batch norm and dropout': [
    compose(dense(64, 32), batchNorm(32), relu(), dropout(0.5), dense(32, 10)) as AnyLayer,
    drawn([5, 64]),
  ],
  transformer: [
    compose(
      embedding(20, 16),
      sinusoidalPositions(16),
      transformerEncoderBlock(16, 4),
      transformerEncoderBlock(16, 4),
      dense(16, 20),
    ) as AnyLayer,
    tensor(
      [
        [1, 2, 3, 4, 5, 6],
        [7, 8, 9, 10, 11, 12],
        [0, 19, 1, 18, 2, 17],
      ],
      'i32',
    ) as unknown as Tensor,
  ],
}
