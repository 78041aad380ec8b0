/**
 * Repeating a tensor along new axes, and summing axes away: each is the transpose of the other.
 *
 * @module
 */
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Kind } from '../../tensor/dtype.ts'
import { ShapeError } from '../../tensor/error.ts'
import { type Shape, sameShape, showShape, stridesOf } from '../../tensor/shape.ts'
import type { AnyTensor, Sizes, Tensor } from '../../tensor/tensor.ts'
import { bind, bindIn, requireTensor } from '../core/bind.ts'
import type { Primitive } from '../core/primitive.ts'
import { input, requireAxes, requireFloat, requireShape } from '../core/rule.ts'
import { reshape } from '../movement/reshape.ts'
import { Transpose } from '../movement/transpose.ts'
import { walk } from '../movement/walk.ts'
import { type Reduction, reductionArguments, reductionBy } from './reduction.ts'

/** `axes[i]` is the axis of the output that the i-th axis of the input becomes; all other axes repeat it. */
export interface BroadcastOptions {
  readonly shape: Shape
  readonly axes: readonly number[]
}

/** The axes to sum away. */
export interface SumOptions {
  readonly axes: readonly number[]
}

/** All axes but the given ones. */
export const otherAxes = (rank: number, axes: readonly number[]): readonly number[] => {
  const others: number[] = []
  for (let axis = 0; axis < rank; axis++) if (!axes.includes(axis)) others.push(axis)
  return others
}

/** For each axis of the larger shape how far one steps in the smaller one: 0 along the axes that only the larger has. */
export const stridesInto = (smaller: Shape, axes: readonly number[], rank: number): readonly number[] => {
  const strides = stridesOf(smaller)
  return Array.from({ length: rank }, (_, axis) => (axes.includes(axis) ? strides[axes.indexOf(axis)]! : 0))
}

/** A sum leaves the kept axes in ascending order; the input may have them in another. */
const inOrderOf = (axes: readonly number[], x: AnyTensor): AnyTensor => {
  const ascending = axes.toSorted((a, b) => a - b)
  return axes.every((axis, i) => axis === ascending[i])
    ? x
    : bind(Transpose, { axes: axes.map(axis => ascending.indexOf(axis)) }, [x])
}

/** How often each element of the smaller shape is repeated in a row, if its axes are neighbours in the larger; else 0. */
const runOf = (larger: Shape, axes: readonly number[]): number => {
  const first = axes.length === 0 ? larger.length : (axes[0] as number)
  for (let i = 1; i < axes.length; i++) if (axes[i] !== first + i) return 0
  let run = 1
  for (let axis = first + axes.length; axis < larger.length; axis++) run *= larger[axis] as number
  return run
}

export const Broadcast: Primitive<BroadcastOptions> = {
  name: 'broadcast',
  shape: (inputs, { shape, axes }) => {
    const x = input(inputs, 0)
    requireShape('broadcast', shape)
    requireAxes('broadcast', shape, axes)
    if (axes.length !== x.shape.length)
      throw new ShapeError(
        `broadcast needs an axis of ${showShape(shape)} for each of the ${x.shape.length} axes of ${showShape(x.shape)}.`,
        [shape, x.shape],
      )
    axes.forEach((axis, i) => {
      if (x.shape[i] !== shape[axis])
        throw new ShapeError(
          `broadcast cannot take ${showShape(x.shape)} to ${showShape(shape)}: its axis ${i} has size ${x.shape[i]}, ` +
            `but axis ${axis} has size ${shape[axis]}.`,
          [shape, x.shape],
          axis,
        )
    })
    return { shape, dtype: x.dtype }
  },
  kernel: ([x], y, { axes }) => {
    const [xs, ys] = [x!.elements, y.elements]
    const run = runOf(y.shape, axes)
    if (run === 0)
      walk(y.shape, stridesInto(x!.shape, axes, y.shape.length), (i, offset) => {
        ys[i] = xs[offset]!
      })
    else
      for (let i = 0; i < ys.length; )
        for (let j = 0; j < xs.length; j++) for (const end = i + run; i < end; i++) ys[i] = xs[j]!
  },
  partials: ([x], _, { shape, axes }) => [
    x!.kind === 'float'
      ? {
          apply: dx => bind(Broadcast, { shape, axes }, [dx]),
          transpose: dy => inOrderOf(axes, bind(Sum, { axes: otherAxes(shape.length, axes) }, [dy])),
        }
      : null,
  ],
}

export const Sum: Primitive<SumOptions> = {
  name: 'sum',
  shape: (inputs, { axes }) => {
    const x = input(inputs, 0)
    requireFloat('sum', x)
    requireAxes('sum', x.shape, axes)
    return { shape: x.shape.filter((_, axis) => !axes.includes(axis)), dtype: x.dtype }
  },
  // Sums run in double precision and are rounded once, so that the oracle does not depend on their order in f32.
  kernel: ([x], y, { axes }) => {
    const totals = new Float64Array(y.elements.length)
    const kept = otherAxes(x!.shape.length, axes)
    const xs = x!.elements
    const run = runOf(x!.shape, kept)
    if (run === 0)
      walk(x!.shape, stridesInto(y.shape, kept, x!.shape.length), (i, offset) => {
        totals[offset]! += xs[i]!
      })
    else
      for (let i = 0; i < xs.length; )
        for (let j = 0; j < totals.length; j++) for (const end = i + run; i < end; i++) totals[j]! += xs[i]!
    y.elements.set(totals)
  },
  partials: ([x], _, { axes }) => [
    {
      apply: dx => bind(Sum, { axes }, [dx]),
      transpose: dy => bind(Broadcast, { shape: x!.shape, axes: otherAxes(x!.shape.length, axes) }, [dy]),
    },
  ],
}

/**
 * Repeats `x` so that its axis `i` becomes axis `axes[i]` of `shape`.
 *
 * @category Operations
 * @since 0.1.0
 */
export const broadcastAlong = takes(
  'broadcastAlong',
  { shape: needs.shape, axes: needs.numbers },
  () => broadcastAlongUnchecked,
)

const broadcastAlongUnchecked =
  <N extends number, S extends Sizes<N>>(shape: S, axes: readonly number[]) =>
  <K extends Kind>(x: Tensor<Shape, K>): Tensor<S, K> =>
    bind(Broadcast, { shape, axes }, [x])

/** Which axes of a shape those of `x` become by the usual rule; axes of size 1 that are repeated become none. */
const alignment = (
  x: AnyTensor,
  shape: Shape,
): { readonly kept: readonly number[]; readonly missing: number } => {
  const missing = shape.length - x.shape.length
  const repeats = (axis: number): boolean => x.shape[axis] === 1 && shape[axis + missing] !== 1
  const kept = x.shape.map((_, axis) => axis).filter(axis => !repeats(axis))
  const unfit = kept.find(axis => x.shape[axis] !== shape[axis + missing])
  if (missing < 0 || unfit !== undefined)
    throw new ShapeError(
      `broadcast cannot take ${showShape(x.shape)} to ${showShape(shape)}: ` +
        (missing < 0 || unfit === undefined
          ? `it has ${x.shape.length} axes, which is too many.`
          : `its axis ${unfit} has size ${x.shape[unfit]}, but axis ${unfit + missing} has size ${shape[unfit + missing]}.`),
      [shape, x.shape],
      missing < 0 || unfit === undefined ? undefined : unfit + missing,
    )
  return { kept, missing }
}

const repeated = (peer: AnyTensor, shape: Shape, x: AnyTensor): AnyTensor => {
  if (sameShape(x.shape, shape)) return x
  const { kept, missing } = alignment(x, shape)
  const axes = kept.map(axis => axis + missing)
  return bindIn([peer, x], Broadcast, { shape, axes }, [reshape(kept.map(axis => x.shape[axis]!))(x)])
}

/**
 * Repeats `x` to a shape by the usual rule: shapes are aligned at their last axes, and an axis of size 1, or one that is
 * missing at the front, is repeated. This is the only way to broadcast: nothing does it silently.
 *
 * @throws ShapeError if the shapes do not align.
 * @category Operations
 * @since 0.1.0
 */
export const broadcast = takes('broadcast', { shape: needs.shape }, () => broadcastUnchecked)

const broadcastUnchecked =
  <N extends number, S extends Sizes<N>>(shape: S) =>
  <K extends Kind>(x: Tensor<Shape, K>): Tensor<S, K> =>
    repeated(requireTensor(x), shape, x) as Tensor<S, K>

/** Repeats a table of constants to the shape of `x`, in a program too, where the table stays as small as it is. */
export const broadcastBeside =
  (x: AnyTensor) =>
  (table: Tensor): Tensor =>
    repeated(requireTensor(x), x.shape, table) as Tensor

/**
 * The sum over the given axes, which disappear, or stay with size 1 with `{ keep: true }`; over all axes by default.
 *
 * In f32 it is right to 10⁻⁶ of Σ |x|, however many terms there are, unless a part of the sum is beyond the largest f32. Evaluated,
 * and by the reference engine, all parts are f64, and only the sum itself can overflow; compiled to WebAssembly some are f32, and
 * `[M, M, -M]` of the largest M is ∞, as in NumPy and PyTorch (and NaN where ∞ and -∞ meet). In f64 it depends on the order.
 *
 * @category Operations
 * @since 0.1.0
 */
export const sum = takes('sum', reductionArguments, () => sumUnchecked)

const sumUnchecked: Reduction = reductionBy('sum', (x, axes) => bind(Sum, { axes }, [x]))
