/**
 * Taking rows by index, and adding rows up by index: each is the transpose of the other. With `batchDims` the leading
 * axes of both are walked together, so that each example takes from its own rows.
 *
 * @module
 */
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Kind } from '../../tensor/dtype.ts'
import { IndexError, ShapeError } from '../../tensor/error.ts'
import { type Shape, sameShape, showShape, sizeOf } from '../../tensor/shape.ts'
import type { Integers, Tensor } from '../../tensor/tensor.ts'
import { bind } from '../core/bind.ts'
import type { Abstract, Primitive, View } from '../core/primitive.ts'
import { input, requireFloat, requireInteger, requireShape } from '../core/rule.ts'

export interface GatherOptions {
  readonly batchDims: number
  /** Who asks, for errors: a layer, say. */
  readonly by?: string
}

/** `size` is the number of rows to add into. */
export interface ScatterAddOptions extends GatherOptions {
  readonly size: number
}

const requireBatch = (operation: string, x: Abstract, indices: Abstract, batchDims: number): void => {
  requireInteger(`${operation} (indices)`, indices)
  if (
    !sameShape(x.shape.slice(0, batchDims), indices.shape.slice(0, batchDims)) ||
    indices.shape.length < batchDims
  )
    throw new ShapeError(
      `${operation} needs ${showShape(x.shape)} and indices of shape ${showShape(indices.shape)} to agree in their first ` +
        `${batchDims} axes.`,
      [x.shape, indices.shape],
    )
}

/** Visits each index with the row that it names among all rows, after a check. */
const eachRow = (
  operation: string,
  indices: View,
  batchDims: number,
  size: number,
  visit: (i: number, row: number) => void,
): void => {
  const perBatch = sizeOf(indices.shape.slice(batchDims))
  for (let i = 0; i < indices.elements.length; i++) {
    const index = indices.elements[i]!
    if (index < 0 || index >= size)
      throw new IndexError(
        `${operation} was given index ${index} at position ${i}, but ${size === 0 ? 'there are no rows' : `indices run from 0 to ${size - 1}`}.`,
      )
    visit(i, Math.floor(i / perBatch) * size + index)
  }
}

export const Gather: Primitive<GatherOptions> = {
  name: 'gather',
  shape: (inputs, { batchDims }) => {
    const [table, indices] = [input(inputs, 0), input(inputs, 1)]
    if (table.shape.length <= batchDims)
      throw new ShapeError(
        `gather needs an axis to take rows from behind ${batchDims} of ${showShape(table.shape)}.`,
        [table.shape],
      )
    requireBatch('gather', table, indices, batchDims)
    return { shape: [...indices.shape, ...table.shape.slice(batchDims + 1)], dtype: table.dtype }
  },
  kernel: ([table, indices], y, { batchDims, by = 'gather' }) => {
    const width = sizeOf(table!.shape.slice(batchDims + 1))
    const [from, to] = [table!.elements, y.elements]
    eachRow(by, indices!, batchDims, table!.shape[batchDims]!, (i, row) => {
      if (width === 1) {
        to[i] = from[row]!
        return
      }
      to.set(from.subarray(row * width, (row + 1) * width), i * width)
    })
  },
  partials: ([table, indices], _, options) => [
    table!.kind === 'float'
      ? {
          apply: dx => bind(Gather, options, [dx, indices!]),
          transpose: dy =>
            bind(ScatterAdd, { ...options, size: table!.shape[options.batchDims]! }, [dy, indices!]),
        }
      : null,
    null,
  ],
}

export const ScatterAdd: Primitive<ScatterAddOptions> = {
  name: 'scatterAdd',
  shape: (inputs, { batchDims, size }) => {
    const [updates, indices] = [input(inputs, 0), input(inputs, 1)]
    requireShape('scatterAdd', [size])
    requireFloat('scatterAdd', updates)
    requireBatch('scatterAdd', updates, indices, batchDims)
    if (!sameShape(updates.shape.slice(0, indices.shape.length), indices.shape))
      throw new ShapeError(
        `scatterAdd needs a row for each index, but was given ${showShape(updates.shape)} and indices of shape ` +
          `${showShape(indices.shape)}.`,
        [updates.shape, indices.shape],
      )
    return {
      shape: [...indices.shape.slice(0, batchDims), size, ...updates.shape.slice(indices.shape.length)],
      dtype: updates.dtype,
    }
  },
  kernel: ([updates, indices], y, { batchDims, size, by = 'scatterAdd' }) => {
    // In double precision, rounded once, as sums are.
    const totals = new Float64Array(y.elements.length)
    const width = sizeOf(updates!.shape.slice(indices!.shape.length))
    eachRow(by, indices!, batchDims, size, (i, row) => {
      for (let j = 0; j < width; j++) totals[row * width + j]! += updates!.elements[i * width + j]!
    })
    y.elements.set(totals)
  },
  partials: ([, indices], _, { size, ...options }) => [
    {
      apply: dx => bind(ScatterAdd, { ...options, size }, [dx, indices!]),
      transpose: dy => bind(Gather, options, [dy, indices!]),
    },
    null,
  ],
}

/**
 * The rows of `table` that the indices name: `gather(table, indices)[i, …] = table[indices[i], …]`. An index may occur
 * many times; its cotangents add up.
 *
 * @throws IndexError if an index is out of range.
 */
export const gather = <N extends number, R extends Shape, I extends Shape, K extends Kind>(
  table: Tensor<[N, ...R], K>,
  indices: Integers<I>,
): Tensor<[...I, ...R], K> => bind(Gather, { batchDims: 0 }, [table, indices])

/**
 * The same as a smooth map of the table, for a layer whose name errors tell.
 *
 * @throws IndexError if an index is out of range, with the name.
 */
export const gatherBy =
  (by: string, indices: Integers) =>
  (table: Tensor): readonly [rows: Tensor, pullback: (drows: Tensor) => Tensor] => {
    const options = { batchDims: 0, by }
    const size = table.shape[0] as number
    return [
      bind(Gather, options, [table, indices]),
      drows => bind(ScatterAdd, { ...options, size }, [drows, indices]),
    ]
  }

/** One element of each row: `takeAlong(x, indices)[i] = x[i, indices[i]]`. */
export const takeAlong = <N extends number, C extends number, K extends Kind>(
  x: Tensor<[N, C], K>,
  indices: Integers<[N]>,
): Tensor<[N], K> => bind(Gather, { batchDims: 1 }, [x, indices])

/**
 * Zeros with `size` rows, into which row `i` of the updates is added at row `indices[i]`.
 *
 * @category Operations
 * @since 0.1.0
 */
export const scatterAdd = takes(
  'scatterAdd',
  [{ size: needs.number }, { updates: needs.tensor, indices: needs.tensor }],
  () => scatterAddUnchecked,
)

const scatterAddUnchecked =
  <N extends number>(size: N) =>
  <R extends Shape, I extends number>(
    updates: Tensor<[I, ...R]>,
    indices: Integers<[I]>,
  ): Tensor<[N, ...R]> =>
    bind(ScatterAdd, { batchDims: 0, size }, [updates, indices])
