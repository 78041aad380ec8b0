/**
 * Cutting a block out of a tensor, and putting a block into zeros: each is the transpose of the other.
 *
 * @module
 */
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Kind } from '../../tensor/dtype.ts'
import { ShapeError } from '../../tensor/error.ts'
import { type Shape, showShape, stridesOf } from '../../tensor/shape.ts'
import type { Sizes, Tensor } from '../../tensor/tensor.ts'
import { bind } from '../core/bind.ts'
import type { Primitive } from '../core/primitive.ts'
import { input, requireFloat } from '../core/rule.ts'
import { walk } from './walk.ts'

/** The block of sizes `sizes` whose first corner is at `start`. */
export interface SliceOptions {
  readonly start: readonly number[]
  readonly sizes: Shape
}

/** How many zeros go before and after along each axis. */
export interface PadOptions {
  readonly before: readonly number[]
  readonly after: readonly number[]
}

const offsetOf = (start: readonly number[], strides: readonly number[]): number =>
  start.reduce((offset, n, axis) => offset + n * strides[axis]!, 0)

const isCount = (n: number | undefined): boolean => n !== undefined && Number.isInteger(n) && n >= 0

export const Slice: Primitive<SliceOptions> = {
  name: 'slice',
  shape: (inputs, { start, sizes }) => {
    const x = input(inputs, 0)
    if (start.length !== x.shape.length || sizes.length !== x.shape.length)
      throw new ShapeError(`slice needs a start and a size for each axis of ${showShape(x.shape)}.`, [
        x.shape,
        sizes,
      ])
    x.shape.forEach((n, axis) => {
      if (!isCount(start[axis]) || !isCount(sizes[axis]) || start[axis]! + sizes[axis]! > n)
        throw new ShapeError(
          `slice leaves ${showShape(x.shape)} at axis ${axis}: it asks for ${sizes[axis]} from ${start[axis]}, of ${n}.`,
          [x.shape, sizes],
          axis,
        )
    })
    return { shape: sizes, dtype: x.dtype }
  },
  kernel: ([x], y, { start }) => {
    const strides = stridesOf(x!.shape)
    const first = offsetOf(start, strides)
    walk(y.shape, strides, (i, offset) => {
      y.elements[i] = x!.elements[first + offset]!
    })
  },
  partials: ([x], _, { start, sizes }) => {
    const after = x!.shape.map((n, axis) => n - start[axis]! - sizes[axis]!)
    return [
      x!.kind === 'float'
        ? {
            apply: dx => bind(Slice, { start, sizes }, [dx]),
            transpose: dy => bind(Pad, { before: start, after }, [dy]),
          }
        : null,
    ]
  },
}

export const Pad: Primitive<PadOptions> = {
  name: 'pad',
  shape: (inputs, { before, after }) => {
    const x = input(inputs, 0)
    requireFloat('pad', x)
    if (
      before.length !== x.shape.length ||
      after.length !== x.shape.length ||
      ![...before, ...after].every(isCount)
    )
      throw new ShapeError(
        `pad needs counts before and after for each axis of ${showShape(x.shape)}, but was given ` +
          `[${before.join(', ')}] and [${after.join(', ')}].`,
        [x.shape],
      )
    return { shape: x.shape.map((n, axis) => n + before[axis]! + after[axis]!), dtype: x.dtype }
  },
  kernel: ([x], y, { before }) => {
    y.elements.fill(0)
    const strides = stridesOf(y.shape)
    const first = offsetOf(before, strides)
    walk(x!.shape, strides, (i, offset) => {
      y.elements[first + offset] = x!.elements[i]!
    })
  },
  partials: ([x], _, { before, after }) => [
    {
      apply: dx => bind(Pad, { before, after }, [dx]),
      transpose: dy => bind(Slice, { start: before, sizes: x!.shape }, [dy]),
    },
  ],
}

/**
 * The block of the given sizes whose first corner is at `start`.
 *
 * @category Operations
 * @since 0.1.0
 */
export const slice = takes('slice', { start: needs.numbers, sizes: needs.numbers }, () => sliceUnchecked)

const sliceUnchecked =
  <N extends number, S extends Sizes<N>>(start: readonly number[], sizes: S) =>
  <K extends Kind>(x: Tensor<Shape, K>): Tensor<S, K> =>
    bind(Slice, { start, sizes }, [x])

/**
 * Zeros around a tensor: so many before and after along each axis.
 *
 * @category Operations
 * @since 0.1.0
 */
export const pad = takes('pad', { before: needs.numbers, after: needs.numbers }, () => padUnchecked)

const padUnchecked =
  (before: readonly number[], after: readonly number[]) =>
  (x: Tensor): Tensor =>
    bind(Pad, { before, after }, [x])
