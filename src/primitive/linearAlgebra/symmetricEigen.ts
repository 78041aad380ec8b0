/**
 * Eigenvalues and eigenvectors of symmetric matrices.
 *
 * @module
 */
import { sizeOf } from '../../tensor/shape.ts'
import type { AnyTensor } from '../../tensor/tensor.ts'
import { bind } from '../core/bind.ts'
import type { Linear, Primitive } from '../core/primitive.ts'
import { input } from '../core/rule.ts'
import { dense } from '../dense/dense.ts'
import { add, mul } from '../elementwise/arithmetic.ts'
import { Concat } from '../movement/concat.ts'
import { Reshape } from '../movement/reshape.ts'
import { Broadcast, Sum } from '../reduction/broadcast.ts'
import { dividedByGaps } from './divideByGaps.ts'
import { rowFor, symmetricEigen } from './eigenvalues.ts'
import { identityLike, leading, product, requireSquare, rowsOf, symmetricPart } from './matrices.ts'
import { loadRows, matricesIn } from './rows.ts'

/** Whether eigenvectors are asked for, too. */
export interface SymmetricEigenOptions {
  readonly vectors: boolean
}

/** Numbers for the columns, at each row. */
const alongRows = (x: AnyTensor): AnyTensor => {
  const shape = [...x.shape, x.shape.at(-1)!]
  const axes = x.shape.map((_, axis) => (axis === x.shape.length - 1 ? axis + 1 : axis))
  return bind(Broadcast, { shape, axes }, [x])
}

/** Rows of matrices that have one. */
const asRow = (x: AnyTensor): AnyTensor =>
  bind(Reshape, { shape: [...x.shape.slice(0, -1), 1, x.shape.at(-1)!] }, [x])
const ofRow = (x: AnyTensor): AnyTensor =>
  bind(Reshape, { shape: [...leading(x.shape), x.shape.at(-1)!] }, [x])

/** The sums of the columns. */
const columnSums = (x: AnyTensor): AnyTensor => bind(Sum, { axes: [x.shape.length - 2] }, [x])

/** `v x vᵀ` */
const inBasis = (v: AnyTensor, x: AnyTensor): AnyTensor => product(product(v, x), v, { transposeB: true })

/** The eigenvalues alone: `dλ = diag(vᵀ da v)`, also where some are equal, for the vectors that were found. */
const partialOfValues = (vectors: () => AnyTensor): Linear => ({
  apply: da => {
    const v = vectors()
    return columnSums(mul(v, product(symmetricPart(da), v)))
  },
  transpose: dvalues => {
    const v = vectors()
    return product(mul(v, alongRows(dvalues)), v, { transposeB: true })
  },
})

/** Both: `dv = v (f ∘ vᵀ da v)`, where `f` has `1 / (λⱼ - λᵢ)` off the diagonal. */
const partialOfBoth = (values: () => AnyTensor, vectors: () => AnyTensor): Linear => ({
  apply: da => {
    const v = vectors()
    const inner = product(v, product(symmetricPart(da), v), { transposeA: true })
    const dvalues = columnSums(mul(inner, identityLike(inner)))
    const dv = product(v, dividedByGaps(values(), inner))
    return bind(Concat, { axis: v.shape.length - 2 }, [asRow(dvalues), dv])
  },
  transpose: dy => {
    const v = vectors()
    const n = v.shape.at(-1)!
    const [dvalues, dv] = [ofRow(rowsOf(dy, 0, 1)), rowsOf(dy, 1, n)]
    const turning = dividedByGaps(values(), product(v, dv, { transposeA: true }))
    return symmetricPart(inBasis(v, add(mul(alongRows(dvalues), identityLike(v)), turning)))
  },
})

/** The eigenvalues in ascending order; or a row with them, and below it their vectors as columns. */
export const SymmetricEigen: Primitive<SymmetricEigenOptions> = {
  name: 'symmetricEigen',
  shape: (inputs, { vectors }) => {
    const a = input(inputs, 0)
    requireSquare('symmetricEigen', a)
    const n = a.shape.at(-1)!
    return { shape: [...leading(a.shape), ...(vectors ? [n + 1, n] : [n])], dtype: a.dtype }
  },
  kernel: ([a], y, options) => {
    const n = a!.shape.at(-1)!
    const size = sizeOf(y.shape.slice(leading(a!.shape).length))
    const code = dense()
    for (let index = 0; index < matricesIn(a!); index++) {
      const load = (numbers: Float64Array): void =>
        loadRows(a!.elements, index * n * n, [n, n], numbers, { at: 0, row: rowFor(n) })
      const { numbers, values, places } = symmetricEigen(code, n, load, options.vectors)
      y.elements.set(values, index * size)
      if (options.vectors)
        for (let i = 0; i < n; i++)
          for (let j = 0; j < n; j++) y.elements[index * size + (i + 1) * n + j] = numbers[places[j]! + i]!
    }
  },
  partials: ([a], y, { vectors }) => [
    vectors
      ? partialOfBoth(
          () => ofRow(rowsOf(y, 0, 1)),
          () => rowsOf(y, 1, y.shape.at(-1)!),
        )
      : partialOfValues(() => rowsOf(bind(SymmetricEigen, { vectors: true }, [a!]), 1, y.shape.at(-1)!)),
  ],
}
