/**
 * Examples in batches.
 *
 * @module
 */
import { countRows, type WithRows } from '../data/dataset.ts'
import { takeRows } from '../data/takeRows.ts'
import { permutation } from '../random/distribution/permutation.ts'
import type { Key } from '../random/key.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import { ArgumentError, ShapeError } from '../tensor/error.ts'
import { elementsOf, type Integers, unsafeFromElements } from '../tensor/tensor.ts'
import type { Batch } from './objective.ts'

/**
 * Batches for one pass over the data; each epoch has a key of its own.
 *
 * @category Training
 * @since 0.1.0
 */
export type Batches<B> = (epochKey: Key) => Iterable<B> | AsyncIterable<B>

/**
 * How examples are put into batches.
 *
 * @category Training
 * @since 0.1.0
 */
export interface BatchOptions {
  /** The number of examples in a batch; the last batch of an epoch has what is left. */
  readonly size: number
  /** Whether a last batch that would have fewer examples is left out. Defaults to false. */
  readonly dropLast?: boolean
  /**
   * Whether each epoch has an order of its own, drawn from its key. Defaults to false.
   *
   * @default false
   */
  readonly shuffle?: boolean
}

const integers = (elements: Int32Array): Integers<[number]> =>
  unsafeFromElements<[number], 'integer'>([elements.length], 'i32', elements)

/**
 * A data set in batches of a size: in order, or shuffled anew for each epoch. The last batch of an epoch may be
 * short, or is left out with `dropLast`, for what needs more than one example, as R² and batch norm do; shuffled, others are left out in
 * each epoch. (PyTorch: `drop_last`.)
 *
 * Inputs and targets are tensors, or trees of tensors, whose first axis counts the examples.
 *
 * @throws ShapeError if there are no examples, or not as many targets as inputs.
 * @throws ArgumentError unless the size is a positive integer, or if `dropLast` leaves no batch.
 *
 * @example
 * import { batches, tensor, zeros } from 'pullback'
 * const data = batches({ inputs: zeros([4, 64]), targets: tensor([1, 0, 3, 2], 'i32') }, { size: 2, shuffle: true })
 *
 * @category Training
 * @since 0.1.0
 */
export const batches = takes(
  'batches',
  {
    data: needs.tensors,
    options: needs.givenOptions({
      size: needs.positiveInteger,
      shuffle: needs.optional(needs.boolean),
      dropLast: needs.optional(needs.boolean),
    }),
  },
  () => batchesUnchecked,
)

const batchesUnchecked = <I, T>(
  data: Batch<I, T>,
  { size, shuffle = false, dropLast = false }: BatchOptions,
): Batches<Batch<WithRows<I>, WithRows<T>>> => {
  if (!Number.isSafeInteger(size) || size < 1)
    throw new ArgumentError(`batches needs a positive integer for size, but was given ${size}.`)
  const rows = countRows(data)
  if (rows === 0) throw new ShapeError('batches needs at least one example, but the data has none.', [[0]], 0)
  const end = dropLast ? rows - (rows % size) : rows
  if (end === 0)
    throw new ArgumentError(
      `batches was asked to drop a last batch that is short, but its only one is: ${rows} ${rows === 1 ? 'example' : 'examples'} for a ` +
        `size of ${size}.`,
    )
  return function* (epochKey) {
    const order = shuffle
      ? (elementsOf(permutation(rows)(epochKey)) as Int32Array)
      : Int32Array.from({ length: rows }, (_, i) => i)
    for (let from = 0; from < end; from += size)
      yield takeRows(integers(order.slice(from, Math.min(from + size, rows))))(data)
  }
}
