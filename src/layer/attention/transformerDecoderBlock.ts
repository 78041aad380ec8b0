/**
 * Blocks of a transformer's decoder, which attend to a memory.
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
import { crossAttention } from './crossAttention.ts'
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
 * The parameters of a decoder block.
 *
 * @category Attention
 * @since 0.1.0
 */
export interface TransformerDecoderParams<E extends number, M extends number = E, K extends number = E> {
  readonly self: AttentionSublayerParams<E, E, K>
  readonly cross: AttentionSublayerParams<E, M, K>
  readonly feedForward: FeedForwardSublayerParams<E>
}

/**
 * A block of a transformer's decoder (Vaswani et al. 2017): causal self-attention, attention to a memory, and two dense layers
 * for each position by itself, each with a shortcut around it and a layer norm.
 *
 * Takes and gives the pair of [batch, time, width] and the memory [batch, keys, memoryWidth], so that blocks fit each other.
 * With `padding`, a mask of integers [batch, keys] comes third, 0 where the memory is padding.
 *
 * @throws ShapeError if a part of the input has another shape.
 * @throws ArgumentError unless the heads divide the width and `keyValueHeads` the heads, sizes are positive integers and rates from 0 up
 * to 1.
 *
 * @example
 * import { compose, layer, repeat, smooth, type Tensor, transformerDecoderBlock } from 'pullback'
 * type Sequences = Tensor<[number, number, 16]>
 * const decoder = compose(
 *   repeat(2)(transformerDecoderBlock(16, 4, 16)),
 *   layer.fromSmooth('first', smooth.fst<Sequences, Sequences>()),
 * )
 *
 * @category Attention
 * @since 0.1.0
 */
export const transformerDecoderBlock = takes(
  'transformerDecoderBlock',
  {
    width: needs.size,
    heads: needs.size,
    memoryWidth: needs.size,
    options: blockOptions,
  },
  () => transformerDecoderBlockUnchecked,
)

function transformerDecoderBlockUnchecked<
  E extends number,
  H extends number,
  M extends number,
  G extends number = H,
>(
  width: E,
  heads: Heads<E, H>,
  memoryWidth: M,
  options: TransformerOptions<KeyValueHeads<H, G>> & { readonly padding: true },
): Layer<
  readonly [x: Sequences<E>, memory: Sequences<M>, mask: Mask],
  Same,
  TransformerDecoderParams<E, M, KeyWidth<E, H, G>>
>
function transformerDecoderBlockUnchecked<
  E extends number,
  H extends number,
  M extends number,
  G extends number = H,
>(
  width: E,
  heads: Heads<E, H>,
  memoryWidth: M,
  options?: TransformerOptions<KeyValueHeads<H, G>> & { readonly padding?: false },
): Layer<
  readonly [x: Sequences<E>, memory: Sequences<M>],
  Same,
  TransformerDecoderParams<E, M, KeyWidth<E, H, G>>
>
function transformerDecoderBlockUnchecked(
  width: number,
  heads: unknown,
  memoryWidth: number,
  options: TransformerOptions = {},
): AnyLayer {
  const { padding = false, dropout = 0, causal = true, rotary } = options
  const { keyValueHeads, attention, feedForward } = sublayersOf(
    'transformerDecoderBlock',
    width,
    heads as number,
    options,
  )
  const self = selfAttention<number, number>(width, heads as number, {
    keyValueHeads,
    causal,
    dropout,
    ...(rotary === undefined ? {} : { rotary }),
  })
  const cross = crossAttention<number, number, number>(width, heads as number, memoryWidth, {
    keyValueHeads,
    dropout,
    padding: padding as true,
  })
  const block = sequence([
    label('self')(onFirst(attention(self, false))),
    label('cross')(attention(cross, true)),
    label('feedForward')(onFirst(feedForward)),
  ])
  const parts = padding ? ['sequences', 'memory', 'mask'] : ['sequences', 'memory']
  return ofKind(
    { is: 'decoderBlock' },
    named(`transformerDecoderBlock(${width}, ${heads}, ${memoryWidth})`, block, parts),
  )
}
