/**
 * Performing an experiment.
 *
 * @module
 */
import { batches, fromValues, key, NonFiniteError, takeRows } from 'pullback'
import type { Digits } from './data.ts'
import type { Experiment } from './experiment.ts'
import { monitor } from './monitor.ts'
import { recipeOf } from './network.ts'
import type { Milestone, Outcome } from './outcome.ts'
import type { DigitsSplit } from './prepare.ts'
import { everyEpoch, type Machinery, train } from './train.ts'

const firstOf = (count: number, digits: Digits): Digits => {
  const rows = Math.min(count, digits.targets.shape[0])
  const indices = Array.from({ length: rows }, (_, i) => i)
  return takeRows(fromValues<number, [number], 'i32'>([rows], indices, 'i32'))(digits)
}

/** Trains the declared network and monitors it before the first and after each epoch. Numbers that overflow end it early. */
export const perform =
  (split: DigitsSplit, machinery: Machinery) =>
  async (experiment: Experiment): Promise<Outcome> => {
    const recipe = recipeOf(experiment)
    const own = firstOf(experiment.examples, split.train)
    const data = batches(own, { size: experiment.batch, shuffle: experiment.shuffle })
    const look = monitor(recipe, { train: own, test: split.test }, machinery)
    const history: Milestone[] = []
    try {
      for await (const told of train(recipe, data, look, everyEpoch, machinery)(key(experiment.seed))) {
        if (told._tag === 'Untrained') history.push({ epoch: 0, ...told.seen })
        if (told._tag === 'Milestone') history.push({ epoch: told.time, ...told.seen })
      }
      return { kind: 'trained', history }
    } catch (error) {
      if (error instanceof NonFiniteError) return { kind: 'diverged', history, reason: error.message }
      throw error
    }
  }
