/**
 * Attention of one sequence to another.
 *
 * @module
 */
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Integers, Tensor } from '../../tensor/tensor.ts'
import { trivial } from '../../tensor/trivial.ts'
import { requireParts } from '../combinator/parts.ts'
import type { First } from '../type/typeFunction.ts'
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
 * How attention to something else works.
 *
 * @category Attention
 * @since 0.1.0
 */
export interface CrossAttentionOptions<G = number> extends Omit<AttentionOptions<G>, 'causal'> {}

/**
 * Multi-head attention of one sequence to another, its memory: queries come from the first, keys and values from the second.
 * See `selfAttention`.
 *
 * Takes the pair of [batch, time, width] and [batch, keys, memoryWidth], and gives [batch, time, width]. With `padding`, takes
 * a mask of integers [batch, keys] besides, 0 where the memory is padding.
 *
 * @throws ShapeError if a part of the input has another shape.
 * @throws ArgumentError unless the heads divide the width, and `keyValueHeads` divides the heads.
 *
 * @example
 * import { crossAttention } from 'pullback'
 * const toImage = crossAttention(16, 4, 32)
 *
 * @category Attention
 * @since 0.1.0
 */
export const crossAttention = takes(
  'crossAttention',
  {
    width: needs.size,
    heads: needs.size,
    memoryWidth: needs.size,
    options: needs.options({
      keyValueHeads: needs.size,
      bias: needs.boolean,
      dropout: needs.rate,
      rotary: needs.record({}),
      padding: needs.boolean,
    }),
  },
  () => crossAttentionUnchecked,
)

function crossAttentionUnchecked<E extends number, H extends number, M extends number, G extends number = H>(
  width: E,
  heads: Heads<E, H>,
  memoryWidth: M,
  options: CrossAttentionOptions<KeyValueHeads<H, G>> & { readonly padding: true; readonly bias: false },
): Attention<
  readonly [x: Sequences<E>, memory: Sequences<M>, mask: Mask],
  First,
  UnbiasedAttentionParams<E, M, KeyWidth<E, H, G>>
>
function crossAttentionUnchecked<E extends number, H extends number, M extends number, G extends number = H>(
  width: E,
  heads: Heads<E, H>,
  memoryWidth: M,
  options: CrossAttentionOptions<KeyValueHeads<H, G>> & { readonly padding: true; readonly bias?: true },
): Attention<
  readonly [x: Sequences<E>, memory: Sequences<M>, mask: Mask],
  First,
  AttentionParams<E, M, KeyWidth<E, H, G>>
>
function crossAttentionUnchecked<E extends number, H extends number, M extends number, G extends number = H>(
  width: E,
  heads: Heads<E, H>,
  memoryWidth: M,
  options: CrossAttentionOptions<KeyValueHeads<H, G>> & { readonly padding?: false; readonly bias: false },
): Attention<
  readonly [x: Sequences<E>, memory: Sequences<M>],
  First,
  UnbiasedAttentionParams<E, M, KeyWidth<E, H, G>>
>
function crossAttentionUnchecked<E extends number, H extends number, M extends number, G extends number = H>(
  width: E,
  heads: Heads<E, H>,
  memoryWidth: M,
  options?: CrossAttentionOptions<KeyValueHeads<H, G>> & { readonly padding?: false; readonly bias?: true },
): Attention<
  readonly [x: Sequences<E>, memory: Sequences<M>],
  First,
  AttentionParams<E, M, KeyWidth<E, H, G>>
>
function crossAttentionUnchecked(
  width: number,
  heads: unknown,
  memoryWidth: number,
  options: CrossAttentionOptions = {},
): AnyAttention {
  const name = `crossAttention(${width}, ${heads}, ${memoryWidth})`
  const read: Read = input => {
    const parts = options.padding === true ? ['sequences', 'memory', 'mask'] : ['sequences', 'memory']
    const [x, memory, mask] = requireParts(name, parts, input) as readonly [Tensor, Tensor, Integers?]
    return { x, memory, mask }
  }
  const gather: Gather = (dx, dmemory) => (options.padding === true ? [dx, dmemory, trivial] : [dx, dmemory])
  return attention(name, { width, memoryWidth, heads: heads as number, ...options }, read, gather)
}
