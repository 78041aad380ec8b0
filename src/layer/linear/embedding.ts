/**
 * Vectors for indices.
 *
 * @module
 */
import type { Initialiser } from '../../initialiser/initialiser.ts'
import { normal } from '../../initialiser/random.ts'
import { equal, select } from '../../primitive/elementwise/compare.ts'
import { convert } from '../../primitive/elementwise/convert.ts'
import { concat } from '../../primitive/movement/concat.ts'
import { gatherBy } from '../../primitive/movement/gather.ts'
import { slice } from '../../primitive/movement/pad.ts'
import { broadcastAlong } from '../../primitive/reduction/broadcast.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import { ArgumentError, DTypeError } from '../../tensor/error.ts'
import { full, zeros, zerosLike } from '../../tensor/function/constructors.ts'
import { sameShape } from '../../tensor/shape.ts'
import { type Integers, isTensor, type Tensor } from '../../tensor/tensor.ts'
import { trivial } from '../../tensor/trivial.ts'
import type { Layer } from '../layer.ts'
import { ofKind } from '../ofKind.ts'
import { positionwiseWithParams } from '../parametric.ts'
import type { Appended } from '../type/typeFunction.ts'

/**
 * The parameter of an embedding.
 *
 * @category Linear layers
 * @since 0.1.0
 */
export interface EmbeddingParams<V extends number, N extends number> {
  /** The table: one row for each index. */
  readonly w: Tensor<[V, N]>
}

/**
 * How the table of an embedding begins.
 *
 * @category Linear layers
 * @since 0.1.0
 */
export interface EmbeddingOptions {
  /** The initialiser. Defaults to samples from the normal distribution of deviation 1. */
  readonly w?: Initialiser
  /** The index that stands for no word, if there is one: its row begins as zeros and gets no gradient. */
  readonly padding?: number
}

/** The same numbers, but zeros in one row. */
const withoutRow = (row: number, table: Tensor): Tensor => {
  const [rows, width] = table.shape as readonly [number, number]
  const part = (from: number, to: number): Tensor => slice([from, 0], [to - from, width])(table) as Tensor
  return concat(0)(part(0, row), zeros([1, width], table.dtype), part(row + 1, rows)) as Tensor
}

/** An initialiser whose table has a row of zeros. What is wrong with it is said by who begins the parameters. */
const beginsWithout =
  (row: number, w: Initialiser): Initialiser =>
  (shape, dtype, fans) => {
    const sampler = w(shape, dtype, fans)
    return typeof sampler !== 'function'
      ? sampler
      : key => {
          const table = sampler(key)
          return isTensor(table) && sameShape(table.shape, shape)
            ? (withoutRow(row, table as Tensor) as typeof table)
            : table
        }
  }

/** Cotangents of rows, but zeros for those of one index. */
const exceptAt = (index: number, indices: Integers, dy: Tensor): Tensor => {
  const words = indices.dtype === 'i32' ? indices : convert('i32')(indices)
  const isIndex = equal(words, full(words.shape, index, 'i32'))
  const leading = words.shape.map((_, axis) => axis)
  return select(broadcastAlong(dy.shape, leading)(isIndex) as Integers, zerosLike(dy), dy)
}

/**
 * A vector of `width` numbers for each index: row `i` of a table for the index `i`. An index that occurs many times gets the
 * sum of the cotangents of all its places.
 *
 * With `padding`, the row of that index begins as zeros and gets no gradient, so that it stays as it is whatever is learned (PyTorch's
 * `padding_idx`). By this convention the pullback is that of a table whose row is a constant; the value is what the table has.
 *
 * Takes integers [...] from 0 up to, not including, `vocabulary`, and gives [..., width].
 *
 * @throws DTypeError for floats.
 * @throws IndexError for an index outside of the vocabulary, with the layer's name, the index and its place.
 * @throws ArgumentError unless both sizes are positive integers, and the padding is an index of the vocabulary.
 *
 * @example
 * import { compose, dense, embedding, flatten } from 'pullback'
 * // three letters to the next one
 * const next = compose(embedding(27, 8), flatten(), dense(24, 27))
 * const padded = embedding(10_000, 64, { padding: 0 }) // sentences that are filled up with 0
 *
 * @category Linear layers
 * @since 0.1.0
 */
export const embedding = takes(
  'embedding',
  {
    vocabulary: needs.size,
    width: needs.size,
    options: needs.options({ w: needs.fn, padding: needs.count }),
  },
  () => embeddingUnchecked,
)

const embeddingUnchecked = <V extends number, N extends number>(
  vocabulary: V,
  width: N,
  { w = normal(0, 1), padding }: EmbeddingOptions = {},
): Layer<Integers, Appended<N>, EmbeddingParams<V, N>> => {
  if (padding !== undefined && padding >= vocabulary)
    throw new ArgumentError(
      `embedding needs a padding that is an index of its vocabulary, from 0 to ${vocabulary - 1}, but was given ${padding}.`,
    )
  const name = `embedding(${vocabulary}, ${width}${padding === undefined ? '' : `, padding ${padding}`})`
  return ofKind(
    { is: 'table' },
    positionwiseWithParams(
      name,
      { w: [padding === undefined ? w : beginsWithout(padding, w), [vocabulary, width]] },
      (params: EmbeddingParams<V, N>, indices: Integers) => {
        if (indices.kind !== 'integer')
          throw new DTypeError(
            `${name} takes integers, but was given ${indices.dtype}. Convert with op.convert('i32').`,
          )
        const [rows, pullback] = gatherBy(name, indices)(params.w)
        return [
          rows,
          (dy: Tensor) => [
            { w: pullback(padding === undefined ? dy : exceptAt(padding, indices, dy)) },
            trivial,
          ],
        ]
      },
    ),
  )
}
