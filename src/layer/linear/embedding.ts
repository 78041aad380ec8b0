/**
 * Vectors for indices.
 *
 * @module
 */
import type { Initialiser } from '../../initialiser/initialiser.ts'
import { normal } from '../../initialiser/random.ts'
import { gatherBy } from '../../primitive/gather.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import { DTypeError } from '../../tensor/error.ts'
import type { Integers, Tensor } from '../../tensor/tensor.ts'
import { trivial } from '../../tensor/trivial.ts'
import type { Layer } from '../layer.ts'
import { withParams } from '../parametric.ts'
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
}

/**
 * A vector of `width` numbers for each index: row `i` of a table for the index `i`. An index that occurs many times gets the
 * sum of the cotangents of all its places.
 *
 * Takes integers [...] from 0 up to, not including, `vocabulary`, and gives [..., width].
 *
 * @throws DTypeError for floats.
 * @throws IndexError for an index outside of the vocabulary, with the layer's name, the index and its place.
 * @throws ArgumentError unless both sizes are positive integers.
 *
 * @example
 * import { compose, dense, embedding, flatten } from 'pullback'
 * // three letters to the next one
 * const next = compose(embedding(27, 8), flatten(), dense(24, 27))
 *
 * @category Linear layers
 * @since 0.1.0
 */
export const embedding = takes(
  'embedding',
  { vocabulary: needs.size, width: needs.size, options: needs.options({ w: needs.fn }) },
  () => embeddingUnchecked,
)

const embeddingUnchecked = <V extends number, N extends number>(
  vocabulary: V,
  width: N,
  { w = normal(0, 1) }: EmbeddingOptions = {},
): Layer<Integers, Appended<N>, EmbeddingParams<V, N>> => {
  const name = `embedding(${vocabulary}, ${width})`
  return withParams(
    name,
    { w: [w, [vocabulary, width]] },
    (params: EmbeddingParams<V, N>, indices: Integers) => {
      if (indices.kind !== 'integer')
        throw new DTypeError(
          `${name} takes integers, but was given ${indices.dtype}. Convert with op.convert('i32').`,
        )
      const [rows, pullback] = gatherBy(name, indices)(params.w)
      return [rows, (dy: Tensor) => [{ w: pullback(dy) }, trivial]]
    },
  )
}
