/**
 * Softmax of columns, differentiated in two ways that are the same map: by its Jacobian in full, and by its pullback.
 *
 * @module
 */
import { oneHot, op, smooth, type Tensor, tensor } from 'pullback'
import { type ColumnMap, type Columns, onColumns } from './columns.ts'

/** Softmax by its pullback, `dz = a · (da - Σ da · a)`. */
export const byPullback: ColumnMap = onColumns(smooth.softmax)

/** The matrices `∂aᵢ/∂zⱼ = aᵢ (δᵢⱼ - aⱼ)` of all samples b, as a tensor [i, j, b]. */
export const jacobian = (a: Columns<number>): Tensor<[number, number, number]> => {
  const [classes, samples] = a.shape
  const along = (axes: readonly number[]) => op.broadcastAlong([classes, classes, samples], axes)
  const labels = tensor(
    Array.from({ length: classes }, (_, i) => i),
    'i32',
  )
  const identity = along([0, 1])(oneHot(classes, { dtype: a.dtype })(labels))
  return op.mul(along([0, 2])(a), op.sub(identity, along([1, 2])(a)))
}

/** `Σⱼ jacobian[i, j, b] · da[j, b]`: the notebook's `np.einsum('ijb,jb->ib', T, output_gradient)`. */
export const contract =
  (matrices: Tensor<[number, number, number]>) =>
  (da: Columns<number>): Columns<number> =>
    op.sum([1])(op.mul(matrices, op.broadcastAlong(matrices.shape, [1, 2])(da)))

/** Softmax by its Jacobian in full, as the notebook has it. */
export const byJacobian = ((z: Columns<number>) => {
  const [a] = byPullback(z)
  return [a, contract(jacobian(a))]
}) as ColumnMap
