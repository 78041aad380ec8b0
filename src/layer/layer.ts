/**
 * Layers: smooth maps with parameters.
 *
 * A layer says how its parameters begin and what it does with them: from parameters and input to an output, with the
 * pullback that carries a cotangent of the output back to both. It is a value without identity or hidden state; whatever it
 * remembers (running statistics) goes in and comes out as explicit state.
 *
 * @module
 */
import type { Fans, Initialiser } from '../initialiser/initialiser.ts'
import { foldIn, type Key } from '../random/key.ts'
import type { Elementwise } from '../smooth/operations.ts'
import { inPlace } from '../primitive/observe.ts'
import type { Smooth } from '../smooth/smooth.ts'
import {
  checkedPulling,
  holds,
  needs,
  requireArgument,
  showValue,
  takes,
  trusted,
} from '../tensor/contract/index.ts'
import type { Cotangent } from '../tensor/cotangent.ts'
import type { FloatDType } from '../tensor/dtype.ts'
import { ArgumentError, PullbackError } from '../tensor/error.ts'
import { type Shape, sameShape, showShape } from '../tensor/shape.ts'
import { describe } from '../tensor/stranger.ts'
import { isTensor, type Tensor } from '../tensor/tensor.ts'
import { type Empty, empty, type Tree } from '../tensor/tree.ts'
import type { Fits, Words } from './type/fits.ts'
import { requireTensor } from './requireTensor.ts'
import type { Apply, Same } from './type/typeFunction.ts'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** What a layer is run for. Only training has a key: evaluation is deterministic. */
export type Context = { readonly mode: 'training'; readonly key: Key } | { readonly mode: 'evaluation' }

/** The context of predictions. */
export const evaluation: Context = Object.freeze({ mode: 'evaluation' })

/** The context of a training step; the key is where dropout and the like draw from. */
export const training = takes('training', { key: needs.key }, () => trainingUnchecked)

const trainingUnchecked = (key: Key): Context => ({ mode: 'training', key })

/** What a layer has before the first step, and what a trained model consists of. */
export interface Model<P, S = Empty> {
  readonly params: P
  readonly state: S
}

/** The value, the pullback to parameters and input, and the state for the next run. */
export type Outcome<S> = readonly [
  value: Tree,
  pullback: (db: Tree) => readonly [dp: Tree, da: Tree],
  state: S,
]

/** The layers that a combinator puts together, each where it stands, and the same combinator on others in their places. */
export interface Inside {
  readonly parts: readonly { readonly segment: string; readonly layer: AnyLayer }[]
  readonly rebuild: (layers: readonly AnyLayer[]) => AnyLayer
}

/** What a combinator of one layer is made of. */
export const insideOne = (
  segment: string,
  layer: AnyLayer,
  rebuild: (layer: AnyLayer) => AnyLayer,
): Inside => ({
  parts: [{ segment, layer }],
  rebuild: ([other]) => rebuild(other as AnyLayer),
})

/** What a layer is made of that runs another one in its own way and adds nothing to it. */
export const insideThrough = (
  layer: AnyLayer,
  rebuild: (layer: AnyLayer) => AnyLayer,
): { readonly inside?: Inside } =>
  layer.inside === undefined
    ? {}
    : {
        inside: {
          parts: layer.inside.parts,
          rebuild: others => rebuild((layer.inside as Inside).rebuild(others)),
        },
      }

declare const types: unique symbol

/**
 * A differentiable function from `A` to `B` with parameters `P` and state `S`.
 *
 * `B` is a type, or a type function of the input's type (`Same`, `LastAxis<64>`). Layers are made by factories such as
 * `dense`, put together by `compose` and its like, and used through `init`, `predict` and `smoothOf`; the members here are
 * for those who write combinators.
 */
export interface Layer<A, B, P, S = Empty> {
  readonly name: string
  readonly init: (key: Key, dtype: FloatDType) => Model<P, S>
  run(params: P, input: A, state: S, context: Context): Outcome<S>
  /** For those who look into combinators, as `summary` does. */
  readonly inside?: Inside
  readonly [types]?: {
    readonly takes: (a: A) => void
    readonly gives: B
    readonly params: P
    readonly state: S
  }
}

/** Any layer. */
export type AnyLayer = Layer<never, unknown, unknown, unknown>

/** What a layer takes. */
export type InputOf<L> = L extends Layer<infer A, unknown, unknown, unknown> ? A : never
/** What a layer gives: a type, or a type function of the input's type. */
export type OutputOf<L> = L extends Layer<never, infer B, unknown, unknown> ? B : never
/** The parameters of a layer. */
export type ParamsOf<L> = L extends Layer<never, unknown, infer P, unknown> ? P : never
/** The state of a layer. */
export type StateOf<L> = L extends Layer<never, unknown, unknown, infer S> ? S : never

// -------------------------------------------------------------------------------------
// constructors
// -------------------------------------------------------------------------------------

/** How a parameter begins: by an initialiser, in a shape, with fans where `initialiser.fansOf` would not find them. */
export type Beginning = readonly [initialiser: Initialiser, shape: Shape, fans?: Fans]

/**
 * A layer from a smooth map of parameters and input, with an initialiser and a shape for each parameter.
 *
 * @example
 * import { initialiser, layer, op, type Tensor } from 'pullback'
 *
 * // y = g · x, one gain for each of three features
 * const gain = layer.parametric({
 *   name: 'gain(3)',
 *   params: { g: [initialiser.constant(1), [3]] },
 *   run: ({ g }: { g: Tensor<[3]> }, x: Tensor<[number, 3]>) => {
 *     const spread = op.broadcast(x.shape)(g)
 *     return [op.mul(spread, x), dy => [{ g: op.sum([0])(op.mul(dy, x)) }, op.mul(dy, spread)]]
 *   },
 * })
 */
export const parametric = takes(
  'parametric',
  { definition: needs.givenOptions({ name: needs.text, params: needs.record({}), run: needs.fn }) },
  () => parametricUnchecked,
)

const parametricUnchecked = <P extends { readonly [name: string]: Tensor }, A, B>(definition: {
  readonly name: string
  readonly params: { readonly [K in keyof P]: Beginning }
  readonly run: (
    params: P,
    input: A,
  ) => readonly [value: B, pullback: (db: Cotangent<B>) => readonly [dp: Cotangent<P>, da: Cotangent<A>]]
}): Layer<A, B, P> => {
  const { name, params, run } = definition
  for (const [parameter, beginning] of Object.entries(params))
    requireArgument(`The layer ${name}`, `the parameter ${parameter}`, asBeginning, beginning)
  return withParams(
    name,
    params,
    checkedPulling(`The run of the layer ${name}`, run as never) as never,
    'anything',
  )
}

const asBeginning = needs.described(
  'a list [initialiser, shape], such as [initialiser.zeros, [3]],',
  x => Array.isArray(x) && holds(needs.fn, x[0]) && holds(needs.shape, x[1]),
)

const missing = (of: string, params: object, parameter: string, given: unknown): ArgumentError =>
  new ArgumentError(
    `${of} takes params { ${Object.keys(params).join(', ')} }, but was given ${describe(given)}, where ${parameter} is no tensor. ` +
      'Give the model that init gives.',
  )

/** What an initialiser gives, which a user may have written. */
const begun = (
  of: string,
  initialiser: Initialiser,
  shape: Shape,
  dtype: FloatDType,
  fans: Fans | undefined,
  key: Key,
): Tensor => {
  const sampler: unknown = initialiser(shape, dtype, fans)
  if (typeof sampler !== 'function')
    throw new ArgumentError(`${of} has to give a function of a key, but gave ${showValue(sampler)}.`)
  const x: unknown = sampler(key)
  if (!isTensor(x) || x.dtype !== dtype || !sameShape(x.shape, shape))
    throw new ArgumentError(`${of} has to give ${dtype}${showShape(shape)}, but gave ${describe(x)}.`)
  return x as Tensor
}

/** What `parametric` does, for factories whose output type is a type function: what `run` gives is not checked. */
export const withParams = <A, B, P>(
  name: string,
  params: { readonly [K in keyof P]: Beginning },
  run: (
    params: P,
    input: A,
    context: Context,
  ) => readonly [Tree, (db: never) => readonly [dp: Tree, da: Tree]],
  of: 'tensor' | 'anything' = 'tensor',
): Layer<A, B, P> =>
  trusted({
    name,
    init: (key, dtype) => ({
      params: Object.freeze(
        Object.fromEntries(
          Object.entries<Beginning>(params).map(([parameter, [initialiser, shape, fans]], i) => [
            parameter,
            begun(
              `The initialiser of ${parameter} of ${name}`,
              initialiser,
              shape,
              dtype,
              fans,
              foldIn(i)(key),
            ),
          ]),
        ),
      ) as P,
      state: empty,
    }),
    run: (p, a, state, context) => {
      if (of === 'tensor') requireTensor(name, a)
      for (const parameter in params) if (!isTensor(p?.[parameter])) throw missing(name, params, parameter, p)
      const [value, pullback] = run(p, a, context)
      return [value, pullback as never, state]
    },
  })

/**
 * A layer without parameters from a smooth map.
 *
 * @example
 * import { layer, smooth, type Tensor } from 'pullback'
 * const total = layer.fromSmooth('total', (x: Tensor<[number, 3]>) => smooth.sum(x))
 */
export const fromSmooth = takes(
  'fromSmooth',
  { name: needs.text, f: needs.smooth },
  () => fromSmoothUnchecked,
)

const fromSmoothUnchecked = <A, B>(name: string, f: Smooth<A, B>): Layer<A, B, Empty> =>
  withoutParams(name, f as never, 'anything')

/**
 * A layer without parameters from a smooth map that keeps every shape, such as an activation: `compose` passes the shape
 * through it.
 *
 * @example
 * import { compose, dense, layer, smooth } from 'pullback'
 * const sine = () => layer.elementwise('sine', smooth.sin)
 * const siren = compose(dense(2, 64), sine(), dense(64, 3))
 */
export const elementwise = takes(
  'elementwise',
  { name: needs.text, f: needs.smooth },
  () => elementwiseUnchecked,
)

const elementwiseUnchecked = (name: string, f: Elementwise): Layer<Tensor, Same, Empty> =>
  withoutParams(name, f as (x: Tensor) => ReturnType<Smooth<Tensor, Tensor>>)

/** What `fromSmooth` does, for factories whose output type is a type function: what `f` gives is not checked. */
export const withoutParams = <A, B>(
  name: string,
  f: (input: A, context: Context) => readonly [Tree, (db: never) => Tree],
  of: 'tensor' | 'anything' = 'tensor',
): Layer<A, B, Empty> =>
  withParams(
    name,
    {},
    (_, a: A, context) => {
      const [value, pullback] = f(a, context)
      return [value, db => [empty, pullback(db)]]
    },
    of,
  )

// -------------------------------------------------------------------------------------
// use
// -------------------------------------------------------------------------------------

/** How parameters are made. */
export interface InitOptions {
  /** The element type of all parameters; f32 unless told. */
  readonly dtype?: FloatDType
}

/**
 * The initial parameters and state of a layer, from a key.
 *
 * @example
 * import { dense, init, key } from 'pullback'
 * const { params } = init(dense(784, 64))(key(0))
 */
export const init = takes(
  'init',
  [{ layer: needs.layer, options: needs.options({ dtype: needs.floatDType }) }, { key: needs.key }],
  () => initUnchecked,
)

const initUnchecked =
  <A, B, P, S>(layer: Layer<A, B, P, S>, { dtype = 'f32' }: InitOptions = {}) =>
  (key: Key): Model<P, S> =>
    layer.init(key, dtype)

/** The input if a layer can take it, as far as its sizes are known, else a sentence. */
export type Taken<X, A> =
  Fits<X, A> extends true ? X : `the model takes ${Words<A>}, but is given ${Words<X>}`

/**
 * The output of a model for an input, in evaluation: dropout is off and statistics are the running ones. Sizes known only at run
 * time are checked there.
 *
 * @throws ShapeError if the input does not fit, with the path of the layer.
 *
 * @example
 * import { dense, init, key, predict, zeros } from 'pullback'
 * const model = dense(3, 2)
 * const y = predict(model, init(model)(key(0)))(zeros([5, 3])) // Tensor<[5, 2]>
 */
export const predict = takes(
  'predict',
  [{ layer: needs.layer, model: needs.model }, { input: needs.tensors }],
  () => predictUnchecked,
)

const predictUnchecked =
  <A, B, P, S>(layer: Layer<A, B, P, S>, model: Model<P, S>) =>
  <const X>(input: Taken<X, A>): Apply<B, X> =>
    layer.run(model.params, input as never, model.state, evaluation)[0] as Apply<B, X>

/** A layer as a smooth map: at an input of known sizes its value has known sizes, and as a whole it is one map. */
export type SmoothLayer<A, B, P> = (<const X>(
  at: readonly [params: P, input: Taken<X, A>],
) => ReturnType<Smooth<readonly [P, X], Apply<B, X>>>) &
  Smooth<readonly [P, A], Apply<B, A>>

/**
 * A layer as the smooth map of parameters and input that it is, at a state and in a context (evaluation unless told).
 *
 * @example
 * import { dense, init, key, onesLike, smoothOf, zeros } from 'pullback'
 * const model = dense(3, 2)
 * const { params, state } = init(model)(key(0))
 * const [scores, pull] = smoothOf(model, state)([params, zeros([5, 3])]) // Tensor<[5, 2]>
 * const [byParams, byInput] = pull(onesLike(scores))
 */
export const smoothOf = takes(
  'smoothOf',
  [
    { layer: needs.layer, state: needs.tensors, context: needs.optional(needs.context) },
    { at: needs.paramsAndInput },
  ],
  () => smoothOfUnchecked,
)

const smoothOfUnchecked = <A, B, P, S>(
  layer: Layer<A, B, P, S>,
  state: S,
  context: Context = evaluation,
): SmoothLayer<A, B, P> =>
  (([params, input]: readonly [P, A]) => {
    const [value, pullback] = layer.run(params, input, state, context)
    return [value, (db: Tree) => pullback(db)]
  }) as never

/**
 * Runs a part of a model so that errors which pass through tell its place, and so that whoever watches the run knows it. If it gives
 * a value and a pullback, that is also true of the pullback.
 */
export const within = <T>(segment: string, run: () => T): T => {
  const outcome = told(segment, run)
  if (!Array.isArray(outcome) || typeof outcome[1] !== 'function') return outcome
  const [value, pullback, ...rest] = outcome as readonly [unknown, (d: unknown) => unknown, ...unknown[]]
  return [value, (d: unknown) => told(segment, () => pullback(d)), ...rest] as T
}

const told = <T>(segment: string, run: () => T): T => {
  try {
    return inPlace(segment, run)
  } catch (error) {
    throw error instanceof PullbackError ? error.at(segment) : error
  }
}
