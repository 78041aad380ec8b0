/**
 * Layers: smooth maps with parameters.
 *
 * A layer says how its parameters begin and what it does with them: from parameters and input to an output, with the
 * pullback that carries a cotangent of the output back to both. It is a value without identity or hidden state; whatever it
 * remembers (running statistics) goes in and comes out as explicit state.
 *
 * @module
 */
import type { Key } from '../random/key.ts'
import type { FloatDType } from '../tensor/dtype.ts'
import type { Empty, Tree } from '../tensor/tree.ts'
import type { Context } from './context.ts'
import type { Model } from './model.ts'

/**
 * The value, the pullback to parameters and input, and the state for the next run.
 *
 * @category Layers
 * @since 0.1.0
 */
export type Outcome<S> = readonly [
  value: Tree,
  pullback: (db: Tree) => readonly [dp: Tree, da: Tree],
  state: S,
]

/** The layers that a combinator puts together, each where it stands, and the same combinator on others in their places. */
export interface Inside {
  readonly parts: readonly { readonly segment: string; readonly layer: AnyLayer }[]
  readonly rebuild: (layers: readonly AnyLayer[]) => AnyLayer
  /** Whether each of them is given the positions of a sequence as they come, so that they may come part by part: see `cached`. */
  readonly keepsPositions?: boolean
}

/** How much a layer keeps of sequences that come part by part. */
export interface Caching {
  /** How many sequences come side by side. */
  readonly batch: number
  /** How many positions there is room for. */
  readonly capacity: number
}

/**
 * What a layer is for sequences that come part by part: the same, as it acts on each position by itself, or another one of the same
 * parameters, whose state is what it keeps. A layer without it may need the whole sequence.
 */
export type InParts = 'positionwise' | ((caching: Caching) => AnyLayer)

/** Where a layer keeps what it is for sequences that come part by part. */
export const parts: unique symbol = Symbol('parts')

/**
 * What a layer is to formats that know its like by other names, such as those of PyTorch: whose parameters it has, and how those of
 * several layers stand together. A layer without it has parameters that no format knows.
 */
export type Kind =
  | {
      readonly is:
        | 'dense'
        | 'convolution'
        | 'norm'
        | 'table'
        | 'slope'
        | 'cell'
        | 'attention'
        | 'encoderBlock'
        | 'decoderBlock'
        | 'mixture'
        | 'runningMean'
        | 'normedWeights'
        | 'reparametrised'
        | 'cached'
    }
  | {
      readonly is: 'recurrent'
      readonly cell: string
      readonly direction: 'forward' | 'backward' | 'both'
    }
  /** Parameters and state are those of another layer. */
  | { readonly is: 'same'; readonly layer: AnyLayer }
  /** They are those of several layers, each in its slot. */
  | { readonly is: 'each'; readonly layers: readonly AnyLayer[] }
  /** They are stacks of those of so many copies of one layer. */
  | { readonly is: 'repeated'; readonly layer: AnyLayer; readonly times: number }
  /** The state is `{ frozen, state }` of another layer, of whose parameters there are none. */
  | { readonly is: 'frozen'; readonly layer: AnyLayer }

/** Where a layer says what it is. */
export const kind: unique symbol = Symbol('kind')

declare const types: unique symbol

/**
 * A differentiable function from `A` to `B` with parameters `P` and state `S`.
 *
 * `B` is a type, or a type function of the input's type (`Same`, `LastAxis<64>`). Layers are made by factories such as
 * `dense`, put together by `compose` and its like, and used through `init`, `predict` and `smoothOf`; the members here are
 * for those who write combinators.
 *
 * @category Layers
 * @since 0.1.0
 */
export interface Layer<A, B, P, S = Empty> {
  readonly name: string
  readonly init: (key: Key, dtype: FloatDType) => Model<P, S>
  run(params: P, input: A, state: S, context: Context): Outcome<S>
  /** For those who look into combinators, as `summary` does. */
  readonly inside?: Inside
  /** What the layer is for sequences that come part by part: see `cached`. */
  readonly [parts]?: InParts
  /** What the layer is to formats that know its like by other names. */
  readonly [kind]?: Kind
  readonly [types]?: {
    readonly takes: (a: A) => void
    readonly gives: B
    readonly params: P
    readonly state: S
  }
}

/**
 * Any layer.
 *
 * @category Layers
 * @since 0.1.0
 */
export type AnyLayer = Layer<never, unknown, unknown, unknown>

/**
 * What a layer takes.
 *
 * @category Layers
 * @since 0.1.0
 */
export type InputOf<L> = L extends Layer<infer A, unknown, unknown, unknown> ? A : never
/**
 * What a layer gives: a type, or a type function of the input's type.
 *
 * @category Layers
 * @since 0.1.0
 */
export type OutputOf<L> = L extends Layer<never, infer B, unknown, unknown> ? B : never
/**
 * The parameters of a layer.
 *
 * @category Layers
 * @since 0.1.0
 */
export type ParamsOf<L> = L extends Layer<never, unknown, infer P, unknown> ? P : never
/**
 * The state of a layer.
 *
 * @category Layers
 * @since 0.1.0
 */
export type StateOf<L> = L extends Layer<never, unknown, unknown, infer S> ? S : never
