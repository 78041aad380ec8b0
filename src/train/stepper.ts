/**
 * Training steps one after the other, evaluated or compiled.
 *
 * @module
 */
import { fold } from '../compile/fold.ts'
import type { Engine } from '../engine/engine.ts'
import type { Optimiser } from '../optimiser/optimiser.ts'
import type { Key } from '../random/key.ts'
import { ArgumentError, PullbackError } from '../tensor/error.ts'
import { item } from '../tensor/function/values.ts'
import { diagnose, wrongIn } from './diagnose.ts'
import { type NonFiniteError, nonFiniteError, type Place } from './nonFinite.ts'
import type { Batch, Objective } from './objective.ts'
import { type StepOutcome, type Training, trainingStep } from './step.ts'

/** The result of a step; what is large is computed only if it is asked for. */
export interface StepResult<P, S, O, Y> {
  readonly loss: number
  /** Whether something was not finite, so that the step was left out. */
  readonly skipped: boolean
  /** What was not finite and where it comes from, if the step was left out: found out when asked. */
  readonly problem: () => NonFiniteError | null
  readonly predictions: () => Y
  readonly training: () => Training<P, S, O>
}

/** What a step is given, besides what is threaded: made only if the step needs it. */
export interface StepInputs<I, T, R> {
  readonly batch: Batch<I, T>
  readonly rates: () => R
  readonly key: () => Key
}

/** Does one step after the other and remembers what is threaded. */
export type Stepper<I, T, Y, P, S, O, R> = (inputs: StepInputs<I, T, R>, at: Place) => StepResult<P, S, O, Y>

/** What becomes of a step with a NaN or an infinity in it: an error, or nothing. */
export type OnNonFinite = 'stop' | 'skip'

/** Steps that are evaluated operation by operation. */
export const evaluated = <I, T, Y, P, S, O, R>(
  objective: Objective<I, T, Y, P, S>,
  optimiser: Optimiser<O, R>,
  initial: Training<P, S, O>,
  onNonFinite: OnNonFinite,
): Stepper<I, T, Y, P, S, O, R> => {
  const advance = trainingStep(optimiser)(objective)
  let now = initial
  return ({ batch, rates, key }, at) => {
    const step = { now, batch, rates: rates(), key: key() }
    const outcome = advance(now, batch, step.rates, step.key)
    const wrong = wrongIn(outcome)
    const skipped = wrong !== null
    // A step that is not pure may be finite the second time: then nothing is known but what was found.
    const problem = () =>
      wrong === null
        ? null
        : (diagnose(objective, optimiser, step, at, () => null) ??
          nonFiniteError(
            wrong,
            at,
            'When the step was run again, it was finite: something in it is not pure.',
          ))
    if (skipped && onNonFinite === 'stop') throw problem()
    const { loss, predictions } = outcome
    const next = skipped ? now : outcome.next
    now = next
    return { loss: item(loss), skipped, problem, predictions: () => predictions, training: () => next }
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
  const advance = trainingStep(optimiser)(objective)
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
    const problem = (): NonFiniteError =>
      diagnose(objective, optimiser, { now: steps.state(), batch, rates: rates(), key: key() }, at, () =>
        wrongIn({ loss: steps.finite(), next: steps.attempted() }),
      ) ??
      nonFiniteError(
        { kind: 'loss', path: [], tensor: steps.finite(), position: 0 },
        at,
        'The engine says that something in the step is not finite, but all that it gave is finite.',
      )
    if (!succeeded && onNonFinite === 'stop') throw problem()
    const own = ++done
    const fresh = <A>(read: () => A, what = 'model'): A => {
      if (own !== done)
        throw new ArgumentError(
          `The report of step ${at.step} was asked for its ${what} after training had gone on. Ask before the next step or at ` +
            'the end of an epoch, or train with { compile: false }, where every report keeps its model.',
        )
      return read()
    }
    return {
      loss: item(steps.finite()),
      skipped: !succeeded,
      problem: () => (succeeded ? null : fresh(problem, 'problem')),
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
    if (error instanceof PullbackError && error._tag !== 'TracingError' && error._tag !== 'EngineError')
      again()
    throw error
  }
}
