/**
 * The largest element along axes, and where it is.
 *
 * @module
 */

import { takes } from '../../tensor/contract/index.ts'
import { ShapeError } from '../../tensor/error.ts'
import { onesLike, zerosLike } from '../../tensor/function/constructors.ts'
import { type Shape, showShape, sizeOf } from '../../tensor/shape.ts'
import type { AnyTensor, Integers, Tensor } from '../../tensor/tensor.ts'
import { bind, requireTensor } from '../core/bind.ts'
import { notDifferentiable, type Primitive } from '../core/primitive.ts'
import { input, requireAxes, requireAxisNumber, requireFloat } from '../core/rule.ts'
import { div, mul } from '../elementwise/arithmetic.ts'
import { equal, select } from '../elementwise/compare.ts'
import { transpose } from '../movement/transpose.ts'
import { walk } from '../movement/walk.ts'
import { broadcastAlong, otherAxes, stridesInto, sum } from './broadcast.ts'
import { type Reduction, reductionArguments, reductionBy } from './reduction.ts'

export interface MaxOptions {
  readonly axes: readonly number[]
}

export const Max: Primitive<MaxOptions> = {
  name: 'max',
  shape: (inputs, { axes }) => {
    const x = input(inputs, 0)
    requireFloat('max', x)
    requireAxes('max', x.shape, axes)
    const empty = axes.find(axis => x.shape[axis] === 0)
    if (empty !== undefined)
      throw new ShapeError(
        `max over axis ${empty} of ${showShape(x.shape)} has no elements to choose from.`,
        [x.shape],
        empty,
      )
    return { shape: x.shape.filter((_, axis) => !axes.includes(axis)), dtype: x.dtype }
  },
  kernel: ([x], y, { axes }) => {
    y.elements.fill(Number.NEGATIVE_INFINITY)
    const kept = otherAxes(x!.shape.length, axes)
    walk(x!.shape, stridesInto(y.shape, kept, x!.shape.length), (i, offset) => {
      y.elements[offset] = Math.max(y.elements[offset]!, x!.elements[i]!)
    })
  },
  // Ties share the cotangent evenly, so that the derivative does not depend on the order of elements.
  partials: ([x, ...rest], y, { axes }) => {
    const kept = otherAxes(x!.shape.length, axes)
    const spread = (z: AnyTensor): Tensor => broadcastAlong(x!.shape, kept)(z) as Tensor
    const weights = (): Tensor => {
      const winners = select(equal(x as Tensor, spread(y)), onesLike(x as Tensor), zerosLike(x as Tensor))
      return div(winners, spread(sum(axes)(winners)))
    }
    return [
      {
        apply: dx => sum(axes)(mul(dx as Tensor, weights())),
        transpose: dy => mul(spread(dy), weights()),
      },
      ...rest.map(() => null),
    ]
  },
}

export const Argmax: Primitive<Readonly<Record<never, never>>> = {
  name: 'argmax',
  shape: inputs => {
    const x = input(inputs, 0)
    requireFloat('argmax', x)
    if (x.shape.length === 0 || x.shape.at(-1) === 0)
      throw new ShapeError(`argmax needs a last axis with elements, but was given ${showShape(x.shape)}.`, [
        x.shape,
      ])
    return { shape: x.shape.slice(0, -1), dtype: 'i32' }
  },
  kernel: ([x], y) => {
    const n = x!.shape.at(-1)!
    for (let row = 0; row < sizeOf(y.shape); row++) {
      const from = row * n
      let best = from
      for (let i = from + 1; i < from + n; i++) {
        const [value, largest] = [x!.elements[i]!, x!.elements[best]!]
        // A NaN is not passed over, so that it can be seen by what watches for it.
        if (value > largest || (Number.isNaN(value) && !Number.isNaN(largest))) best = i
      }
      y.elements[row] = best - from
    }
  },
  partials: notDifferentiable,
}

/**
 * The largest element over the given axes, which disappear, or stay with size 1 with `{ keep: true }`; by default over all axes. NaN if there is one (as in NumPy and
 * PyTorch). Where several are largest, they share the cotangent evenly (as in JAX and PyTorch's `amax`).
 *
 * @category Operations
 * @since 0.1.0
 */
export const max = takes('max', reductionArguments, () => maxUnchecked)

const maxUnchecked: Reduction = reductionBy('max', (x, axes) => bind(Max, { axes }, [x]))

/**
 * The position along the last axis, or along an axis that is given first; it disappears.
 *
 * @category Operations
 * @since 0.1.0
 */
export interface ArgReduction {
  (axis: number): (x: Tensor) => Integers
  <L extends Shape>(x: Tensor<[...L, number]>): Integers<L>
}

/** A reduction to positions along the last axis or another, from what it does along the last. */
export const argReductionBy = (name: string, reduce: (x: Tensor) => Integers): ArgReduction => {
  const along = (axis: number) => {
    requireAxisNumber(name, axis)
    return (x: Tensor): Integers => {
      const { shape } = requireTensor(x)
      requireAxes(name, shape, [axis])
      return reduce(axis === shape.length - 1 ? x : transpose([...otherAxes(shape.length, [axis]), axis])(x))
    }
  }
  const run = (given: Tensor | number): unknown => (typeof given === 'number' ? along(given) : reduce(given))
  return Object.defineProperty(run, 'name', { value: name }) as ArgReduction
}

/** The position of the largest element along the last axis. */
export const argmaxOfRows = (x: Tensor): Integers => bind(Argmax, {}, [x])

/**
 * The position of the largest element along the last axis, `op.argmax(x)`, or along another, `op.argmax(0)(x)`; the axis disappears.
 * The first of several, and that of the first NaN if there is one (as in NumPy).
 *
 * @throws DTypeError unless the elements are floats.
 * @throws ShapeError if the axis does not exist, or has no elements.
 *
 * @category Operations
 * @since 0.1.0
 */
export const argmax: ArgReduction = argReductionBy('argmax', argmaxOfRows)
