/**
 * A data set in two parts: one to train on, one to test on.
 *
 * @module
 */

import { permutation } from '../random/distribution/permutation.ts'
import type { Key } from '../random/key.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import { ArgumentError } from '../tensor/error.ts'
import { fromValues } from '../tensor/function/constructors.ts'
import { elementsOf } from '../tensor/tensor.ts'
import { countRows, type WithRows } from './dataset.ts'
import { takeRows } from './takeRows.ts'

/**
 * How a data set is split.
 *
 * @category Data
 * @since 0.1.0
 */
export interface SplitOptions {
  /** The share of the examples to test on, between 0 and 1. */
  readonly test: number
}

/**
 * The two parts of a data set.
 *
 * @category Data
 * @since 0.1.0
 */
export interface Split<D> {
  readonly train: D
  readonly test: D
}

/**
 * The examples of a data set in a random order, cut in two: every example is in exactly one part, and the tensors of the
 * data set stay aligned. Of n examples ⌈n · test⌉ are for testing, the others for training, as in scikit-learn.
 *
 * Takes a tensor [n, ...] or a record of such; 1797 examples at a share of 0.15 become 1527 and 270.
 *
 * @throws ArgumentError unless the share is between 0 and 1 and leaves an example in each part.
 * @throws ShapeError if the tensors of the data set differ in their number of rows.
 *
 * @example
 * import { key, trainTestSplit, zeros } from 'pullback'
 * const digits = { inputs: zeros([1797, 64]), targets: zeros([1797], 'i32') }
 * const { train, test } = trainTestSplit(digits, { test: 0.15 })(key(37))
 *
 * @category Data
 * @since 0.1.0
 */
export const trainTestSplit = takes(
  'trainTestSplit',
  [{ dataset: needs.tensors, options: needs.givenOptions({ test: needs.number }) }, { key: needs.key }],
  () => trainTestSplitUnchecked,
)

const trainTestSplitUnchecked =
  <D>(dataset: D, { test: share }: SplitOptions) =>
  (key: Key): Split<WithRows<D>> => {
    if (!(share > 0 && share < 1))
      throw new ArgumentError(
        `trainTestSplit needs a share between 0 and 1 to test on, but was given ${share}.`,
      )
    const rows = countRows(dataset)
    const testing = Math.ceil(rows * share)
    if (testing >= rows)
      throw new ArgumentError(
        `trainTestSplit needs an example for each part, but a share of ${share} of ${rows} examples leaves none to train on.`,
      )
    const order = elementsOf(permutation(rows)(key))
    const part = (from: number, to: number): WithRows<D> =>
      takeRows<number>(fromValues([to - from], order.subarray(from, to), 'i32'))(dataset)
    return { train: part(testing, rows), test: part(0, testing) }
  }
