/**
 * The digits as scikit-learn's users prepare them: split with seed 37, standardised on the training part.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { evaluate } from 'fp-ts/lib/State.js'
import { toValues } from 'pullback'
import { randomState, trainTestSplit } from 'pullback/numpy'
import { rowsAt } from './problem.ts'

/** Features of the training part, row by row, and their labels. */
export interface TrainingPart {
  readonly rows: number
  readonly features: Float64Array
  readonly labels: Int32Array
}

const pixels = 64
const file = join(import.meta.dirname, '../../examples/data/digits.csv.gz')

const columnStatistics = (
  table: Float64Array,
  column: number,
): readonly [mean: number, deviation: number] => {
  const rows = table.length / pixels
  let [sum, squares] = [0, 0]
  for (let i = column; i < table.length; i += pixels) sum += table[i]!
  const mean = sum / rows
  for (let i = column; i < table.length; i += pixels) squares += (table[i]! - mean) ** 2
  return [mean, Math.sqrt(squares / rows)]
}

/** The 1,527 digits to train on. */
export const digitsToTrainOn = (): TrainingPart => {
  const lines = gunzipSync(readFileSync(file)).toString('utf8').trim().split('\n')
  const table = lines.map(line => line.split(',').map(Number))
  const { train } = evaluate(randomState(37))(trainTestSplit(table.length, 0.15))
  const chosen = toValues(train) as Int32Array
  const raw = rowsAt(Float64Array.from(table.flatMap(row => row.slice(0, pixels))), pixels, chosen)
  const statistics = Array.from({ length: pixels }, (_, column) => columnStatistics(raw, column))
  return {
    rows: chosen.length,
    features: raw.map((x, i) => {
      const [mean, deviation] = statistics[i % pixels]!
      return deviation === 0 ? x - mean : (x - mean) / deviation
    }),
    labels: Int32Array.from(chosen, row => table[row]![pixels]!),
  }
}
