/**
 * The digits in two parts, with some labels of the first changed to wrong ones.
 *
 * @module
 */
import { fromValues, type Integers, key, op, random, type Tensor, takeRows, toValues } from 'pullback'
import type { Digits } from '../digits/data.ts'

/** Images with pixels from 0 to 1, f64, and labels. */
export interface Labelled {
  readonly inputs: Tensor<[number, 64]>
  readonly targets: Integers<[number]>
}

/** What there is to learn from, which of its labels are wrong, what they were, and what there is to predict. */
export interface Corpus {
  readonly seed: number
  readonly train: Labelled
  readonly flipped: readonly boolean[]
  readonly truth: readonly number[]
  readonly test: Labelled
}

/** The share of labels that are made wrong. */
export const flippedShare = 0.1

const classes = 10

const rowsOf = ({ inputs, targets }: Digits, rows: readonly number[]): Labelled => {
  const taken = takeRows(fromValues([rows.length], rows, 'i32'))({ inputs, targets })
  return {
    inputs: op.scale(1 / 16)(op.convert('f64')(taken.inputs)) as Labelled['inputs'],
    targets: taken.targets,
  }
}

/** So many digits to learn from and to predict, drawn by a seed; a tenth of the labels of the first is moved on by 1 to 9. */
export const corpusOf = (digits: Digits, seed: number, count: number, tests: number): Corpus => {
  const [forOrder, forFlips, forShifts] = random.split(3)(key(seed))
  const order = Array.from(toValues(random.permutation(digits.targets.shape[0])(forOrder)))
  const clean = rowsOf(digits, order.slice(0, count))
  const chosen = new Set(
    Array.from(toValues(random.permutation(count)(forFlips))).slice(0, Math.round(flippedShare * count)),
  )
  const shifts = toValues(random.uniform([count], 1, classes)(forShifts))
  const truth = Array.from(toValues(clean.targets))
  const given = truth.map((label, i) =>
    chosen.has(i) ? (label + Math.floor(shifts[i] as number)) % classes : label,
  )
  return {
    seed,
    train: { ...clean, targets: fromValues<number, [number], 'i32'>([count], given, 'i32') },
    flipped: truth.map((_, i) => chosen.has(i)),
    truth,
    test: rowsOf(digits, order.slice(count, count + tests)),
  }
}
