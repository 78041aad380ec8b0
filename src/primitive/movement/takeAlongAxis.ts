/**
 * One element along an axis for each index.
 *
 * @module
 */
import { ShapeError } from '../../tensor/error.ts'
import { showShape } from '../../tensor/shape.ts'
import type { AnyTensor } from '../../tensor/tensor.ts'
import { bind, requireTensor } from '../core/bind.ts'
import { requireAxes } from '../core/rule.ts'
import { Gather } from './gather.ts'
import { Transpose } from './transpose.ts'

/** An axis at the end, and the way back. */
const lastly = (rank: number, axis: number): readonly number[] => [
  ...Array.from({ length: rank }, (_, i) => i).filter(i => i !== axis),
  axis,
]

const permuted = (axes: readonly number[], x: AnyTensor): AnyTensor =>
  axes.every((axis, i) => axis === i) ? x : bind(Transpose, { axes }, [x])

/** `y[…, i, …] = x[…, indices[…, i, …], …]` along an axis; the other axes of both agree. */
export const takeAlongAxis = (axis: number, x: AnyTensor, indices: AnyTensor): AnyTensor => {
  const rank = requireTensor(x).shape.length
  requireTensor(indices)
  requireAxes('takeAlong', x.shape, [axis])
  if (indices.shape.length !== rank || x.shape.some((n, i) => i !== axis && n !== indices.shape[i]))
    throw new ShapeError(
      `takeAlong along axis ${axis} needs indices that agree with ${showShape(x.shape)} in the other axes, but was given ` +
        `${showShape(indices.shape)}.`,
      [x.shape, indices.shape],
      axis,
    )
  const order = lastly(rank, axis)
  const taken = bind(Gather, { batchDims: rank - 1, by: 'takeAlong' }, [
    permuted(order, x),
    permuted(order, indices),
  ])
  return permuted(
    order.map((_, i) => order.indexOf(i)),
    taken,
  )
}
