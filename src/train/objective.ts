/**
 * Objectives: what training makes small.
 *
 * @module
 */
import type { Context } from '../layer/context.ts'
import type { Model } from '../layer/model.ts'
import type { Key } from '../random/key.ts'
import type { FloatDType } from '../tensor/dtype.ts'
import type { Fits, Words } from '../tensor/fits.ts'
import type { Tensor } from '../tensor/tensor.ts'
import type { Tree } from '../tensor/tree.ts'

/**
 * Examples and what is to be predicted from them.
 *
 * @category Training
 * @since 0.1.0
 */
export interface Batch<I, T> {
  readonly inputs: I
  readonly targets: T
}

/**
 * The loss, the gradient of the parameters for a cotangent of it, the next state, and the predictions it is about.
 *
 * @category Training
 * @since 0.1.0
 */
export type ObjectiveOutcome<P, S, Y> = readonly [
  loss: Tensor<[]>,
  gradient: (dloss: Tensor<[]>) => P,
  state: S,
  predictions: Y,
]

/**
 * A scalar function of parameters and a batch, with what is needed to begin.
 *
 * @category Training
 * @since 0.1.0
 */
export interface Objective<I, T, Y, P, S> {
  readonly name: string
  readonly init: (key: Key, dtype: FloatDType) => Model<P, S>
  readonly run: (params: P, batch: Batch<I, T>, state: S, context: Context) => ObjectiveOutcome<P, S, Y>
}

/** An objective whose types are forgotten: from trees to trees. */
export type UntypedObjective = Objective<Tree, Tree, Tree, Tree, Tree>

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
