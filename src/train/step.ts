/**
 * One step of training as a pure function: values in, values out.
 *
 * @module
 */
import { training } from '../layer/context.ts'
import {
  type AnyOptimiser,
  applyUpdates,
  type Optimiser,
  type OptimiserRates,
  type OptimiserState,
} from '../optimiser/optimiser.ts'
import type { Key } from '../random/key.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import { carriedOn } from '../tensor/form.ts'
import { onesLike } from '../tensor/function/constructors.ts'
import type { Tensor } from '../tensor/tensor.ts'
import type { Batch, Objective } from './objective.ts'

/** Makes the training step of an optimiser, or of one of several, and an objective. */
export type TrainingStep = <O extends AnyOptimiser>(
  optimiser: O,
) => <I, T, Y, P, S>(
  objective: Objective<I, T, Y, P, S>,
) => (
  now: Training<P, S, OptimiserState<O>>,
  batch: Batch<I, T>,
  rates: OptimiserRates<O>,
  key: Key,
) => StepOutcome<P, S, OptimiserState<O>, Y>

/**
 * What a training step threads: parameters, the model's state and the optimiser's.
 *
 * @category Training
 * @since 0.1.0
 */
export interface Training<P, S, O> {
  readonly params: P
  readonly state: S
  readonly optimiser: O
}

/**
 * What a step gives: the next training state, and what it saw on the way.
 *
 * @category Training
 * @since 0.1.0
 */
export interface StepOutcome<P, S, O, Y> {
  readonly next: Training<P, S, O>
  readonly loss: Tensor<[]>
  readonly gradient: P
  readonly predictions: Y
}

/** The three parts of a training step. */
export type Phase = 'forward' | 'pullback' | 'update'

/** Runs a part of a step. */
export type During = <R>(phase: Phase, run: () => R) => R

/** The training step, with each of its parts run by `during`. */
export const stepDuring =
  (during: During) =>
  <O, R>(optimiser: Optimiser<O, R>) =>
  <I, T, Y, P, S>(objective: Objective<I, T, Y, P, S>) =>
  (now: Training<P, S, O>, batch: Batch<I, T>, rates: R, key: Key): StepOutcome<P, S, O, Y> => {
    const [loss, pull, state, predictions] = during('forward', () =>
      objective.run(now.params, batch, now.state, training(key)),
    )
    const gradient = during('pullback', () => pull(onesLike(loss)))
    const [params, next] = during('update', () => {
      const [updates, after] = optimiser.update(gradient, now.optimiser, now.params, rates)
      return [applyUpdates(now.params, updates), after] as const
    })
    const after = carriedOn('training', now, { params, state, optimiser: next })
    return { next: after, loss, gradient, predictions }
  }

/**
 * The step of gradient-based training: loss, gradient, update. A pure function of trees of tensors. What is threaded keeps its
 * form, with entries matched by name.
 *
 * @throws ArgumentError, ShapeError or DTypeError if the next parameters or states have another form, with the path and both.
 *
 * @example
 * import { pipe } from 'fp-ts/lib/function.js'
 * import { dense, sgd, softmaxCrossEntropy, supervised, trainingStep } from 'pullback'
 * const step = pipe(dense(64, 10), supervised(softmaxCrossEntropy()), trainingStep(sgd(0.1)))
 *
 * @category Training
 * @since 0.1.0
 */
export const trainingStep = takes(
  'trainingStep',
  [
    { optimiser: needs.optimiser },
    { objective: needs.objective },
    {
      now: needs.record({ params: needs.tensors, state: needs.tensors, optimiser: needs.anything }),
      batch: needs.record({ inputs: needs.tensors, targets: needs.tensors }),
      rates: needs.anything,
      key: needs.key,
    },
  ],
  (): TrainingStep => trainingStepUnchecked,
)

const trainingStepUnchecked = stepDuring((_, run) => run())
