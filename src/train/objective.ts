/**
 * Objectives: what training makes small.
 *
 * @module
 */
import type { Fits, Words } from '../tensor/fits.ts'
import type { AnyLayer, InputOf, Layer, OutputOf, ParamsOf, StateOf } from '../layer/layer.ts'
import { type Context, evaluation } from '../layer/context.ts'
import type { Model } from '../layer/model.ts'
import { within } from '../layer/within.ts'
import { requireLayers } from '../layer/combinator/slots.ts'
import type { Apply } from '../layer/type/typeFunction.ts'
import type { Loss } from '../loss/loss.ts'
import { add } from '../primitive/arithmetic.ts'
import { convert } from '../primitive/convert.ts'
import type { Key } from '../random/key.ts'
import { addCotangents } from '../smooth/cotangents.ts'
import type { Smooth } from '../smooth/smooth.ts'
import { needs, requireArgument, takes } from '../tensor/contract/index.ts'
import type { Cotangent } from '../tensor/cotangent.ts'
import type { FloatDType } from '../tensor/dtype.ts'
import { ArgumentError, ShapeError } from '../tensor/error.ts'
import { type Shape, showShape } from '../tensor/shape.ts'
import { isTensor, type Tensor } from '../tensor/tensor.ts'
import type { Tree } from '../tensor/tree.ts'

/** Examples and what is to be predicted from them. */
export interface Batch<I, T> {
  readonly inputs: I
  readonly targets: T
}

/** The loss, the gradient of the parameters for a cotangent of it, the next state, and the predictions it is about. */
export type ObjectiveOutcome<P, S, Y> = readonly [
  loss: Tensor<[]>,
  gradient: (dloss: Tensor<[]>) => P,
  state: S,
  predictions: Y,
]

/** A scalar function of parameters and a batch, with what is needed to begin. */
export interface Objective<I, T, Y, P, S> {
  readonly name: string
  readonly init: (key: Key, dtype: FloatDType) => Model<P, S>
  readonly run: (params: P, batch: Batch<I, T>, state: S, context: Context) => ObjectiveOutcome<P, S, Y>
}

/** The layer if the loss can take what it gives, else a sentence. */
export type Predicts<L, Y> =
  Fits<Apply<OutputOf<L>, InputOf<L>>, Y> extends true
    ? L
    : `the loss takes predictions ${Words<Y>}, but the model gives ${Words<Apply<OutputOf<L>, InputOf<L>>>}`

/** `true` if an objective can take a batch, as far as sizes are known, else a sentence that says what is wrong. */
export type BatchFits<I, T, BI, BT> =
  Fits<BI, I> extends true
    ? Fits<BT, T> extends true
      ? true
      : `the loss takes targets ${Words<T>}, but the batches have ${Words<BT>}`
    : `the model takes inputs ${Words<I>}, but the batches have ${Words<BI>}`

/** A batch if an objective can take it, else a sentence. */
export type FittedBatch<I, T, BI, BT> =
  BatchFits<I, T, BI, BT> extends infer Sentence extends string ? Sentence : Batch<BI, BT>

/** Requires that a loss gave one number and its pullback. */
const oneNumber = <P>(outcome: readonly [Tensor<[]>, P]): readonly [Tensor<[]>, P] => {
  if (!Array.isArray(outcome) || !isTensor(outcome[0]))
    throw new ArgumentError(
      'supervised takes a loss, but what it was given makes none of targets and predictions. A loss is called first, with its options ' +
        'or without: softmaxCrossEntropy().',
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
  () => 'For example: supervised(model, softmaxCrossEntropy()).',
)

/**
 * The loss of a model's predictions for a batch's inputs against the batch's targets.
 *
 * @throws ArgumentError unless it is given a layer and, when it runs, a loss.
 * @throws ShapeError when it runs, if the loss gives more than one number.
 *
 * @example
 * import { compose, dense, relu, softmaxCrossEntropy, supervised } from 'pullback'
 * const objective = supervised(compose(dense(64, 10), relu(), dense(10, 10)), softmaxCrossEntropy())
 */
export const supervised = <L extends AnyLayer, Y, T>(
  model: Predicts<L, Y>,
  loss: Loss<Y, T>,
): Objective<InputOf<L>, T, Y, ParamsOf<L>, StateOf<L>> => {
  const [layer] = requireLayers('supervised', [model as AnyLayer]) as unknown as readonly [
    Layer<unknown, unknown, ParamsOf<L>, StateOf<L>>,
  ]
  requireArgument('supervised', 'its loss', aLoss, loss)
  return {
    name: `supervised(${layer.name})`,
    init: layer.init,
    run: (params, { inputs, targets }, state, context) => {
      const [predictions, pullModel, next] = layer.run(params, inputs, state, context)
      const [value, pullLoss] = within('loss', () => oneNumber(loss(targets)(predictions as Y)))
      return [value, dloss => pullModel(pullLoss(dloss) as Tree)[0] as ParamsOf<L>, next, predictions as Y]
    },
  }
}

/**
 * An objective plus a penalty on its parameters, such as `l2Penalty(0.001)`.
 *
 * @example
 * import { dense, l2Penalty, penalised, softmaxCrossEntropy, supervised } from 'pullback'
 * const objective = penalised(supervised(dense(64, 10), softmaxCrossEntropy()), l2Penalty(0.001))
 */
export const penalised = takes(
  'penalised',
  { objective: needs.objective, penalty: needs.smooth },
  () => penalisedUnchecked,
)

const penalisedUnchecked = <I, T, Y, P, S>(
  objective: Objective<I, T, Y, P, S>,
  penalty: Smooth<P, Tensor<[]>>,
): Objective<I, T, Y, P, S> => ({
  ...objective,
  name: `penalised(${objective.name})`,
  run: (params, batch, state, context) => {
    const [loss, gradient, next, predictions] = objective.run(params, batch, state, context)
    const [extra, pullPenalty] = within('penalty', () => penalty(params))
    return [
      add(loss, convert(loss.dtype)(extra) as Tensor<[]>),
      dloss => addCotangents(gradient(dloss), pullPenalty(convert(extra.dtype)(dloss) as never) as P),
      next,
      predictions,
    ]
  },
})

/**
 * The loss of an objective for a batch as a smooth map of the parameters alone, at a state and in a context (evaluation unless
 * told): what gradients, Hessians and gradients of single examples are taken of.
 *
 * @example
 * import { dense, init, key, lossOf, smooth, softmaxCrossEntropy, supervised, tensor } from 'pullback'
 * const objective = supervised(dense(2, 3), softmaxCrossEntropy())
 * const { params, state } = init(dense(2, 3))(key(0))
 * const batch = { inputs: tensor([[1, 2], [3, 4]]), targets: tensor([0, 2], 'i32') }
 * const gradients = smooth.perExampleGradients(lossOf(objective, state))(params, batch)
 */
export const lossOf = takes(
  'lossOf',
  [
    { objective: needs.objective, state: needs.tensors, context: needs.optional(needs.context) },
    { batch: needs.record({ inputs: needs.tensors, targets: needs.tensors }) },
    { params: needs.tensors },
  ],
  () => lossOfUnchecked,
)

const lossOfUnchecked =
  <I, T, Y, P, S>(
    objective: Objective<I, T, Y, P, S>,
    state: S,
    context: Context = evaluation,
  ): (<BI, BT>(batch: FittedBatch<I, T, BI, BT>) => Smooth<P, Tensor<[]>>) =>
  batch =>
  params => {
    const [loss, pull] = objective.run(params, batch as never, state, context)
    return [loss, dloss => pull(dloss) as unknown as Cotangent<P>]
  }
