/**
 * Attention: each position gathers from others what it asks for. What attention to itself and to a memory have in common.
 *
 * @module
 */
import { requireTensor } from '../requireTensor.ts'
import { add } from '../../primitive/arithmetic.ts'
import { reshape } from '../../primitive/reshape.ts'
import { scale } from '../../primitive/scale.ts'
import { foldIn } from '../../random/key.ts'
import { ShapeError } from '../../tensor/error.ts'
import { showShape } from '../../tensor/shape.ts'
import type { Integers, Tensor } from '../../tensor/tensor.ts'
import { empty, type Tree } from '../../tensor/tree.ts'
import { attend } from './attend.ts'
import { maskOf, requireMask } from './mask.ts'
import { type DenseParams, dense } from '../linear/dense.ts'
import { dropout as dropoutLayer } from '../dropout/dropout.ts'
import { join, requireHeads, split } from './heads.ts'
import { type Context, evaluation } from '../context.ts'
import type { Layer } from '../layer.ts'
import { within } from '../within.ts'
import { typed, untyped } from '../typed.ts'
import { type LinearParams, linear } from '../linear/linear.ts'
import { type RotaryOptions, rotaryPositions } from './rotary.ts'

/**
 * The parameters of attention for positions of `E` features that look at positions of `M` features.
 *
 * @category Attention
 * @since 0.1.0
 */
export interface AttentionParams<E extends number, M extends number = E> {
  readonly query: DenseParams<E, E>
  readonly key: DenseParams<M, E>
  readonly value: DenseParams<M, E>
  readonly output: DenseParams<E, E>
}

/**
 * The same without biases.
 *
 * @category Attention
 * @since 0.1.0
 */
export interface UnbiasedAttentionParams<E extends number, M extends number = E> {
  readonly query: LinearParams<E, E>
  readonly key: LinearParams<M, E>
  readonly value: LinearParams<M, E>
  readonly output: LinearParams<E, E>
}

/**
 * How attention works.
 *
 * @category Attention
 * @since 0.1.0
 */
export interface AttentionOptions {
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
  { width, memoryWidth, heads, causal = false, bias = true, dropout = 0, rotary, padding = false }: Sizes,
  read: Read,
  gather: Gather,
): Attention<Tree, Tree, Tree> => {
  const [name] = kind.split('(')
  requireHeads(name as string, width, heads)
  const size = width / heads
  const rotate = rotary === undefined ? null : rotaryPositions(size, rotary)
  const map = (inputs: number): Layer<Tree, Tree, Tree> =>
    untyped(bias ? dense(inputs, width) : linear(inputs, width))
  const maps = { query: map(width), key: map(memoryWidth), value: map(memoryWidth), output: map(width) }
  type Name = keyof typeof maps
  // Called twice, it drops the same: the mask comes from the key.
  const dropped =
    (context: Context) =>
    (weights: Tensor): Tensor =>
      dropoutLayer(dropout).run(empty, weights, empty, context)[0] as Tensor

  const run = (params: Tree, input: Tree, context: Context) => {
    const { x, memory, mask } = read(input)
    requireSequences(kind, 'sequences', x, width)
    requireSequences(kind, 'a memory', memory, memoryWidth)
    const [batch, time] = x.shape as readonly [number, number]
    const keys = memory.shape[1] as number
    if (memory.shape[0] !== batch)
      throw new ShapeError(
        `${kind} takes as many memories as sequences, but was given ${showShape(x.shape)} and ${showShape(memory.shape)}.`,
        [x.shape, memory.shape],
        0,
      )
    if (padding) requireMask(kind, mask, [batch, keys])
    const apply = (part: Name, rows: Tensor) => {
      const own = (params as { readonly [name: string]: Tree })[part] as Tree
      const [y, pull] = within(part, () => maps[part].run(own, rows, empty, evaluation))
      return [y as Tensor, pull as (dy: Tensor) => readonly [Tree, Tensor]] as const
    }
    const turn = (h: Tensor) =>
      rotate === null
        ? ([h, (dh: Tensor) => dh] as const)
        : (([y, pull]) => [y as Tensor, (dh: Tensor) => pull(dh)[1] as Tensor] as const)(
            rotate.run(empty, h as Tensor<[...number[], number, number]>, empty, evaluation),
          )

    const rows = reshape([batch * time, width])(x)
    const memoryRows = reshape([batch * keys, memoryWidth])(memory)
    const [q, pullQuery] = apply('query', rows)
    const [k, pullKey] = apply('key', memoryRows)
    const [v, pullValue] = apply('value', memoryRows)
    const toScale = scale(1 / Math.sqrt(size))
    const [query, turnQueryBack] = turn(split(batch, time, heads)(toScale(q)))
    const [key, turnKeyBack] = turn(split(batch, keys, heads)(k))

    const [y, weights, pullAttended] = attend(query, key, split(batch, keys, heads)(v), {
      mask: maskOf(causal, padding ? mask : undefined),
      mayBeBlind: padding,
      drop: context.mode === 'evaluation' || dropout === 0 ? undefined : dropped(context),
    })
    const [output, pullOutput] = apply('output', join(y))
    const shaped = reshape(x.shape)
    const pullback = (dy: Tensor, dweights: Tensor | null): readonly [Tree, Tree] => {
      const [doutput, dheads] = pullOutput(reshape([batch * time, width])(dy))
      const [dq, dk, dv] = pullAttended(split(batch, time, heads)(dheads), dweights)
      const [dquery, dx] = pullQuery(toScale(join(turnQueryBack(dq))))
      const [dkey, dfromKeys] = pullKey(join(turnKeyBack(dk)))
      const [dvalue, dfromValues] = pullValue(join(dv))
      return [
        { query: dquery, key: dkey, value: dvalue, output: doutput },
        gather(shaped(dx), reshape(memory.shape)(add(dfromKeys, dfromValues))),
      ]
    }
    return [shaped(output), weights, pullback] as const
  }

  const init: Layer<Tree, Tree, Tree>['init'] = (from, dtype) => ({
    params: Object.freeze(
      Object.fromEntries(
        (Object.keys(maps) as Name[]).map((part, i) => [
          part,
          maps[part].init(foldIn(i)(from), dtype).params,
        ]),
      ),
    ),
    state: empty,
  })
  const withWeights: Layer<Tree, Tree, Tree> = {
    name: `${kind}.withWeights`,
    init,
    run: (params, input, state, context) => {
      const [y, weights, pullback] = run(params, input, context)
      return [[y, weights], db => pullback(...(db as readonly [Tensor, Tensor])), state]
    },
  }
  return {
    name: kind,
    init,
    run: (params, input, state, context) => {
      const [y, , pullback] = run(params, input, context)
      return [y, dy => pullback(dy as Tensor, null), state]
    },
    withWeights: typed(withWeights),
  }
}
