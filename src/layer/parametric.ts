/**
 * Layers with parameters, from a smooth map of parameters and input.
 *
 * @module
 */
import { checkedPulling, needs, takes, trusted } from '../tensor/contract/index.ts'
import { ArgumentError } from '../tensor/error.ts'
import type { Cotangent } from '../tensor/function/cotangent.ts'
import { describe } from '../tensor/stranger.ts'
import { isTensor, type Tensor } from '../tensor/tensor.ts'
import { empty, type Tree } from '../tensor/tree.ts'
import { begin, type ParamSpec, requireSpecs } from './begin.ts'
import type { Context } from './context.ts'
import { actingOnPositions } from './inParts.ts'
import type { Layer } from './layer.ts'
import { requireTensor } from './requireTensor.ts'

/**
 * A layer from a smooth map of parameters and input, with an initialiser and a shape for each parameter. What it is run for comes
 * last, with a key in training, for layers that draw. An input may be any tree of tensors: a pair, say, for two inputs.
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
 *
 * @category Layers
 * @since 0.1.0
 */
export const parametric = takes(
  'parametric',
  { definition: needs.givenOptions({ name: needs.text, params: needs.record({}), run: needs.fn }) },
  () => parametricUnchecked,
)

const parametricUnchecked = <P extends { readonly [name: string]: Tensor }, A, B>(definition: {
  readonly name: string
  readonly params: { readonly [K in keyof P]: ParamSpec }
  readonly run: (
    params: P,
    input: A,
    context: Context,
  ) => readonly [value: B, pullback: (db: Cotangent<B>) => readonly [dp: Cotangent<P>, da: Cotangent<A>]]
}): Layer<A, B, P> => {
  const { name, params, run } = definition
  requireSpecs(name, 'parameter', params)
  return withParams(
    name,
    params,
    checkedPulling(`The run of the layer ${name}`, run as Run<P, A>),
    'anything',
  )
}

const missing = (of: string, params: object, parameter: string, given: unknown): ArgumentError =>
  new ArgumentError(
    `${of} takes params { ${Object.keys(params).join(', ')} }, but was given ${describe(given)}, where ${parameter} is not a tensor. ` +
      'Give the model that init gives.',
  )

/** What a layer does with its parameters and an input, where nothing is said of what it gives. */
type Run<P, A> = (
  params: P,
  input: A,
  context: Context,
) => readonly [Tree, (db: never) => readonly [dp: Tree, da: Tree]]

/** What `parametric` does, for factories whose output type is a type function: what `run` gives is not checked. */
export const withParams = <A, B, P>(
  name: string,
  params: { readonly [K in keyof P]: ParamSpec },
  run: Run<P, A>,
  of: 'tensor' | 'anything' = 'tensor',
): Layer<A, B, P> =>
  trusted({
    name,
    init: (key, dtype) => ({
      params: begin(name, params, dtype, key, 0),
      state: empty,
    }),
    run: (p, a, state, context) => {
      if (of === 'tensor') requireTensor(name, a)
      for (const parameter in params) if (!isTensor(p?.[parameter])) throw missing(name, params, parameter, p)
      const [value, pullback] = run(p, a, context)
      return [value, pullback as (db: Tree) => readonly [Tree, Tree], state]
    },
  })

/** The same for a layer that acts on each position of a sequence by itself. */
export const positionwiseWithParams: typeof withParams = (...given) => actingOnPositions(withParams(...given))
