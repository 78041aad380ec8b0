/**
 * The two models and how each is trained.
 *
 * @module
 */
import {
  compose,
  type DenseParams,
  dense,
  type Empty,
  type Integers,
  type Layer,
  type layer,
  momentum,
  type Objective,
  type Optimiser,
  schedule,
  sigmoid,
  softmaxCrossEntropy,
  supervised,
  type Tensor,
} from 'pullback'

/** How a model is trained. */
export interface Recipe<O, R> {
  readonly optimiser: Optimiser<O, R>
  /** Passes over the data, all of them and in a short run. */
  readonly epochs: number
  readonly short: number
}

/** A model that gives a score for each of the ten digits, and what its training makes small. */
export interface Learner<P> {
  readonly classifier: Layer<Tensor<[...number[], number]>, layer.LastAxis<10>, P>
  readonly objective: Objective<Tensor<[...number[], number]>, Integers<[number]>, unknown, P, Empty>
}

/** Softmax regression: one layer, for as many features as a batch has. */
export const softmaxRegression = (features: number): Learner<DenseParams<number, 10>> => {
  const classifier = dense(features, 10)
  return { classifier, objective: supervised(softmaxCrossEntropy())(classifier) }
}

/** The parameters of the network: those of its first layer, none for the sigmoid, and those of its last layer. */
export type NetworkParams = readonly [DenseParams<number, 128>, Empty, DenseParams<128, 10>]

/** A hidden layer of 128 sigmoid units. */
export const sigmoidNetwork = (features: number): Learner<NetworkParams> => {
  const classifier = compose(dense(features, 128), sigmoid(), dense(128, 10))
  return { classifier, objective: supervised(softmaxCrossEntropy())(classifier) }
}

/** Examples in a batch. */
export const batchSize = 100

const [stepsAnEpoch, decay] = [600, 0.9] as const

/** How softmax regression is trained. */
export const softmaxRecipe = {
  optimiser: momentum(schedule.step(0.1, { every: 2 * stepsAnEpoch, factor: 0.5 }), decay),
  epochs: 8,
  short: 4,
}

/** How the network is trained. */
export const networkRecipe = {
  optimiser: momentum(schedule.step(0.5, { every: 3 * stepsAnEpoch, factor: 0.4 }), decay),
  epochs: 9,
  short: 3,
}
