/**
 * Blocks of a transformer's encoder, and of decoders without a memory.
 *
 * @module
 */
import { needs, takes } from '../../tensor/contract/index.ts'
import { sequence } from '../combinator/compose.ts'
import { label } from '../combinator/label.ts'
import type { AnyLayer, Layer } from '../layer.ts'
import { ofKind } from '../ofKind.ts'
import type { Same } from '../type/typeFunction.ts'
import type { Mask, Sequences } from './attention.ts'
import type { Heads, KeyValueHeads, KeyWidth } from './heads.ts'
import { selfAttention } from './selfAttention.ts'
import { onFirst } from './sublayer.ts'
import {
  type AttentionSublayerParams,
  blockOptions,
  type FeedForwardSublayerParams,
  named,
  sublayersOf,
  type TransformerOptions,
} from './transformerBlock.ts'

/**
 * The parameters of an encoder block.
 *
 * @category Attention
 * @since 0.1.0
 */
export interface TransformerEncoderParams<E extends number, K extends number = E> {
  readonly self: AttentionSublayerParams<E, E, K>
  readonly feedForward: FeedForwardSublayerParams<E>
}

/**
 * A block of a transformer's encoder (Vaswani et al. 2017): self-attention, and then two dense layers for each position by
 * itself, each with a shortcut around it and a layer norm. With norms `'before'` (Xiong et al. 2020) blocks can be stacked
 * deeply without warming up; a last norm then belongs behind the last block. With `causal: true` it is the block of a decoder
 * that has no memory, as language models have it.
 *
 * Takes and gives [batch, time, width]. With `padding`, takes and gives the pair of that and a mask of integers [batch, time],
 * 0 for padding, so that blocks fit each other.
 *
 * @throws ShapeError if a part of the input has another shape.
 * @throws ArgumentError unless the heads divide the width and `keyValueHeads` the heads, sizes are positive integers and rates from 0 up
 * to 1.
 *
 * @example
 * import { compose, embedding, repeat, sinusoidalPositions, transformerEncoderBlock } from 'pullback'
 * const encoder = compose(
 *   embedding(27, 16),
 *   sinusoidalPositions(16),
 *   repeat(2)(transformerEncoderBlock(16, 4, { dropout: 0.1 })),
 * )
 *
 * @category Attention
 * @since 0.1.0
 */
export const transformerEncoderBlock = takes(
  'transformerEncoderBlock',
  {
    width: needs.size,
    heads: needs.size,
    options: blockOptions,
  },
  () => transformerEncoderBlockUnchecked,
)

function transformerEncoderBlockUnchecked<E extends number, H extends number, G extends number = H>(
  width: E,
  heads: Heads<E, H>,
  options: TransformerOptions<KeyValueHeads<H, G>> & { readonly padding: true },
): Layer<readonly [x: Sequences<E>, mask: Mask], Same, TransformerEncoderParams<E, KeyWidth<E, H, G>>>
function transformerEncoderBlockUnchecked<E extends number, H extends number, G extends number = H>(
  width: E,
  heads: Heads<E, H>,
  options?: TransformerOptions<KeyValueHeads<H, G>> & { readonly padding?: false },
): Layer<Sequences<E>, Same, TransformerEncoderParams<E, KeyWidth<E, H, G>>>
function transformerEncoderBlockUnchecked(
  width: number,
  heads: unknown,
  options: TransformerOptions = {},
): AnyLayer {
  const { padding = false, dropout = 0, causal = false, rotary } = options
  const { keyValueHeads, attention, feedForward } = sublayersOf(
    'transformerEncoderBlock',
    width,
    heads as number,
    options,
  )
  const self = selfAttention<number, number>(width, heads as number, {
    keyValueHeads,
    causal,
    dropout,
    padding: padding as true,
    ...(rotary === undefined ? {} : { rotary }),
  })
  const block = sequence([
    label('self')(attention(self, padding)),
    label('feedForward')(padding ? onFirst(feedForward) : feedForward),
  ])
  return ofKind(
    { is: 'encoderBlock' },
    named(`transformerEncoderBlock(${width}, ${heads})`, block, padding ? ['sequences', 'mask'] : []),
  )
}
