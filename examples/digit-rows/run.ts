/**
 * The whole job: training, and what is known behind each row.
 *
 * @module
 */
import { pipe } from 'fp-ts/lib/function.js'
import { getOrElse } from 'fp-ts/lib/Option.js'
import type { FloatDType } from 'pullback'
import type { Digits } from '../digits/data.ts'
import { prepare } from '../digits/prepare.ts'
import type { Progress, Settings } from '../example.ts'
import { accuracyByRow, confusionOf, type Epoch, scoring, train } from './train.ts'

/** What a run tells. */
export type RowsEvent =
  | { readonly event: 'data'; readonly train: number; readonly test: number; readonly seed: number }
  | ({ readonly event: 'epoch' } & Epoch)
  | { readonly event: 'row'; readonly row: number; readonly testAccuracy: number }
  | { readonly event: 'result'; readonly testAccuracy: number; readonly seconds: number }

/** What the report is made of. */
export interface RowsRun {
  readonly epochs: readonly Epoch[]
  /** The share of test digits that are recognised behind each row. */
  readonly byRow: readonly number[]
  readonly confusion: readonly (readonly number[])[]
}

/** Trains for 15 epochs, for 6 in short runs. */
export async function* runRows(
  digits: Digits,
  settings: Settings,
): AsyncGenerator<RowsEvent | Progress, RowsRun, void> {
  const dtype = pipe(
    settings.dtype,
    getOrElse((): FloatDType => 'f32'),
  )
  const seed = pipe(
    settings.seed,
    getOrElse(() => 0),
  )
  const { engine, short } = settings
  const data = prepare(digits, dtype)
  yield { event: 'data', train: data.train.targets.shape[0], test: data.test.targets.shape[0], seed }
  const training = train(data, { epochs: short ? 6 : 15, seed, dtype, engine })
  const epochs: Epoch[] = []
  for (;;) {
    const { done, value } = await training.next()
    if (!done) {
      if ('event' in value) yield value
      else {
        epochs.push(value)
        yield { event: 'epoch', ...value }
      }
      continue
    }
    const byRow = accuracyByRow(value, data.test)
    for (const [i, testAccuracy] of byRow.entries()) yield { event: 'row', row: i + 1, testAccuracy }
    const { testAccuracy, seconds } = epochs.at(-1) as Epoch
    yield { event: 'result', testAccuracy, seconds }
    return { epochs, byRow, confusion: confusionOf(scoring(engine)(value, data.test.inputs), data.test) }
  }
}
