/**
 * Blocks of transformers.
 *
 * @module
 */
import { needs, takes } from '../../tensor/contract/index.ts'
import { ArgumentError } from '../../tensor/error.ts'
import type { Integers, Tensor } from '../../tensor/tensor.ts'
import type { Empty } from '../../tensor/tree.ts'
import { gelu } from '../activation/gelu.ts'
import { sequence } from '../combinator/compose.ts'
import { label } from '../combinator/label.ts'
import { requireAlone, requireParts } from '../combinator/parts.ts'
import { dropout as dropoutLayer } from '../dropout/dropout.ts'
import { dropPath as dropPathLayer } from '../dropout/dropPath.ts'
import type { AnyLayer, Layer } from '../layer.ts'
import { type DenseParams, dense } from '../linear/dense.ts'
import { type LayerNormParams, layerNorm } from '../normalisation/layerNorm.ts'
import type { Same } from '../type/typeFunction.ts'
import type { Untyped } from '../typed.ts'
import type { AttentionParams } from './attention.ts'
import { crossAttention } from './crossAttention.ts'
import { type Heads, type KeyValueHeads, type KeyWidth, requireHeads, requireKeyValueHeads } from './heads.ts'
import type { RotaryOptions } from './rotary.ts'
import { selfAttention } from './selfAttention.ts'
import { followedBy, type NormPlace, onFirst, overRows, sublayer } from './sublayer.ts'

/**
 * A sublayer of attention: its norm and the attention itself.
 *
 * @category Attention
 * @since 0.1.0
 */
export interface AttentionSublayerParams<E extends number, M extends number = E, K extends number = E> {
  readonly norm: LayerNormParams<[E]>
  readonly attention: AttentionParams<E, M, K>
}

/**
 * The sublayer that treats each position by itself: its norm and two dense layers.
 *
 * @category Attention
 * @since 0.1.0
 */
export interface FeedForwardSublayerParams<E extends number> {
  readonly norm: LayerNormParams<[E]>
  readonly network: { readonly expand: DenseParams<E, number>; readonly contract: DenseParams<number, E> }
}

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
 * How a block of a transformer is built.
 *
 * @category Attention
 * @since 0.1.0
 */
export interface TransformerOptions<G = number> {
  /**
   * How many heads of keys and values there are, in each attention of the block: a divisor of the heads, of which as many as follow
   * each other share one; 1 is multi-query attention. Defaults to the number of heads.
   */
  readonly keyValueHeads?: G
  /** The width between the two dense layers. Defaults to four times the width of the block. */
  readonly hidden?: number
  /**
   * Where norms stand: before each sublayer, with the shortcut around both, or after each shortcut. Defaults to before.
   *
   * @default 'before'
   */
  readonly norm?: NormPlace
  /**
   * Between the two dense layers. Defaults to gelu.
   *
   * @default gelu()
   */
  readonly activation?: () => Layer<Tensor, Same, Empty>
  /**
   * The share that is dropped of weights of attention and of what each sublayer gives. Defaults to 0.
   *
   * @default 0
   */
  readonly dropout?: number
  /**
   * The share of examples for which a sublayer is left out. Defaults to 0.
   *
   * @default 0
   */
  readonly dropPath?: number
  /** Whether a position sees only itself and those before it: defaults to true in a decoder and to false in an encoder. */
  readonly causal?: boolean
  /**
   * Whether queries and keys are rotated by their positions, and how. Defaults to false.
   *
   * @default false
   */
  readonly rotary?: RotaryOptions
  /** Whether the last part of the input is a mask of integers, 0 for padding. */
  readonly padding?: boolean
  /** The ε of the norms. Defaults to 1e-5. */
  readonly epsilon?: number
}

type Sequences<E extends number> = Tensor<[number, number, E]>
type Mask = Integers<[number, number]>

/** Sublayers of one width, as the options say. */
const sublayersOf = (
  block: string,
  width: number,
  heads: number,
  {
    keyValueHeads = heads,
    hidden = 4 * width,
    norm = 'before',
    activation = gelu,
    dropout = 0,
    dropPath = 0,
    epsilon = 1e-5,
  }: TransformerOptions,
) => {
  requireHeads(block, width, heads)
  requireKeyValueHeads(block, heads, keyValueHeads)
  if (norm !== 'before' && norm !== 'after')
    throw new ArgumentError(`${block} has norms 'before' or 'after' its sublayers, not ${norm}.`)
  if (typeof activation !== 'function')
    throw new ArgumentError(
      `${block} takes a function that makes its activation, such as relu, not ${String(activation)}.`,
    )
  const around = (name: string, layer: AnyLayer, isTuple: boolean): Untyped =>
    sublayer(
      layerNorm(width, { epsilon }),
      name,
      followedBy(layer, dropoutLayer(dropout), dropPathLayer(dropPath)),
      norm,
      isTuple,
    )
  const network = sequence([
    label('expand')(dense(width, hidden)),
    activation(),
    label('contract')(dense(hidden, width)),
  ])
  return {
    keyValueHeads,
    attention: (layer: AnyLayer, isTuple: boolean) => around('attention', layer, isTuple),
    feedForward: around('network', overRows(network), false),
  }
}

/** A block with its name, which is given the parts of a tuple, or one tensor if there are none. */
const named = (name: string, block: Untyped, parts: readonly string[]): Untyped => {
  const run: Untyped['run'] = (params, input, state, context) => {
    if (parts.length === 0) requireAlone(name, input, 'For a mask, give it the option padding.')
    else requireParts(name, parts, input)
    return block.run(params, input, state, context)
  }
  return { ...block, name, run }
}

/** The options of either block. */
const blockOptions = needs.options({
  keyValueHeads: needs.size,
  hidden: needs.size,
  norm: needs.oneOf('before', 'after'),
  activation: needs.fn,
  dropout: needs.rate,
  dropPath: needs.rate,
  causal: needs.boolean,
  rotary: needs.record({}),
  padding: needs.boolean,
  epsilon: needs.positive,
})

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
  return named(`transformerEncoderBlock(${width}, ${heads})`, block, padding ? ['sequences', 'mask'] : [])
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
  return named(`transformerDecoderBlock(${width}, ${heads}, ${memoryWidth})`, block, parts)
}
