/**
 * Laws of batches: every example once in an epoch, inputs with their targets.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import {
  type Batch,
  batches as batchesOf,
  fromValues,
  type Integers,
  type Key,
  type Tensor,
  toValues,
} from '../../src/index.ts'
import { keys } from '../arbitraries.ts'
import { exact, holds } from '../close.ts'
import { type LawSet, law, lawSet } from '../law.ts'

type Rows = Batch<Tensor<[number, 2]>, Integers<[number]>>

type Make = (
  data: Rows,
  options: { readonly size: number; readonly shuffle: boolean },
) => (epochKey: Key) => Iterable<Rows> | AsyncIterable<Rows>

const counts = fc.integer({ min: 1, max: 40 })
const sizes = fc.integer({ min: 1, max: 50 })

/** Examples that tell their number in inputs and targets. */
const numbered = (n: number): Rows => ({
  inputs: fromValues(
    [n, 2],
    Array.from({ length: 2 * n }, (_, i) => (i % 2 === 0 ? i / 2 : -(i - 1) / 2)),
    'f64',
  ),
  targets: fromValues(
    [n],
    Array.from({ length: n }, (_, i) => i),
    'i32',
  ),
})

const all = (batches: readonly Rows[], n: number): Rows => ({
  inputs: fromValues(
    [n, 2],
    batches.flatMap(({ inputs }) => Array.from(toValues(inputs))),
    'f64',
  ),
  targets: fromValues(
    [n],
    batches.flatMap(({ targets }) => Array.from(toValues(targets))),
    'i32',
  ),
})

const numbersIn = (batches: readonly Rows[]): readonly number[] =>
  batches.flatMap(({ targets }) => Array.from(toValues(targets)))

const shuffled: Arbitrary<boolean> = fc.boolean()

/** Laws of batches in order and shuffled; by default of `batches`. */
export const batchesLaws = (make: Make = batchesOf): LawSet => {
  const epoch = (n: number, size: number, shuffle: boolean, k: Key): readonly Rows[] => [
    ...(make(numbered(n), { size, shuffle })(k) as Iterable<Rows>),
  ]
  return lawSet('batches', [
    law('B1', 'unshuffled batches are the data, in order', [counts, sizes, keys], (n, size, k) =>
      exact(all(epoch(n, size, false, k), n), numbered(n)),
    ),
    law(
      'B2',
      'all batches have the size but the last, which has what is left',
      [counts, sizes, shuffled, keys],
      (n, size, shuffle, k) => {
        const found = epoch(n, size, shuffle, k).map(({ targets }) => targets.shape[0])
        const expected = Array.from({ length: Math.ceil(n / size) }, (_, i) => Math.min(size, n - i * size))
        return exact(found, expected)
      },
    ),
    law('B3', 'an epoch visits every example once', [counts, sizes, shuffled, keys], (n, size, shuffle, k) =>
      exact(
        [...numbersIn(epoch(n, size, shuffle, k))].sort((a, b) => a - b),
        Array.from({ length: n }, (_, i) => i),
      ),
    ),
    law('B4', 'inputs stay with their targets', [counts, sizes, shuffled, keys], (n, size, shuffle, k) => {
      const { inputs, targets } = all(epoch(n, size, shuffle, k), n)
      const labels = Array.from(toValues(targets))
      return exact(
        Array.from(toValues(inputs)),
        labels.flatMap(label => [label, -label]),
      )
    }),
    law(
      'B5',
      'the same key gives the same order, another key another',
      [sizes, keys, keys],
      (size, k, other) => {
        const order = numbersIn(epoch(40, size, true, k))
        const same = exact(k, other).error === 0
        const again = exact(order, numbersIn(epoch(40, size, true, k))).error === 0
        const differs = exact(order, numbersIn(epoch(40, size, true, other))).error > 0
        return holds(again && (same || differs), order, numbersIn(epoch(40, size, true, other)))
      },
    ),
  ])
}
