/**
 * Attention: each position gathers from others what it asks for. What attention to itself and to a memory have in common.
 *
 * @module
 */

import { add } from '../../primitive/elementwise/arithmetic.ts'
import { ShapeError } from '../../tensor/error.ts'
import { showShape } from '../../tensor/shape.ts'
import type { Integers, Tensor } from '../../tensor/tensor.ts'
import { empty, type Tree } from '../../tensor/tree.ts'
import { type Context, evaluation } from '../context.ts'
import { dropout as dropoutLayer } from '../dropout/dropout.ts'
import { inParts } from '../inParts.ts'
import type { AnyLayer, Layer } from '../layer.ts'
import { type Caching, kind as kindOf, parts } from '../layer.ts'
import type { DenseParams } from '../linear/dense.ts'
import type { LinearParams } from '../linear/linear.ts'
import { requireTensor } from '../requireTensor.ts'
import { typed } from '../typed.ts'
import { attend } from './attend.ts'
import { cachedAttention } from './cachedAttention.ts'
import { requireHeads, requireKeyValueHeads } from './heads.ts'
import { maskOf, requireMask } from './mask.ts'
import { projections } from './projections.ts'
import { type RotaryOptions, rotaryPositions } from './rotary.ts'

/**
 * The parameters of attention for positions of `E` features that look at positions of `M` features. Keys have `K` features in all:
 * as many as queries, unless heads share them.
 *
 * @category Attention
 * @since 0.1.0
 */
export interface AttentionParams<E extends number, M extends number = E, K extends number = E> {
  readonly query: DenseParams<E, E>
  readonly key: DenseParams<M, K>
  readonly value: DenseParams<M, K>
  readonly output: DenseParams<E, E>
}

/**
 * The same without biases.
 *
 * @category Attention
 * @since 0.1.0
 */
export interface UnbiasedAttentionParams<E extends number, M extends number = E, K extends number = E> {
  readonly query: LinearParams<E, E>
  readonly key: LinearParams<M, K>
  readonly value: LinearParams<M, K>
  readonly output: LinearParams<E, E>
}

/**
 * How attention works.
 *
 * @category Attention
 * @since 0.1.0
 */
export interface AttentionOptions<G = number> {
  /**
   * How many heads of keys and values there are, a divisor of the heads of queries: as many heads of queries as follow each other
   * share one. 1 is multi-query attention (Shazeer 2019), between is grouped-query attention (Ainslie et al. 2023). Defaults to the
   * number of heads, so that each has its own.
   */
  readonly keyValueHeads?: G
  /**
   * Whether each position sees itself and those before it only. Defaults to false, so that each sees all.
   *
   * @default false
   */
  readonly causal?: boolean
  /**
   * Whether the four products have biases. Defaults to true.
   *
   * @default true
   */
  readonly bias?: boolean
  /**
   * The share of weights that is dropped in training. Defaults to 0.
   *
   * @default 0
   */
  readonly dropout?: number
  /**
   * Whether queries and keys are rotated by their positions, and how. Defaults to false.
   *
   * @default false
   */
  readonly rotary?: RotaryOptions
  /** Whether the last part of the input is a mask of the keys that there are: 1, or 0 for padding. */
  readonly padding?: boolean
}

/**
 * Attention, and the same layer with its weights [batch, heads, time, keys] as a second output.
 *
 * @category Attention
 * @since 0.1.0
 */
export interface Attention<A, B, P> extends Layer<A, B, P> {
  readonly withWeights: Layer<
    A,
    readonly [Tensor<[number, number, number]>, Tensor<[number, number, number, number]>],
    P
  >
}

/** Any attention. */
export type AnyAttention = Attention<never, unknown, unknown>

/**
 * A batch of sequences.
 *
 * @category Attention
 * @since 0.1.0
 */
export type Sequences<E extends number> = Tensor<[number, number, E]>
/**
 * 0 where a key is padding.
 *
 * @category Attention
 * @since 0.1.0
 */
export type Mask = Integers<[number, number]>

/** The parts of an input. */
export type Read = (input: Tree) => {
  readonly x: Tensor
  readonly memory: Tensor
  readonly mask: Integers | undefined
}
/** The cotangent of an input from those of its parts. */
export type Gather = (dx: Tensor, dmemory: Tensor) => Tree

interface Sizes extends AttentionOptions {
  readonly width: number
  readonly memoryWidth: number
  readonly heads: number
}

const requireSequences = (name: string, what: string, x: Tensor, width: number): void => {
  requireTensor(name, x)
  if (x.shape.length !== 3 || x.shape[2] !== width)
    throw new ShapeError(
      `${name} takes ${what} of shape [batch, time, ${width}], but was given ${showShape(x.shape)}.`,
      [[width], x.shape],
      2,
    )
}

/** Attention with its name and sizes, for inputs whose parts are read and whose cotangents are gathered in some way. */
export const attention = (
  kind: string,
  {
    width,
    memoryWidth,
    heads,
    keyValueHeads = heads,
    causal = false,
    bias = true,
    dropout = 0,
    rotary,
    padding = false,
  }: Sizes,
  read: Read,
  gather: Gather,
): Attention<Tree, Tree, Tree> => {
  const name = kind.split('(')[0] as string
  requireHeads(name, width, heads)
  requireKeyValueHeads(name, heads, keyValueHeads)
  const rotate = rotary === undefined ? null : rotaryPositions(width / heads, rotary)
  const project = projections({ width, memoryWidth, heads, keyValueHeads, bias })
  // Called twice, it drops the same: the mask comes from the key.
  const dropped =
    (context: Context) =>
    (weights: Tensor): Tensor =>
      dropoutLayer(dropout).run(empty, weights, empty, context)[0] as Tensor
  const turn = (h: Tensor): readonly [Tensor, (dh: Tensor) => Tensor] => {
    if (rotate === null) return [h, dh => dh]
    const [y, pull] = rotate.run(empty, h as Tensor<[...number[], number, number]>, empty, evaluation)
    return [y as Tensor, dh => pull(dh)[1] as Tensor]
  }

  const run = (params: Tree, input: Tree, context: Context) => {
    const { x, memory, mask } = read(input)
    requireSequences(kind, 'sequences', x, width)
    requireSequences(kind, 'a memory', memory, memoryWidth)
    const [batch, keys] = [x.shape[0] as number, memory.shape[1] as number]
    if (memory.shape[0] !== batch)
      throw new ShapeError(
        `${kind} takes as many memories as sequences, but was given ${showShape(x.shape)} and ${showShape(memory.shape)}.`,
        [x.shape, memory.shape],
        0,
      )
    if (padding) requireMask(kind, mask, [batch, keys])

    const [q, pullQuery] = project.query(params, x)
    const [k, pullKey] = project.key(params, memory)
    const [v, pullValue] = project.value(params, memory)
    const [query, turnQueryBack] = turn(q)
    const [key, turnKeyBack] = turn(k)
    const [gathered, weights, pullAttended] = attend(query, key, v, {
      mask: maskOf(causal, padding ? mask : undefined),
      mayBeBlind: padding,
      drop: context.mode === 'evaluation' || dropout === 0 ? undefined : dropped(context),
    })
    const [output, pullOutput] = project.output(params, gathered)
    const pullback = (dy: Tensor, dweights: Tensor | null): readonly [Tree, Tree] => {
      const [doutput, dgathered] = pullOutput(dy)
      const [dq, dk, dv] = pullAttended(dgathered, dweights)
      const [dquery, dx] = pullQuery(turnQueryBack(dq))
      const [dkey, dfromKeys] = pullKey(turnKeyBack(dk))
      const [dvalue, dfromValues] = pullValue(dv)
      return [
        { query: dquery, key: dkey, value: dvalue, output: doutput },
        gather(dx, add(dfromKeys, dfromValues)),
      ]
    }
    return [output, weights, pullback] as const
  }

  const init: Layer<Tree, Tree, Tree>['init'] = (from, dtype) => ({
    params: project.init(from, dtype),
    state: empty,
  })
  const withWeights: Layer<Tree, Tree, Tree> = {
    name: `${kind}.withWeights`,
    [kindOf]: { is: 'attention' },
    init,
    run: (params, input, state, context) => {
      const [y, weights, pullback] = run(params, input, context)
      return [[y, weights], db => pullback(...(db as readonly [Tensor, Tensor])), state]
    },
  }
  const cached = (caching: Caching): AnyLayer =>
    cachedAttention(
      kind,
      { width, memoryWidth, heads, keyValueHeads, bias },
      project,
      rotate === null ? null : inParts(rotate, caching),
      caching,
    )
  return {
    name: kind,
    [kindOf]: { is: 'attention' },
    ...(causal && !padding ? { [parts]: cached } : {}),
    init,
    run: (params, input, state, context) => {
      const [y, , pullback] = run(params, input, context)
      return [y, dy => pullback(dy as Tensor, null), state]
    },
    withWeights: typed(withWeights),
  }
}
