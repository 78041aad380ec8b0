/**
 * The parts of a training, checked against the objective: the compiler says in a sentence what does not fit.
 *
 * @module
 */

import type { Model } from '../layer/model.ts'
import type { AnyOptimiser } from '../optimiser/optimiser.ts'
import type { Fits, Words } from '../tensor/fits.ts'
import type { Checkpoint } from './beginning.ts'
import type { AnyMetrics } from './metrics.ts'
import type { Batch, BatchFits, Objective } from './objective.ts'

/** An optimiser, or a sentence where an objective is given in its place. */
export type OptimiserGiven<O> = O extends AnyOptimiser
  ? O
  : O extends { readonly run: unknown }
    ? 'fit takes the objective last: fit(optimiser, batches, options)(objective)'
    : AnyOptimiser

/** What is given to `fit` beside all else in the old order, to be refused: nothing. */
export type Others<O> = [O] extends [{ readonly run: unknown }] ? readonly unknown[] : readonly []

type TargetsFor<F> = F extends (targets: infer T) => unknown ? T : never
type PredictionsFor<F> = F extends (targets: never) => (predictions: infer Y) => unknown ? Y : never

/** `true` if a metric can take targets and predictions, else a sentence. */
type MetricFits<Name, F, T, Y> = [TargetsFor<F>] extends [never]
  ? `say what the metric ${Name & string} takes: (targets: Tensor) => (predictions: Tensor) => ...`
  : Fits<T, TargetsFor<F>> extends true
    ? Fits<Y, PredictionsFor<F>> extends true
      ? true
      : `the metric ${Name & string} takes predictions ${Words<PredictionsFor<F>>}, but the loss takes ${Words<Y>}`
    : `the metric ${Name & string} takes targets ${Words<TargetsFor<F>>}, but the loss takes ${Words<T>}`

/** Whatever is wrong with metrics, in sentences; `never` if nothing is. */
type WrongWith<M extends AnyMetrics, T, Y> = {
  [Name in keyof M]: Exclude<MetricFits<Name, M[Name], T, Y>, true>
}[keyof M]

type BeginningFits<P, S, O, From> = [From] extends [Checkpoint<P, S, O> | Model<P, S> | undefined]
  ? true
  : 'fit begins from a checkpoint or a model of the same objective and optimiser, but what is given for from is of another form'

/** The objective if batches, metrics and a beginning fit it, as far as sizes are known, else a sentence. */
export type Fitted<I, T, Y, P, S, O, B extends Batch<unknown, unknown>, M extends AnyMetrics, From> =
  BatchFits<I, T, B['inputs'], B['targets']> extends infer Sentence extends string
    ? // Batches of which nothing is known fit everything.
      unknown extends B['inputs']
      ? Objective<I, T, Y, P, S>
      : Sentence
    : [WrongWith<M, T, Y>] extends [never]
      ? BeginningFits<P, S, O, From> extends infer Sentence extends string
        ? Sentence
        : Objective<I, T, Y, P, S>
      : WrongWith<M, T, Y>
