/**
 * Runners: the ways in which pullback can run one and the same code. This is the seam between the cases, which know nothing
 * of engines, and the engines, which know nothing of cases.
 *
 * @module
 */
import {
  type AnyTensor,
  type Batch,
  type FloatDType,
  item,
  type Key,
  key,
  type Model,
  type Objective,
  type Optimiser,
  program,
  trainingStep,
} from 'pullback'
import type { Preparation, Run } from './run.ts'

/** What a user gives to training. */
export interface TrainingTask<I, T, Y, P, S, O, R> {
  readonly objective: Objective<I, T, Y, P, S>
  readonly optimiser: Optimiser<O, R>
  readonly model: Model<P, S>
  readonly batches: readonly Batch<I, T>[]
  readonly dtype: FloatDType
}

/** A way to run pullback's programs. */
export interface Runner {
  /** The engine, such as 'reference'. */
  readonly engine: string
  /** How it is used: 'eager', 'compiled', … */
  readonly mode: string
  /** Waits for the engine, if it has to be made first. */
  readonly ready?: () => Promise<void>
  /** A training run from its start, as often as it is called. */
  readonly training: <I, T, Y, P, S, O, R>(task: TrainingTask<I, T, Y, P, S, O, R>) => () => Run
  /** The time until training has made its first step. */
  readonly preparation?: <I, T, Y, P, S, O, R>(task: TrainingTask<I, T, Y, P, S, O, R>) => Preparation
  /** A function of tensors, for arguments like the example. */
  readonly map?: Transform
  /** The same where results stay in the engine unless they are read. */
  readonly resident?: Resident
  /** A state that a function makes the next one of, again and again. */
  readonly iterating?: Iterating
}

/** A function that does what the given one does, in another way. The example has the shapes of the arguments to come. */
export type Transform = <A extends readonly unknown[], B>(
  f: (...args: A) => B,
  example: A,
) => (...args: A) => B

/** A function that runs as often as it is called, and whose last result can be read. */
export type Resident = <A extends readonly unknown[], B>(
  f: (...args: A) => B,
) => { readonly run: (...args: A) => void; readonly read: () => B }

/** A state in its place, which a function makes the next one of. */
export type Iterating = <S>(
  step: (state: S) => S,
  start: S,
) => {
  readonly advance: (times: number) => void
  readonly state: () => S
  /** Begins anew. */
  readonly restart: () => void
}

/** The time since a reading of the clock. */
export const microsecondsSince = (start: number): number => (performance.now() - start) * 1000

// The cases draw nothing at random, so one key does for all steps.
const stepKey: Key = key(0)

const evaluating: Iterating = (step, start) => {
  let now = start
  return {
    advance: times => {
      for (let i = 0; i < times; i++) now = step(now)
    },
    state: () => now,
    restart: () => {
      now = start
    },
  }
}

/**
 * The runner that trains with `trainingStep`, transformed as a whole. `f => f` is eager evaluation; a compiler is
 * `f => compile(f)`.
 *
 * @example
 * byStep('reference', 'eager', f => f)
 */
export const byStep = (engine: string, mode: string, transform: Transform): Runner => ({
  engine,
  mode,
  map: transform,
  ...(mode === 'eager' ? { iterating: evaluating } : {}),
  training: ({ objective, optimiser, model, batches }) => {
    const start = { ...model, optimiser: optimiser.init(model.params) }
    const advance = transform(trainingStep(optimiser)(objective), [
      start,
      batches[0]!,
      optimiser.rates(0),
      stepKey,
    ])
    return () => {
      let now = start
      let step = 0
      const take = (): AnyTensor => {
        const { next, loss } = advance(now, batches[step % batches.length]!, optimiser.rates(step), stepKey)
        now = next
        step++
        return loss
      }
      return {
        losses: count => Array.from({ length: count }, () => item(take())),
        advance: count => {
          let loss: AnyTensor | null = null
          for (let i = 0; i < count; i++) loss = take()
          // Looking at the last loss waits for an engine that works ahead.
          if (loss !== null) item(loss)
        },
      }
    }
  },
  preparation: ({ objective, optimiser, model, batches }) => {
    const step = trainingStep(optimiser)(objective)
    type Args = Parameters<typeof step>
    const start = { ...model, optimiser: optimiser.init(model.params) }
    const example: Args = [start, batches[0]!, optimiser.rates(0), stepKey]
    const first = performance.now()
    item(transform(step, example)(...example).loss)
    const firstUs = microsecondsSince(first)
    const again = performance.now()
    if (mode !== 'eager') program.trace(step)(...example)
    return { traceUs: mode === 'eager' ? null : microsecondsSince(again), firstUs }
  },
})
