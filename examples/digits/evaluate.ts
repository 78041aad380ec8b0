/**
 * The evaluation of a model: losses, accuracies, and its worst predictions.
 *
 * @module
 */
import {
  accuracy,
  confusionMatrix,
  type Integers,
  item,
  type Model,
  negativeLogLikelihood,
  predict,
  smooth,
  type Tensor,
  takeRows,
  tensor,
  toValues,
} from 'pullback'
import type { Digits } from './data.ts'
import type { Classifier } from './models.ts'
import type { DigitsSplit } from './prepare.ts'

/** The losses are mean negative log-likelihoods in nats, with 1e-8 added to each probability. */
export interface Evaluation {
  readonly trainLoss: number
  readonly trainAccuracy: number
  readonly testLoss: number
  readonly testAccuracy: number
}

/** A test image with what a model says of it. */
export interface Prediction {
  /** 64 values from 0 to 16. */
  readonly pixels: readonly number[]
  readonly label: number
  readonly predicted: number
  readonly probabilities: readonly number[]
  readonly loss: number
}

/** What a trained model does on the test part: each prediction, and who is taken for whom. */
export interface Outcome {
  readonly predictions: readonly Prediction[]
  readonly confusion: Integers<[10, 10]>
}

const probabilitiesOf =
  <P>(classifier: Classifier<P>, model: Model<P>) =>
  (inputs: Tensor<[number, 64]>): Tensor<[number, 10]> => {
    const [probabilities] = smooth.softmax(predict(classifier, model)(inputs))
    return probabilities as Tensor<[number, 10]>
  }

/** The loss and accuracy on both parts. */
export const evaluate =
  <P>(classifier: Classifier<P>, { train, test }: DigitsSplit) =>
  (model: Model<P>): Evaluation => {
    const on = ({ inputs, targets }: Digits): readonly [loss: number, accuracy: number] => {
      const probabilities = probabilitiesOf(classifier, model)(inputs)
      const [loss] = negativeLogLikelihood()(targets)(probabilities)
      return [item(loss), accuracy(targets)(probabilities)]
    }
    const [trainLoss, trainAccuracy] = on(train)
    const [testLoss, testAccuracy] = on(test)
    return { trainLoss, trainAccuracy, testLoss, testAccuracy }
  }

const lossOf = (probability: number): number => -Math.log(1e-8 + probability)

/** What a model does on the test part. */
export const examine =
  <P>(classifier: Classifier<P>, { test, pixels }: DigitsSplit) =>
  (model: Model<P>): Outcome => {
    const probabilities = probabilitiesOf(classifier, model)(test.inputs)
    const rows = (x: Tensor<[number, number]>, i: number): readonly number[] =>
      Array.from(toValues(takeRows(tensor([i], 'i32'))(x)))
    const predictions = Array.from(toValues(test.targets), (label, i) => {
      const own = rows(probabilities, i)
      return {
        pixels: rows(pixels, i),
        label,
        predicted: own.indexOf(Math.max(...own)),
        probabilities: own,
        loss: lossOf(own[label] as number),
      }
    })
    return { predictions, confusion: confusionMatrix(test.targets)(probabilities) }
  }

/** The predictions with the highest losses, worst first. */
export const worst = (predictions: readonly Prediction[], count: number): readonly Prediction[] =>
  predictions.toSorted((a, b) => b.loss - a.loss).slice(0, count)
