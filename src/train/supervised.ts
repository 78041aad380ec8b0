/**
 * The objective of a model and a loss.
 *
 * @module
 */
import { requireLayers } from '../layer/combinator/slots.ts'
import type { AnyLayer, InputOf, Layer, OutputOf, ParamsOf, StateOf } from '../layer/layer.ts'
import type { Apply } from '../layer/type/typeFunction.ts'
import { within } from '../layer/within.ts'
import type { Loss } from '../loss/loss.ts'
import { callable, callsOf, holds, needs, requireArgument } from '../tensor/contract/index.ts'
import { ArgumentError, ShapeError } from '../tensor/error.ts'
import type { Fits, Words } from '../tensor/fits.ts'
import { type Shape, showShape } from '../tensor/shape.ts'
import { type AnyTensor, isTensor, type Tensor } from '../tensor/tensor.ts'
import type { Tree } from '../tensor/tree.ts'
import type { Objective } from './objective.ts'

type GivingOf<Value extends AnyTensor> = (targets: never) => (predictions: never) => readonly [Value, unknown]

/** A loss, or a sentence for what is none. */
export type LossGiven<F> = F extends AnyLayer
  ? 'supervised takes the loss first, and the model after it: supervised(loss)(model)'
  : F extends (...options: never) => GivingOf<AnyTensor>
    ? 'supervised takes a loss that is called, with its options or without: softmaxCrossEntropy()'
    : F extends GivingOf<Tensor<[]>>
      ? F
      : F extends GivingOf<AnyTensor>
        ? 'supervised takes a loss that gives one number: perExample.mean(loss) or perExample.sum(loss)'
        : 'supervised takes a loss, such as softmaxCrossEntropy()'

/** What is in the place of a model that is given to `supervised` beside the loss, to be refused: nothing. */
type Others<F> = [F] extends [AnyLayer] ? readonly unknown[] : readonly []

/** What a loss compares with; anything for what is not a loss, which has an error of its own. */
export type TargetsOf<F> =
  LossGiven<F> extends string ? unknown : F extends (targets: infer T) => unknown ? T : never
/** What a loss judges. */
export type PredictionsOf<F> =
  LossGiven<F> extends string
    ? unknown
    : F extends (targets: never) => (predictions: infer Y) => unknown
      ? Y
      : never

/** The layer if the loss can take what it gives, else a sentence. */
export type Predicts<L, Y> =
  Fits<Apply<OutputOf<L>, InputOf<L>>, Y> extends true
    ? L
    : `the loss takes predictions ${Words<Y>}, but the model gives ${Words<Apply<OutputOf<L>, InputOf<L>>>}`

/** Requires that a loss gave one number and its pullback. */
const oneNumber = <P>(outcome: readonly [Tensor<[]>, P]): readonly [Tensor<[]>, P] => {
  if (!Array.isArray(outcome) || !isTensor(outcome[0]))
    throw new ArgumentError(
      'supervised takes a loss, but what it was given makes none of targets and predictions. A loss is called first, with its options ' +
        'or without: supervised(softmaxCrossEntropy()).',
    )
  const shape: Shape = outcome[0].shape
  if (shape.length > 0)
    throw new ShapeError(
      `supervised takes a loss that gives one number, but was given ${showShape(shape)} of them. Add them up with perExample.mean ` +
        'or perExample.sum.',
      [shape],
    )
  return outcome
}

const aLoss = needs.described(
  'a loss, a function of targets and then of predictions,',
  needs.fn.holds,
  () => 'For example: supervised(softmaxCrossEntropy())(model).',
)

const requireLoss = (given: readonly unknown[]): void => {
  const [loss, ...others] = given
  if (holds(needs.layer, loss))
    throw new ArgumentError(
      'supervised takes the loss first, and the model after it: pipe(model, supervised(softmaxCrossEntropy())), or ' +
        'supervised(softmaxCrossEntropy())(model).',
    )
  if (others.length > 0 && others.some(other => other !== undefined))
    throw new ArgumentError(
      `supervised takes one argument (loss), but was given ${given.length}. The model comes after it: supervised(loss)(model).`,
    )
  requireArgument('supervised', 'its loss', aLoss, loss)
  // A factory of the library is called with options, targets and predictions, and a loss with the last two.
  if (callsOf(loss as object) === 3)
    throw new ArgumentError(
      `supervised takes a loss, but ${(loss as { readonly name: string }).name} makes one: call it, with its options or without, ` +
        `supervised(${(loss as { readonly name: string }).name}()).`,
    )
}

/**
 * The loss of a model's predictions for a batch's inputs against the batch's targets, as an objective of the model.
 *
 * @throws ArgumentError unless it is given a loss and then a layer.
 * @throws ShapeError when it runs, if the loss gives more than one number.
 *
 * @example
 * import { pipe } from 'fp-ts/lib/function.js'
 * import { compose, dense, relu, softmaxCrossEntropy, supervised } from 'pullback'
 * const objective = pipe(compose(dense(64, 10), relu(), dense(10, 10)), supervised(softmaxCrossEntropy()))
 *
 * @category Training
 * @since 0.1.0
 */
export const supervised = <F>(
  loss: LossGiven<F>,
  ...others: Others<F>
): (<L extends AnyLayer>(
  model: Predicts<L, PredictionsOf<F>>,
) => Objective<InputOf<L>, TargetsOf<F>, PredictionsOf<F>, ParamsOf<L>, StateOf<L>>) => {
  requireLoss([loss, ...others])
  return <L extends AnyLayer>(model: Predicts<L, PredictionsOf<F>>) =>
    ofModel<L, TargetsOf<F>, PredictionsOf<F>>(model as L, loss as Loss<PredictionsOf<F>, TargetsOf<F>>)
}

const ofModel = <L extends AnyLayer, T, Y>(
  model: L,
  loss: Loss<Y, T>,
): Objective<InputOf<L>, T, Y, ParamsOf<L>, StateOf<L>> => {
  const [layer] = requireLayers('supervised', [model]) as readonly [
    Layer<unknown, unknown, ParamsOf<L>, StateOf<L>>,
  ]
  return callable({
    name: `supervised(${layer.name})`,
    init: layer.init,
    run: (params, { inputs, targets }, state, context) => {
      const [predictions, pullModel, next] = layer.run(params, inputs, state, context)
      const [value, pullLoss] = within('loss', () => oneNumber(loss(targets)(predictions as Y)))
      return [value, dloss => pullModel(pullLoss(dloss) as Tree)[0] as ParamsOf<L>, next, predictions as Y]
    },
  })
}
