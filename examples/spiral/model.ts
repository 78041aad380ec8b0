/**
 * The network of the spiral and the two ways in which it begins.
 *
 * @module
 */
import {
  augmentOnes,
  compose,
  init,
  key,
  l2Penalty,
  label,
  linear,
  type Model,
  op,
  type ParamsOf,
  penalised,
  relu,
  sgd,
  softmaxCrossEntropy,
  supervised,
} from 'pullback'
import type { Spiral } from './data.ts'

/** Two layers whose last rows of weights are biases, as their inputs end in a one. */
export const net = compose(
  augmentOnes(),
  label('hidden')(linear(3, 200)),
  relu(),
  augmentOnes(),
  label('scores')(linear(201, 3)),
)

/** The network with its parameters. */
export type Trained = Model<ParamsOf<typeof net>>

/** The penalty is on all weights, biases among them, as in the notebook. */
export const objective = penalised(l2Penalty(0.001))(supervised(softmaxCrossEntropy())(net))

/** How training goes. */
export const [optimiser, steps, every] = [sgd(0.1), 5001, 500] as const

/** The deviations of the first weights: as the notebook has it, and as its text says. */
export const deviations = {
  notebook: Math.sqrt(2 / 2 + 1),
  meant: Math.sqrt(2 / (2 + 1)),
} as const

/** A way to begin. */
export type Beginning = keyof typeof deviations

/** What is drawn, times the deviations. */
export const begin =
  (beginning: Beginning) =>
  ({ first, second }: Spiral): Trained => ({
    ...init(net)(key(0)),
    params: {
      hidden: { w: op.scale(deviations[beginning])(first) },
      scores: { w: op.scale(Math.sqrt(2 / 201))(second) },
    },
  })
