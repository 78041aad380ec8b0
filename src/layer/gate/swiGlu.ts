/**
 * The gated network of transformers.
 *
 * @module
 */

import { zeros } from '../../initialiser/constant.ts'
import { glorotUniform } from '../../initialiser/glorot.ts'
import type { Initialiser } from '../../initialiser/initialiser.ts'
import { add, mul } from '../../primitive/elementwise/arithmetic.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import { type Empty, empty, type Tree } from '../../tensor/tree.ts'
import { silu } from '../activation/silu.ts'
import { label } from '../combinator/label.ts'
import { collect, contentOf, initAll, insideOf, requireLayers, segmentOf } from '../combinator/slots.ts'
import { contextAt } from '../context.ts'
import type { Layer } from '../layer.ts'
import { kind } from '../layer.ts'
import { type DenseParams, dense } from '../linear/dense.ts'
import { requireLastAxis } from '../linear/lastAxis.ts'
import { type LinearParams, linear } from '../linear/linear.ts'
import type { LastAxis, Same } from '../type/typeFunction.ts'
import { typed, type Untyped, untyped } from '../typed.ts'
import type { Known } from '../window/options.ts'
import { within } from '../within.ts'

/**
 * The parameters of a gated network: three matrices.
 *
 * @category Gated units
 * @since 0.1.0
 */
export interface SwiGluParams<N extends number, H extends number> {
  readonly gate: LinearParams<N, H>
  readonly up: LinearParams<N, H>
  readonly down: LinearParams<H, N>
}

/**
 * The same with biases.
 *
 * @category Gated units
 * @since 0.1.0
 */
export interface BiasedSwiGluParams<N extends number, H extends number> {
  readonly gate: DenseParams<N, H>
  readonly up: DenseParams<N, H>
  readonly down: DenseParams<H, N>
}

/**
 * What opens the gate of a gated network, and how its parameters begin.
 *
 * @category Gated units
 * @since 0.1.0
 */
export interface SwiGluOptions {
  /**
   * What opens the gate. Defaults to silu; with gelu it is GEGLU, with relu ReGLU.
   *
   * @default silu()
   */
  readonly activation?: () => Layer<Tensor, Same, Empty>
  /**
   * Whether the three products have biases. Defaults to false.
   *
   * @default false
   */
  readonly bias?: boolean
  /**
   * Defaults to Glorot's uniform initialiser.
   *
   * @default initialiser.glorotUniform
   */
  readonly w?: Initialiser
  /**
   * Defaults to zeros.
   *
   * @default initialiser.zeros
   */
  readonly b?: Initialiser
}

type ParamsWith<N extends number, H extends number, Options> = Options extends { readonly bias: true }
  ? BiasedSwiGluParams<N, H>
  : SwiGluParams<N, H>

/**
 * The network between the attentions of transformers such as LLaMA (Shazeer: "GLU variants improve transformer", 2020):
 * `(silu(x · gate) ⊙ (x · up)) · down`, for each position by itself. With two thirds of the hidden features it has as many
 * parameters as two dense layers: 8/3 times the width in the place of four times.
 *
 * Takes and gives [..., features].
 *
 * @throws ShapeError if the last axis of the input is not `features`.
 * @throws ArgumentError unless both sizes are positive integers, and the activation is a function that makes a layer.
 *
 * @example
 * import { compose, residual, rmsNorm, swiGlu } from 'pullback'
 * const feedForward = residual(compose(rmsNorm(48), swiGlu(48, 128)))
 *
 * @category Gated units
 * @since 0.1.0
 */
export const swiGlu = takes(
  'swiGlu',
  {
    features: needs.size,
    hidden: needs.size,
    options: needs.options({ activation: needs.fn, bias: needs.boolean, w: needs.fn, b: needs.fn }),
  },
  () => swiGluUnchecked,
)

const swiGluUnchecked = <
  N extends number,
  H extends number,
  const Options extends SwiGluOptions = Readonly<Record<never, never>>,
>(
  features: N,
  hidden: H,
  options?: Known<Options, SwiGluOptions>,
): Layer<Tensor<[...number[], N]>, LastAxis<N>, ParamsWith<N, H, Options>> => {
  const { activation = silu, bias = false, w = glorotUniform, b = zeros } = (options ?? {}) as SwiGluOptions
  const product = (name: string, inputs: number, outputs: number): Untyped =>
    untyped(label(name)(bias ? dense(inputs, outputs, { w, b }) : linear(inputs, outputs, { w })))
  const name = `swiGlu(${features}, ${hidden})`
  const parts = requireLayers('swiGlu', [
    product('gate', features, hidden),
    activation(),
    product('up', features, hidden),
    product('down', hidden, features),
  ])
  return typed(gated(name, features, parts))
}

const gated = (name: string, features: number, parts: readonly Untyped[]): Untyped => ({
  name,
  [kind]: { is: 'each', layers: parts },
  init: initAll(parts),
  inside: insideOf(parts, changed => gated(name, features, changed.map(untyped))),
  run: (params, input, state, context) => {
    const x = input as Tensor<[...number[], number]>
    requireLastAxis(name, x, features)
    const run = (i: number, of: Tree): readonly [Tensor, (d: Tree) => readonly [Tree, Tensor]] => {
      const layer = parts[i] as Untyped
      const [value, pullback] = within(segmentOf(layer, i), () =>
        layer.run(contentOf(parts, params, i), of, empty, contextAt(context, i)),
      )
      return [value as Tensor, pullback as (d: Tree) => readonly [Tree, Tensor]]
    }
    const [gate, pullGate] = run(0, x)
    const [open, pullOpen] = run(1, gate)
    const [up, pullUp] = run(2, x)
    const [down, pullDown] = run(3, mul(open, up))
    return [
      down,
      dy => {
        const [ddown, dhidden] = pullDown(dy)
        const [dopen, dgated] = pullOpen(mul(dhidden, up))
        const [dgate, dx] = pullGate(dgated)
        const [dup, more] = pullUp(mul(dhidden, open))
        return [collect(parts, [dgate, dopen, dup, ddown]), add(dx, more)]
      },
      state,
    ]
  },
})
