/**
 * Matrix products, for one pair of matrices or for each of a batch of pairs.
 *
 * @module
 */
import { ShapeError } from '../../tensor/error.ts'
import { type Shape, sameShape, showShape, sizeOf } from '../../tensor/shape.ts'
import type { AnyTensor, Tensor } from '../../tensor/tensor.ts'
import { bind } from '../core/bind.ts'
import type { Primitive } from '../core/primitive.ts'
import { input, requireFloat, requireSameDType } from '../core/rule.ts'

/** Which of the two is read with its last two axes exchanged. */
export interface MatmulOptions {
  readonly transposeA: boolean
  readonly transposeB: boolean
}

const product = <T extends AnyTensor>(
  a: AnyTensor,
  b: AnyTensor,
  transposeA: boolean,
  transposeB: boolean,
): T => bind(Matmul, { transposeA, transposeB }, [a, b])

/** Rows and columns of the last two axes, as they are read. */
const extents = (shape: Shape, transposed: boolean): readonly [rows: number, columns: number] => {
  const rows = shape[shape.length - 2]!
  const columns = shape[shape.length - 1]!
  return transposed ? [columns, rows] : [rows, columns]
}

const side = (transposed: boolean): string => (transposed ? ' (transposed)' : '')

export const Matmul: Primitive<MatmulOptions> = {
  name: 'matmul',
  shape: (inputs, { transposeA, transposeB }) => {
    const a = input(inputs, 0)
    const b = input(inputs, 1)
    requireFloat('matmul', a)
    requireSameDType('matmul', a, b)
    const words = () => `${showShape(a.shape)}${side(transposeA)} by ${showShape(b.shape)}${side(transposeB)}`
    if (a.shape.length < 2 || b.shape.length < 2)
      throw new ShapeError(
        `matmul needs matrices, but was given ${words()}. Reshape vectors to one row or column.`,
        [a.shape, b.shape],
      )
    const batch = a.shape.slice(0, -2)
    if (!sameShape(batch, b.shape.slice(0, -2)))
      throw new ShapeError(`matmul cannot multiply ${words()}: the leading axes differ. Use op.broadcast.`, [
        a.shape,
        b.shape,
      ])
    const [m, k] = extents(a.shape, transposeA)
    const [l, n] = extents(b.shape, transposeB)
    if (k !== l)
      throw new ShapeError(
        `matmul cannot multiply ${words()}: ${k} columns meet ${l} rows.`,
        [a.shape, b.shape],
        b.shape.length - (transposeB ? 1 : 2),
      )
    return { shape: [...batch, m, n], dtype: a.dtype }
  },
  kernel: ([a, b], c, { transposeA, transposeB }) => {
    const [m, k] = extents(a!.shape, transposeA)
    const n = c.shape.at(-1)!
    const [rowA, innerA] = transposeA ? [1, m] : [k, 1]
    const [innerB, columnB] = transposeB ? [1, k] : [n, 1]
    const [as, bs, cs] = [a!.elements, b!.elements, c.elements]
    const matrices = sizeOf(c.shape.slice(0, -2))
    for (let batch = 0; batch < matrices; batch++)
      for (let i = 0; i < m; i++)
        for (let j = 0; j < n; j++) {
          let total = 0
          let p = batch * m * k + i * rowA
          let q = batch * k * n + j * columnB
          for (let l = 0; l < k; l++, p += innerA, q += innerB) total += as[p]! * bs[q]!
          cs[(batch * m + i) * n + j] = total
        }
  },
  partials: ([a, b], _, { transposeA, transposeB }) => [
    {
      apply: da => product(da, b!, transposeA, transposeB),
      transpose: dc => (transposeA ? product(b!, dc, transposeB, true) : product(dc, b!, false, !transposeB)),
    },
    {
      apply: db => product(a!, db, transposeA, transposeB),
      transpose: dc => (transposeB ? product(dc, a!, true, transposeA) : product(a!, dc, !transposeA, false)),
    },
  ],
}

/** The matrix product `a b` of the last two axes; leading axes, if any, are a batch and must agree. */
export const matmul = <L extends Shape, M extends number, K extends number, N extends number>(
  a: Tensor<[...L, M, K]>,
  b: Tensor<[...L, K, N]>,
): Tensor<[...L, M, N]> => product(a, b, false, false)

/** The matrix product `aᵀ b`, without making `aᵀ`. */
export const matmulTN = <L extends Shape, M extends number, K extends number, N extends number>(
  a: Tensor<[...L, K, M]>,
  b: Tensor<[...L, K, N]>,
): Tensor<[...L, M, N]> => product(a, b, true, false)

/** The matrix product `a bᵀ`, without making `bᵀ`. */
export const matmulNT = <L extends Shape, M extends number, K extends number, N extends number>(
  a: Tensor<[...L, M, K]>,
  b: Tensor<[...L, N, K]>,
): Tensor<[...L, M, N]> => product(a, b, false, true)
