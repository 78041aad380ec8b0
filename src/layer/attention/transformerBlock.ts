/**
 * Options of a transformer's blocks, and the sublayers that they are made of.
 *
 * @module
 */
import { needs } from '../../tensor/contract/index.ts'
import { ArgumentError } from '../../tensor/error.ts'
import type { Tensor } from '../../tensor/tensor.ts'
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
import { requireHeads, requireKeyValueHeads } from './heads.ts'
import type { RotaryOptions } from './rotary.ts'
import { followedBy, type NormPlace, overRows, sublayer } from './sublayer.ts'

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

/** Sublayers of one width, as the options say. */
export const sublayersOf = (
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
export const named = (name: string, block: Untyped, parts: readonly string[]): Untyped => {
  const run: Untyped['run'] = (params, input, state, context) => {
    if (parts.length === 0) requireAlone(name, input, 'For a mask, give it the option padding.')
    else requireParts(name, parts, input)
    return block.run(params, input, state, context)
  }
  return { ...block, name, run }
}

/** The options of either block. */
export const blockOptions = needs.options({
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
