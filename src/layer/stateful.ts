/**
 * Layers that remember something from run to run.
 *
 * @module
 */
import { needs, takes } from '../tensor/contract/index.ts'
import type { Cotangent } from '../tensor/function/cotangent.ts'
import type { Tensor } from '../tensor/tensor.ts'
import type { Tree } from '../tensor/tree.ts'
import { begin, type ParamSpec, requireSpecs } from './begin.ts'
import type { Context } from './context.ts'
import type { Layer } from './layer.ts'
import type { Untyped } from './typed.ts'

/**
 * A layer with parameters and state, each tensor with an initialiser and a shape. `run` takes the parameters, the input, the state
 * and what it is run for, and gives the value, the pullback and the next state, of the same form as the one before; the state is
 * not differentiated. Neither parameters nor state have to be there: `{}` is none.
 *
 * @throws ArgumentError unless each parameter and each part of the state is `[initialiser, shape]`.
 *
 * @example
 * import { type Context, initialiser, layer, op, type Tensor } from 'pullback'
 *
 * // x minus a running mean of what was seen in training
 * const centred = layer.stateful({
 *   name: 'centred(3)',
 *   params: {},
 *   state: { mean: [initialiser.zeros, [3]] },
 *   run: (_: {}, x: Tensor<[number, 3]>, { mean }: { mean: Tensor<[3]> }, { mode }: Context) => {
 *     const batch = op.scale(1 / x.shape[0])(op.sum([0])(x))
 *     const next = mode === 'training' ? op.add(op.scale(0.9)(mean), op.scale(0.1)(batch)) : mean
 *     return [op.sub(x, op.broadcast(x.shape)(mean)), dy => [{}, dy], { mean: next }]
 *   },
 * })
 *
 * @category Layers
 * @since 0.1.0
 */
export const stateful = takes(
  'stateful',
  {
    definition: needs.givenOptions({
      name: needs.text,
      params: needs.record({}),
      state: needs.record({}),
      run: needs.fn,
    }),
  },
  () => statefulUnchecked,
)

type Named = { readonly [name: string]: Tree }
type Tensors = { readonly [name: string]: Tensor }

function statefulUnchecked<P extends Tensors, S extends Tensors, A, B>(definition: {
  readonly name: string
  readonly params: { readonly [K in keyof P]: ParamSpec }
  readonly state: { readonly [K in keyof S]: ParamSpec }
  readonly run: (
    params: P,
    input: A,
    state: S,
    context: Context,
  ) => readonly [
    value: B,
    pullback: (db: Cotangent<B>) => readonly [dp: Cotangent<P>, da: Cotangent<A>],
    next: S,
  ]
}): Layer<A, B, P, S>
function statefulUnchecked({
  name,
  params,
  state,
  run,
}: {
  readonly name: string
  readonly params: { readonly [name: string]: ParamSpec }
  readonly state: { readonly [name: string]: ParamSpec }
  readonly run: (...given: never[]) => unknown
}): unknown {
  requireSpecs(name, 'parameter', params)
  requireSpecs(name, 'state', state)
  const own: Untyped = {
    name,
    init: (key, dtype) => ({
      params: begin<Named>(name, params, dtype, key, 0),
      state: begin<Named>(name, state, dtype, key, Object.keys(params).length),
    }),
    run: (p, input, s, context) => (run as Untyped['run'])(p, input, s, context),
  }
  return own
}
