/**
 * Four networks of one size: with batch norm, with dropout, with both and with neither.
 *
 * @module
 */
import { batchNorm, compose, dense, dropout, relu, softmaxCrossEntropy, supervised } from 'pullback'
import { type Trial, trial } from './trial.ts'

const plain = compose(dense(64, 128), relu(), dense(128, 128), relu(), dense(128, 10))

const normed = compose(
  dense(64, 128),
  batchNorm(128),
  relu(),
  dense(128, 128),
  batchNorm(128),
  relu(),
  dense(128, 10),
)

const dropped = compose(
  dense(64, 128),
  relu(),
  dropout(0.5),
  dense(128, 128),
  relu(),
  dropout(0.5),
  dense(128, 10),
)

const both = compose(
  dense(64, 128),
  batchNorm(128),
  relu(),
  dropout(0.5),
  dense(128, 128),
  batchNorm(128),
  relu(),
  dropout(0.5),
  dense(128, 10),
)

/** What is between the layers of a network. */
export type Variant = 'neither' | 'batch norm' | 'dropout' | 'both'

/** The networks, each ready to be trained. */
export const trials: readonly (readonly [Variant, Trial])[] = [
  ['neither', trial(plain, supervised(softmaxCrossEntropy())(plain))],
  ['batch norm', trial(normed, supervised(softmaxCrossEntropy())(normed))],
  ['dropout', trial(dropped, supervised(softmaxCrossEntropy())(dropped))],
  ['both', trial(both, supervised(softmaxCrossEntropy())(both))],
]
