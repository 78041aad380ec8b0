/**
 * Weights as directions and lengths.
 *
 * @module
 */
import { div, mul, sub } from '../../primitive/elementwise/arithmetic.ts'
import { sqrt } from '../../primitive/elementwise/elementary.ts'
import { broadcastAlong, otherAxes, sum } from '../../primitive/reduction/broadcast.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import { ArgumentError } from '../../tensor/error.ts'
import { type AnyTensor, elementsOf, isConcrete, isTensor, type Tensor } from '../../tensor/tensor.ts'
import { type Empty, empty, type Tree } from '../../tensor/tree.ts'
import type { AnyLayer, InputOf, Layer, OutputOf, ParamsOf, StateOf } from '../layer.ts'
import { ofKind } from '../ofKind.ts'
import { typed, untyped } from '../typed.ts'
import { behind } from './reparametrise.ts'
import { atWeights, changing, type IfWeight, type UnitOptions, type Units, unitAxis } from './weights.ts'

/**
 * Which axis of weights counts the units.
 *
 * @category Combinators
 * @since 0.1.0
 */
export interface WeightNormOptions extends UnitOptions {}

/**
 * A weight as the direction and the length of each unit.
 *
 * @category Combinators
 * @since 0.1.0
 */
export interface NormedWeight<W, N extends number = number> {
  /** The length of each unit. */
  readonly g: Tensor<[N]>
  /** Its direction: its length does not matter. */
  readonly v: W
}

/**
 * Parameters in which each weight `w` is a direction and a length.
 *
 * @category Combinators
 * @since 0.1.0
 */
export type WeightNormParams<P, O = WeightNormOptions> = [Tree] extends [P]
  ? Tree
  : P extends AnyTensor
    ? P
    : {
        readonly [K in keyof P]: K extends 'w'
          ? IfWeight<
              P[K],
              P[K] extends Tensor<infer S> ? NormedWeight<P[K], Units<S, O>> : never,
              WeightNormParams<P[K], O>
            >
          : WeightNormParams<P[K], O>
      }

/** Sums over each unit, and one number for each of them spread over it. */
const overUnits = (v: Tensor, axis: number) => ({
  total: (x: Tensor): Tensor => sum(otherAxes(v.shape.length, [axis]))(x) as Tensor,
  spread: (x: Tensor): Tensor => broadcastAlong(v.shape, [axis])(x) as Tensor,
})

const lengths = (v: Tensor, axis: number): Tensor => sqrt(overUnits(v, axis).total(mul(v, v)))

const isNormed = (x: Tree): x is { readonly g: Tensor; readonly v: Tensor } =>
  !isTensor(x) && Object.keys(x).length === 2 && 'g' in x && 'v' in x && isTensor(x.g) && isTensor(x.v)

/** `g v / ‖v‖` of each unit. */
const scaled = (
  { g, v }: { readonly g: Tensor; readonly v: Tensor },
  axis: number,
): readonly [w: Tensor, pullback: (dw: Tree) => Tree] => {
  const { total, spread } = overUnits(v, axis)
  const length = lengths(v, axis)
  const direction = div(v, spread(length))
  return [
    mul(spread(g), direction),
    d => {
      const dw = d as Tensor
      const dg = total(mul(dw, direction))
      return { g: dg, v: mul(spread(div(g, length)), sub(dw, mul(direction, spread(dg)))) }
    },
  ]
}

/** Requires that each unit has a direction, where numbers are there to be looked at. */
const requireDirections = (layer: string, length: Tensor): void => {
  if (!isConcrete(length)) return
  const unit = Array.from(elementsOf(length)).indexOf(0)
  if (unit >= 0)
    throw new ArgumentError(
      `weightNorm needs weights that have a direction, but unit ${unit} of a weight of ${layer} begins as zeros. Give it another initialiser.`,
    )
}

/**
 * The same layer with each weight as a direction and a length, `w = g · v / ‖v‖`, for each unit by itself (Salimans and Kingma 2016,
 * PyTorch's `weight_norm`): the gradient of `v` is perpendicular to it, and steps change how long a unit is apart from where it points.
 * It begins as the layer does: `v` as its own weights, `g` as their norms.
 *
 * Weights are all parameters of the layer that are called `w` and have two axes or more, those of layers inside of it too; each is then a
 * record of `g` [units] and `v`. Units are the outputs: the last axis of a matrix, the first one of a kernel.
 *
 * A unit whose `v` is 0 has no direction: its weights are then NaN, as in PyTorch.
 *
 * @throws ArgumentError when it is initialised, if the layer has no weights, or a unit begins as zeros.
 * @throws ShapeError when it is initialised, if a weight does not have the axis.
 *
 * @example
 * import { pipe } from 'fp-ts/lib/function.js'
 * import { compose, conv2d, convTranspose2d, dense, init, key, relu, weightNorm } from 'pullback'
 * const net = compose(weightNorm()(dense(8, 4)), relu(), dense(4, 2))
 * const { g, v } = init(net)(key(0)).params[0].w // [4] and [8, 4]
 * const up = pipe(convTranspose2d(4, 2, 3), weightNorm({ axis: 1 }))
 *
 * @category Combinators
 * @since 0.1.0
 */
export const weightNorm = takes(
  'weightNorm',
  [{ options: needs.options({ axis: needs.axis }) }, { layer: needs.layer }],
  () => weightNormUnchecked,
)

const weightNormUnchecked =
  <const O extends WeightNormOptions = Empty>(options?: O) =>
  <L extends AnyLayer>(
    layer: L,
  ): Layer<InputOf<L>, OutputOf<L>, WeightNormParams<ParamsOf<L>, O>, StateOf<L>> => {
    const own = untyped(layer)
    const axisOf = (w: AnyTensor): number => unitAxis('weightNorm', w, options ?? {})
    const through = changing((part, name) => {
      if (name !== 'w' || !isNormed(part)) return null
      return [...scaled(part, axisOf(part.v)), empty]
    })
    return typed(
      ofKind(
        { is: 'normedWeights' },
        behind<Tree>(
          `weightNorm(${own.name})`,
          {
            name: 'weightNorm',
            init: (key, dtype) =>
              atWeights(
                'weightNorm',
                own.name,
                own.init(key, dtype).params,
                v => {
                  const g = lengths(v, axisOf(v))
                  requireDirections(own.name, g)
                  return { g, v }
                },
                other => other,
              ),
            map: q => {
              const [params, pullback] = through(q, empty, '')
              return [params, pullback]
            },
          },
          own,
        ),
      ),
    )
  }
