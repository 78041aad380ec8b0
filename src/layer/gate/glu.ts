/**
 * Gated linear units: one half of the features, gated by the other.
 *
 * @module
 */
import { mul } from '../../primitive/elementwise/arithmetic.ts'
import { concat } from '../../primitive/movement/concat.ts'
import { slice } from '../../primitive/movement/pad.ts'
import type { Quotient, Remainder } from '../../tensor/arithmetic.ts'
import { needs, takes, trusted } from '../../tensor/contract/index.ts'
import type { Kind } from '../../tensor/dtype.ts'
import { ShapeError } from '../../tensor/error.ts'
import { type Shape, showShape } from '../../tensor/shape.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Empty } from '../../tensor/tree.ts'
import { sigmoid } from '../activation/sigmoid.ts'
import { requireLayers } from '../combinator/slots.ts'
import { inParts } from '../inParts.ts'
import { type Caching, type Layer, parts } from '../layer.ts'
import { requireTensor } from '../requireTensor.ts'
import { axisIn, type Examples, requireAxis } from '../shape/exampleAxes.ts'
import type { AxisOf, IsOpen, NoSuchAxis, Under, UnknownSizes } from '../shape/exampleTypes.ts'
import type { Mismatch, Same, TypeFunction } from '../type/typeFunction.ts'
import { typed, type Untyped } from '../typed.ts'
import type { Known } from '../window/options.ts'

/**
 * Which axis is halved, and what the gate is.
 *
 * @category Gated units
 * @since 0.1.0
 */
export interface GluOptions {
  /**
   * The axis of each example that is halved, from 0 on behind the batch, or from the end. Defaults to -1, the last one.
   *
   * @default -1
   */
  readonly axis?: number
  /**
   * What opens the gate. Defaults to sigmoid.
   *
   * @default sigmoid()
   */
  readonly activation?: () => Layer<Tensor, Same, Empty>
}

/**
 * Gives examples with half as many along an axis.
 *
 * @category Types of layers
 * @since 0.1.0
 */
export interface Halved<Axis extends number> extends TypeFunction {
  readonly output: Axis extends -1
    ? this['input'] extends Tensor<readonly [...infer L extends Shape, infer M extends number], Kind>
      ? HalfOf<M> extends number
        ? Tensor<[...L, HalfOf<M>]>
        : HalfOf<M>
      : Tensor<[number, ...number[]]>
    : this['input'] extends Tensor<readonly [infer N extends number, ...infer R extends Shape], Kind>
      ? Under<N, IsOpen<R> extends true ? number[] : HalvedAt<R, AxisOf<Axis, R['length']>>>
      : Tensor<[number, ...number[]]>
}

type HalfOf<N extends number> =
  Remainder<N, 2> extends 1 ? Mismatch<`halves an axis of ${N}, which is odd`> : Quotient<N, 2>

type HalvedAt<R extends Shape, Axis extends number> = [Axis] extends [never]
  ? NoSuchAxis<R>
  : number extends Axis
    ? UnknownSizes<R>
    : `${Axis}` extends keyof R
      ? HalfOf<R[Axis]> extends number
        ? { -readonly [I in keyof R]: I extends `${Axis}` ? HalfOf<R[Axis]> : R[I] }
        : HalfOf<R[Axis]>
      : NoSuchAxis<R>

type AxisIn<Options> = 'axis' extends keyof Options
  ? Options['axis'] extends number
    ? Options['axis']
    : number
  : -1

/**
 * A gated linear unit without its linear part (Dauphin, Fan, Auli and Grangier 2017): an axis is halved, and the first half is
 * multiplied by the gate that the second opens, `a · σ(b)`, element by element. PyTorch's `nn.GLU`.
 *
 * With another activation it is one of the variants of Shazeer (2020): `silu` makes SwiGLU of it, `gelu` GEGLU, `relu` ReGLU, and
 * `identity` the bilinear one. Where trained weights have the gate in the first half, exchange the halves of the layer before it.
 *
 * Takes [batch, ...] and gives [batch, ...] with half as many along the axis, which the compiler computes. With `da = dy · σ(b)` and
 * `db = dy · a · σ'(b)` the pullback is both, one behind the other.
 *
 * @throws ShapeError if there is no such axis, or its size is odd.
 * @throws ArgumentError unless the axis is an integer, and the activation a function that makes a layer.
 *
 * @example
 * import { compose, conv1d, dense, gelu, glu } from 'pullback'
 * const gated = compose(dense(16, 2 * 32), glu(), dense(32, 16))
 * const geGlu = compose(dense(16, 2 * 32), glu({ activation: gelu }), dense(32, 16))
 * const ofChannels = compose(conv1d(8, 2 * 8, 3, { padding: 1 }), glu({ axis: 0 }))
 *
 * @category Gated units
 * @since 0.1.0
 */
export const glu = takes(
  'glu',
  { options: needs.options({ axis: needs.number, activation: needs.fn }) },
  () => gluUnchecked,
)

const gluUnchecked = <const Options extends GluOptions = Readonly<Record<never, never>>>(
  options?: Known<Options, GluOptions>,
): Layer<Examples, Halved<AxisIn<Options>>, Empty> => {
  const { axis = -1, activation = sigmoid } = (options ?? {}) as GluOptions
  requireAxis('glu', axis)
  const [gate] = requireLayers('glu', [activation()]) as [Untyped]
  const shown = [
    ...(axis === -1 ? [] : [`axis ${axis}`]),
    ...(activation === sigmoid ? [] : [`activation ${gate.name}`]),
  ]
  return typed(gatedHalf(shown.length === 0 ? 'glu' : `glu(${shown.join(', ')})`, axis, gate))
}

const gatedHalf = (name: string, axis: number, gate: Untyped): Untyped =>
  trusted({
    name,
    init: gate.init,
    ...(axis === -1 ? { [parts]: (caching: Caching) => gatedHalf(name, axis, inParts(gate, caching)) } : {}),
    run: (params, input, state, context) => {
      requireTensor(name, input)
      const x = input as Tensor
      const at = axisIn(name, axis, x) + 1
      const size = x.shape[at] as number
      if (size % 2 !== 0)
        throw new ShapeError(
          `${name} halves axis ${at - 1} of each example, but was given ${showShape(x.shape)}: ${size} is odd.`,
          [x.shape],
          at,
        )
      const half = x.shape.with(at, size / 2)
      const first = half.map(() => 0)
      const [a, b] = [first, first.with(at, size / 2)].map(start => slice(start, half)(x)) as [Tensor, Tensor]
      const [opened, pullback, next] = gate.run(params, b, state, context)
      const open = opened as Tensor
      return [
        mul(a, open),
        dy => {
          const [dparams, db] = pullback(mul(dy as Tensor, a))
          return [dparams, concat(at)(mul(dy as Tensor, open), db as Tensor)]
        },
        next,
      ]
    },
  })
