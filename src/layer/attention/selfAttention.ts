/**
 * Attention of a sequence to itself.
 *
 * @module
 */
import { add } from '../../primitive/elementwise/arithmetic.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Integers, Tensor } from '../../tensor/tensor.ts'
import { trivial } from '../../tensor/trivial.ts'
import { requireAlone, requireParts } from '../combinator/parts.ts'
import type { First, Same } from '../type/typeFunction.ts'
import {
  type AnyAttention,
  type Attention,
  type AttentionOptions,
  type AttentionParams,
  attention,
  type Gather,
  type Mask,
  type Read,
  type Sequences,
  type UnbiasedAttentionParams,
} from './attention.ts'
import type { Heads, KeyValueHeads, KeyWidth } from './heads.ts'

/**
 * Multi-head self-attention (Vaswani et al. 2017): every position asks with a query, answers with a key, and gives a value;
 * `softmax(q kᵀ / √d) v` for each head of `d = width / heads` features, between linear maps for queries, keys, values and the
 * output.
 *
 * Takes and gives [batch, time, width]. With `padding`, takes the pair of that and a mask of integers [batch, time], 0 where a
 * position is padding and must not be seen; a position that sees none gets the output's bias. The weights are the second
 * output of `withWeights`, which has the same parameters.
 *
 * With `keyValueHeads` there are fewer heads of keys and values than of queries, so that fewer have to be kept while a text is
 * generated (grouped-query attention, Ainslie et al. 2023; with 1 of them multi-query attention, Shazeer 2019): queries of head `h` see
 * the keys of head `⌊h · keyValueHeads / heads⌋`. They are not copied.
 *
 * @throws ShapeError if the input or the mask has another shape.
 * @throws ArgumentError unless the heads divide the width, and `keyValueHeads` divides the heads; this does not compile either, where
 * all are literals.
 *
 * @example
 * import { init, key, predict, selfAttention, zeros } from 'pullback'
 * const attention = selfAttention(16, 4, { causal: true })
 * const model = init(attention)(key(0))
 * const [y, weights] = predict(attention.withWeights, model)(zeros([2, 5, 16]))
 * const multiQuery = selfAttention(16, 4, { causal: true, keyValueHeads: 1 })
 *
 * @category Attention
 * @since 0.1.0
 */
export const selfAttention = takes(
  'selfAttention',
  {
    width: needs.size,
    heads: needs.size,
    options: needs.options({
      keyValueHeads: needs.size,
      causal: needs.boolean,
      bias: needs.boolean,
      dropout: needs.rate,
      rotary: needs.optional(needs.record({})),
      padding: needs.boolean,
    }),
  },
  () => selfAttentionUnchecked,
)

function selfAttentionUnchecked<E extends number, H extends number, G extends number = H>(
  width: E,
  heads: Heads<E, H>,
  options: AttentionOptions<KeyValueHeads<H, G>> & { readonly padding: true; readonly bias: false },
): Attention<readonly [x: Sequences<E>, mask: Mask], First, UnbiasedAttentionParams<E, E, KeyWidth<E, H, G>>>
function selfAttentionUnchecked<E extends number, H extends number, G extends number = H>(
  width: E,
  heads: Heads<E, H>,
  options: AttentionOptions<KeyValueHeads<H, G>> & { readonly padding: true; readonly bias?: true },
): Attention<readonly [x: Sequences<E>, mask: Mask], First, AttentionParams<E, E, KeyWidth<E, H, G>>>
function selfAttentionUnchecked<E extends number, H extends number, G extends number = H>(
  width: E,
  heads: Heads<E, H>,
  options: AttentionOptions<KeyValueHeads<H, G>> & { readonly padding?: false; readonly bias: false },
): Attention<Sequences<E>, Same, UnbiasedAttentionParams<E, E, KeyWidth<E, H, G>>>
function selfAttentionUnchecked<E extends number, H extends number, G extends number = H>(
  width: E,
  heads: Heads<E, H>,
  options?: AttentionOptions<KeyValueHeads<H, G>> & { readonly padding?: false; readonly bias?: true },
): Attention<Sequences<E>, Same, AttentionParams<E, E, KeyWidth<E, H, G>>>
function selfAttentionUnchecked(width: number, heads: unknown, options: AttentionOptions = {}): AnyAttention {
  const name = `selfAttention(${width}, ${heads})`
  const read: Read = input => {
    if (options.padding !== true) requireAlone(name, input, 'For a mask, give it the option padding.')
    const parts = options.padding === true ? requireParts(name, ['sequences', 'mask'], input) : [input]
    const [x, mask] = parts as readonly [Tensor, Integers?]
    return { x, memory: x, mask }
  }
  const gather: Gather = (dx, dmemory) =>
    options.padding === true ? [add(dx, dmemory), trivial] : add(dx, dmemory)
  return attention(name, { width, memoryWidth: width, heads: heads as number, ...options }, read, gather)
}
