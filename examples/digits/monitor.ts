/**
 * Figures of a network that are monitored at the end of each epoch.
 *
 * @module
 */
import {
  accuracy,
  compile,
  empty,
  evaluation,
  type Integers,
  item,
  type Model,
  negativeLogLikelihood,
  onesLike,
  op,
  predict,
  smooth,
  type Tensor,
  tree,
} from 'pullback'
import type { Digits } from './data.ts'
import type { Milestone } from './outcome.ts'
import type { Machinery, Recipe } from './train.ts'

type Scores = Tensor<[number, 10]>

const judged = (scores: Scores, targets: Integers<[number]>) => {
  const [probabilities] = smooth.softmax(scores)
  const [loss] = negativeLogLikelihood()(targets)(probabilities as Scores)
  return { loss, probabilities: probabilities as Scores }
}

const squared = (gradient: unknown): Tensor<[]> =>
  tree
    .tensors(gradient)
    .map(g => op.sum()(op.mul(g as Tensor, g as Tensor)))
    .reduce((sum, square) => op.add(sum, square))

/**
 * Losses and accuracies on both parts, and the norm ‖∇L‖ of the gradient of the mean loss over all of `train`: the average of
 * the gradients of its examples.
 */
export const monitor = <P, O, R>(
  { classifier, objective }: Recipe<P, O, R>,
  { train, test }: { readonly train: Digits; readonly test: Digits },
  { engine }: Machinery,
): ((model: Model<P>) => Omit<Milestone, 'epoch'>) => {
  const onTrain = compile(
    (params: P, inputs: Digits['inputs'], targets: Integers<[number]>) => {
      const [loss, pull, , scores] = objective.run(params, { inputs, targets }, empty, evaluation)
      return { ...judged(scores as Scores, targets), norm: op.sqrt(squared(pull(onesLike(loss)))) }
    },
    { engine },
  )
  const onTest = compile(
    (params: P, inputs: Digits['inputs'], targets: Integers<[number]>) =>
      judged(predict(classifier, { params, state: empty })(inputs) as Scores, targets),
    { engine },
  )
  return ({ params }) => {
    const seen = onTrain(params, train.inputs, train.targets)
    const unseen = onTest(params, test.inputs, test.targets)
    return {
      trainLoss: item(seen.loss),
      trainAccuracy: accuracy(train.targets)(seen.probabilities),
      testLoss: item(unseen.loss),
      testAccuracy: accuracy(test.targets)(unseen.probabilities),
      gradientNorm: item(seen.norm),
    }
  }
}
