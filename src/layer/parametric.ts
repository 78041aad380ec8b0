/**
 * Layers with parameters, from a smooth map of parameters and input.
 *
 * @module
 */
import type { Fans, Initialiser } from '../initialiser/initialiser.ts'
import { foldIn, type Key } from '../random/key.ts'
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
import { ArgumentError } from '../tensor/error.ts'
import { type Shape, sameShape, showShape } from '../tensor/shape.ts'
import { describe } from '../tensor/stranger.ts'
import { isTensor, type Tensor } from '../tensor/tensor.ts'
import { empty, type Tree } from '../tensor/tree.ts'
import type { Context } from './context.ts'
import type { Layer } from './layer.ts'
import { requireTensor } from './requireTensor.ts'

/** The specification of a parameter: its initialiser, its shape, and fans where `initialiser.fansOf` would not find them. */
export type ParamSpec = readonly [initialiser: Initialiser, shape: Shape, fans?: Fans]

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
  readonly params: { readonly [K in keyof P]: ParamSpec }
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
    checkedPulling(`The run of the layer ${name}`, run as Run<P, A>),
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
      params: Object.freeze(
        Object.fromEntries(
          Object.entries<ParamSpec>(params).map(([parameter, [initialiser, shape, fans]], i) => [
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
      return [value, pullback as (db: Tree) => readonly [Tree, Tree], state]
    },
  })
