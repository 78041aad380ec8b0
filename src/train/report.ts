/**
 * The report of training after each step.
 *
 * @module
 */
import type { Lazy } from 'fp-ts/lib/function.js'
import type { Model } from '../layer/model.ts'
import { ArgumentError } from '../tensor/error.ts'
import { describe } from '../tensor/stranger.ts'
import type { Checkpoint } from './beginning.ts'
import type { Metrics } from './metrics.ts'
import type { NonFiniteError } from './nonFinite.ts'

/**
 * The report after each step. Reports are values; what is large is copied out of the engine only when asked for. That has
 * to be before the next step, except at the end of an epoch, where it is kept, and with `compile: false`, where nothing is
 * ever overwritten.
 *
 * @category Training
 * @since 0.1.0
 */
export interface Report<P, S, O, Metric extends PropertyKey = string> {
  /** The step, counted from 0. */
  readonly step: number
  /** The epoch, counted from 0. */
  readonly epoch: number
  /** Whether this is the last step of its epoch. */
  readonly endOfEpoch: boolean
  /** The loss on the batch, before the update. */
  readonly loss: number
  /** Whether the step was left out, as something in it was not finite; only with `nonFinite: 'skip'`. */
  readonly skipped: boolean
  /**
   * Why the step was left out, as the error that would have stopped training: found out by running the step again, when asked; null
   * if it was not left out.
   */
  readonly problem: Lazy<NonFiniteError | null>
  /** The metrics on the batch, before the update; NaN for one that is not defined on it. */
  readonly metrics: { readonly [Name in Metric]: number }
  /** Why metrics are not defined on the batch: what they threw, by name. */
  readonly notDefined: { readonly [name: string]: unknown }
  /** The model after the update. */
  readonly model: Lazy<Model<P, S>>
  /** What to continue from after the update. */
  readonly checkpoint: Lazy<Checkpoint<P, S, O>>
}

/** The metrics on a batch. None ends a training: what one throws is why it is not defined. */
export const measure = <Y, T>(
  metrics: Metrics<Y, T>,
  targets: T,
  predictions: Lazy<Y>,
): Pick<Report<never, never, never>, 'metrics' | 'notDefined'> => {
  const asked = Object.entries(metrics)
  if (asked.length === 0) return { metrics: {}, notDefined: {} }
  const given = predictions()
  const measured = asked.map(([name, metric]) => {
    try {
      const value: unknown = metric(targets)(given)
      if (typeof value === 'number') return { name, value, problem: null }
      throw new ArgumentError(`The metric ${name} has to give a number, but gave ${describe(value)}.`)
    } catch (error) {
      return { name, value: Number.NaN, problem: [error] as const }
    }
  })
  return {
    metrics: Object.freeze(Object.fromEntries(measured.map(({ name, value }) => [name, value]))),
    notDefined: Object.freeze(
      Object.fromEntries(
        measured.flatMap(({ name, problem }) => (problem === null ? [] : [[name, problem[0]]])),
      ),
    ),
  }
}
