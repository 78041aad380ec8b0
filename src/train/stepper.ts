/**
 * Training steps one after the other, evaluated or compiled.
 *
 * @module
 */
import { fold } from '../engine/fold.ts'
import type { Engine } from '../engine/executable.ts'
import type { Optimiser } from '../optimiser/optimiser.ts'
import type { Key } from '../random/key.ts'
import { ArgumentError, PullbackError } from '../tensor/error.ts'
import { item } from '../tensor/tensor.ts'
import { type NonFiniteError, nonFinite } from './nonFinite.ts'
import type { Batch, Objective } from './objective.ts'
import { type StepOutcome, type Training, trainingStep } from './step.ts'

/** What is seen of a step: what is large only if somebody looks. */
export interface Stepped<P, S, O, Y> {
  readonly loss: number
  /** Whether something was not finite, so that the step was left out. */
  readonly skipped: boolean
  readonly predictions: () => Y
  readonly training: () => Training<P, S, O>
}

/** What a step is given, besides what is threaded: made only if the step needs it. */
export interface StepInputs<I, T, R> {
  readonly batch: Batch<I, T>
  readonly rates: () => R
  readonly key: () => Key
}

/** Where a step is, for errors. */
export interface Place {
  readonly step: number
  readonly epoch: number
}

/** Does one step after the other and remembers what is threaded. */
export type Stepper<I, T, Y, P, S, O, R> = (inputs: StepInputs<I, T, R>, at: Place) => Stepped<P, S, O, Y>

const wrongIn = <I, T, Y, P, S, O>(
  { loss, gradient, next }: Pick<StepOutcome<P, S, O, Y>, 'loss' | 'gradient' | 'next'>,
  batch: Batch<I, T>,
  at: Place,
): NonFiniteError | null => {
  const wrong =
    nonFinite('loss', loss, [], at) ??
    nonFinite('gradient', gradient, ['params'], at) ??
    nonFinite('parameter', next.params, ['params'], at) ??
    nonFinite('state', next.state, ['state'], at)
  return wrong === null ? null : (nonFinite('batch', batch, ['batch'], at) ?? wrong)
}

/** What becomes of a step with a NaN or an infinity in it: an error, or nothing. */
export type OnNonFinite = 'stop' | 'skip'

/** Steps that are evaluated operation by operation. */
export const evaluated = <I, T, Y, P, S, O, R>(
  objective: Objective<I, T, Y, P, S>,
  optimiser: Optimiser<O, R>,
  initial: Training<P, S, O>,
  onNonFinite: OnNonFinite,
): Stepper<I, T, Y, P, S, O, R> => {
  const advance = trainingStep(objective, optimiser)
  let now = initial
  return ({ batch, rates, key }, at) => {
    const outcome = advance(now, batch, rates(), key())
    const wrong = wrongIn(outcome, batch, at)
    const skipped = wrong !== null
    if (skipped && onNonFinite === 'stop') throw wrong
    const { loss, predictions } = outcome
    const next = skipped ? now : outcome.next
    now = next
    return { loss: item(loss), skipped, predictions: () => predictions, training: () => next }
  }
}

/**
 * Steps that run as one compiled program, with parameters and states inside the engine. What goes wrong is done again step
 * by step, so that errors say the same as when evaluated.
 */
export const compiled = <I, T, Y, P, S, O, R>(
  objective: Objective<I, T, Y, P, S>,
  optimiser: Optimiser<O, R>,
  initial: Training<P, S, O>,
  engine: Engine,
  onNonFinite: OnNonFinite,
): Stepper<I, T, Y, P, S, O, R> => {
  const advance = trainingStep(objective, optimiser)
  const steps = fold(
    (now: Training<P, S, O>, batch: Batch<I, T>, rates: R, key: Key) => {
      const { next, loss, predictions } = advance(now, batch, rates, key)
      return [next, loss, predictions] as const
    },
    initial,
    engine,
  )
  let done = 0
  return ({ batch, rates, key }, at) => {
    const again = (): StepOutcome<P, S, O, Y> => advance(steps.state(), batch, rates(), key())
    const succeeded = attempt(() => steps.advance(() => batch, rates, key), again)
    if (!succeeded && onNonFinite === 'stop') {
      const outcome = again()
      throw (
        wrongIn(outcome, batch, at) ??
        wrongIn({ ...outcome, loss: steps.finite(), next: steps.attempted() }, batch, at) ??
        new ArgumentError(`Step ${at.step} was not finite, but cannot be reproduced.`)
      )
    }
    const own = ++done
    const fresh = <A>(read: () => A): A => {
      if (own !== done)
        throw new ArgumentError(
          `The report of step ${at.step} was asked for its model after training had gone on. Ask before the next step or at ` +
            'the end of an epoch, or train with { compile: false }, where every report keeps its model.',
        )
      return read()
    }
    return {
      loss: item(steps.finite()),
      skipped: !succeeded,
      predictions: () => fresh(steps.other),
      training: () => fresh(steps.state),
    }
  }
}

/** Runs compiled code; where that throws, the evaluated twin is given the chance to say it better. */
const attempt = <A>(run: () => A, again: () => unknown): A => {
  try {
    return run()
  } catch (error) {
    if (error instanceof PullbackError && error._tag !== 'ReadingError' && error._tag !== 'EngineError')
      again()
    throw error
  }
}
