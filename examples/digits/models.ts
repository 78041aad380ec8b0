/**
 * The two models and how each is trained.
 *
 * @module
 */
import {
  compose,
  dense,
  initialiser,
  type Layer,
  type layer,
  sgd,
  sigmoid,
  softmaxCrossEntropy,
  supervised,
  type Tensor,
} from 'pullback'

/** A model that gives a score for each of the ten digits. */
export type Classifier<P> = Layer<Tensor<[...number[], 64]>, layer.LastAxis<10>, P>

const wide = initialiser.uniform(-0.1, 0.1)
const narrow = initialiser.uniform(-0.01, 0.01)

const linearClassifier = dense(64, 10, { w: wide, b: wide })
const hiddenClassifier = compose(dense(64, 10, { w: narrow }), sigmoid(), dense(10, 10, { w: narrow }))

/** Logistic regression: one epoch of single-sample SGD. */
export const logisticRegression = {
  classifier: linearClassifier,
  objective: supervised(softmaxCrossEntropy())(linearClassifier),
  optimiser: sgd(0.01),
  epochs: 1,
}

/** One hidden layer of ten sigmoid units: fifteen epochs of single-sample SGD. */
export const neuralNetwork = {
  classifier: hiddenClassifier,
  objective: supervised(softmaxCrossEntropy())(hiddenClassifier),
  optimiser: sgd(0.1),
  epochs: 15,
}
