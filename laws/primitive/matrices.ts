/**
 * Specifications of the primitives of linear algebra, and of the Fourier transform. Their meanings are those of textbooks: Cramer's
 * rule, the expansion of determinants, Gram and Schmidt's process, Jacobi's rotations, the sum of a transform as it is written.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import { type AnyTensor, type DType, fromValues, type Shape, toValues } from '../../src/index.ts'
import { shapes } from '../arbitraries.ts'
import { filled, floats } from './inputs.ts'
import {
  choleskyOf,
  columnOf,
  cramer,
  determinant,
  dot,
  entry,
  gramSchmidt,
  jacobi,
  type Matrix,
  made,
  matrixAt,
  symmetricPart,
} from './matrix.ts'
import type { Plain } from './plain.ts'
import type { Specifications } from './specification.ts'

const batches = shapes({ rank: 1, max: 2, min: 0 })

/** Matrices that are far from singular: entries up to 1/2, to which something is added by row and column. */
const near = (shape: Shape, dtype: DType, more: (i: number, j: number) => number): Arbitrary<AnyTensor> =>
  filled(
    shape,
    'f64',
    fc.integer({ min: -32, max: 32 }).map(n => n / 64),
  ).map(x => {
    const columns = shape.at(-1)!
    const size = columns * shape.at(-2)!
    const values = Array.from(toValues(x), (value, place) => {
      const within = place % size
      return value + more(Math.floor(within / columns), within % columns)
    })
    return fromValues(shape, values, dtype) as AnyTensor
  })

/** So much that no step of a law from there makes them singular, or takes the order from eigenvalues. */
const far = 16
const dominant = (i: number, j: number): number => (i === j ? far : 0)

const squares = fc.record({ batch: batches, n: fc.nat(3), width: fc.nat(2) })

const options = fc.record({ transposeA: fc.boolean() })

/** Of either triangle. */
const triangles = fc.record({ lower: fc.boolean(), transposeA: fc.boolean() })

/** The shape of equations' right sides, and the solution of each by its matrix. */
const solving =
  (solution: (a: Matrix, right: readonly number[], i: number) => number) =>
  (a: Plain, b: Plain): Plain => ({
    shape: b.shape,
    dtype: b.dtype,
    at: index => {
      const batch = index.slice(0, -2)
      return solution(matrixAt(a, batch), columnOf(matrixAt(b, batch), index.at(-1)!), index.at(-2)!)
    },
  })

const exchanged = (a: Matrix, flag: boolean): Matrix =>
  flag ? made(a.length, a.length, (i, j) => entry(a, j, i)) : a

export const matrices: Specifications<
  | 'cholesky'
  | 'determinant'
  | 'divideByGaps'
  | 'fourier'
  | 'qr'
  | 'solve'
  | 'symmetricEigen'
  | 'triangularSolve'
> = {
  cholesky: {
    dtypes: floats,
    cases: dtype =>
      squares.chain(({ batch, n }) =>
        near([...batch, n, n], dtype, dominant).map(x => ({ inputs: [x], options: {} })),
      ),
    oracle: ([a]) => ({
      ...a!,
      at: index =>
        entry(choleskyOf(symmetricPart(matrixAt(a!, index.slice(0, -2)))), index.at(-2)!, index.at(-1)!),
    }),
    terms: 64,
  },
  determinant: {
    dtypes: floats,
    cases: dtype =>
      squares.chain(({ batch, n }) =>
        fc.record({
          inputs: fc.tuple(near([...batch, n, n], dtype, dominant)),
          options: fc.record({ log: fc.boolean() }),
        }),
      ),
    oracle: ([a], { log }) => ({
      shape: a!.shape.slice(0, -2),
      dtype: a!.dtype,
      at: index => {
        const value = determinant(matrixAt(a!, index))
        return log ? Math.log(Math.abs(value)) : value
      },
    }),
    terms: 64,
  },
  divideByGaps: {
    dtypes: floats,
    cases: dtype =>
      squares.chain(({ batch, n }) =>
        fc.record({
          inputs: fc.tuple(
            near([...batch, 1, n], dtype, (_, j) => far * j).map(
              x => fromValues([...batch, n], Array.from(toValues(x)), dtype) as AnyTensor,
            ),
            filled([...batch, n, n], dtype),
          ),
          options: fc.constant({}),
        }),
      ),
    oracle: ([values, m]) => ({
      ...m!,
      at: index => {
        const [batch, i, j] = [index.slice(0, -2), index.at(-2)!, index.at(-1)!]
        return i === j ? 0 : m!.at(index) / (values!.at([...batch, j]) - values!.at([...batch, i]))
      },
    }),
    terms: 64,
  },
  fourier: {
    dtypes: floats,
    cases: dtype =>
      fc.record({ batch: batches, n: fc.constantFrom(1, 2, 3, 4, 5, 6, 8) }).chain(({ batch, n }) =>
        fc.record({
          inputs: fc.tuple(filled([...batch, 2, n], dtype)),
          options: fc.record({ inverse: fc.boolean() }),
        }),
      ),
    oracle: ([x], { inverse }) => ({
      ...x!,
      at: index => {
        const [batch, part, k] = [index.slice(0, -2), index.at(-2)!, index.at(-1)!]
        const n = x!.shape.at(-1)!
        let total = 0
        for (let j = 0; j < n; j++) {
          const angle = ((inverse ? 2 : -2) * Math.PI * j * k) / n
          const [re, im] = [x!.at([...batch, 0, j]), x!.at([...batch, 1, j])]
          total +=
            part === 0
              ? re * Math.cos(angle) - im * Math.sin(angle)
              : re * Math.sin(angle) + im * Math.cos(angle)
        }
        return total
      },
    }),
    terms: 64,
  },
  qr: {
    dtypes: floats,
    cases: dtype =>
      fc
        .record({ batch: batches, n: fc.nat(3), more: fc.nat(2) })
        .chain(({ batch, n, more }) =>
          near([...batch, n + more, n], dtype, dominant).map(x => ({ inputs: [x], options: {} })),
        ),
    oracle: ([a]) => {
      const [m, n] = a!.shape.slice(-2) as [number, number]
      return {
        shape: [...a!.shape.slice(0, -2), m + n, n],
        dtype: a!.dtype,
        at: index => {
          const matrix = matrixAt(a!, index.slice(0, -2))
          const columns = gramSchmidt(matrix)
          const [i, j] = [index.at(-2)!, index.at(-1)!]
          if (i < m) return columns[j]![i]!
          return i - m > j ? 0 : dot(columns[i - m]!, columnOf(matrix, j))
        },
      }
    },
    terms: 64,
  },
  solve: {
    dtypes: floats,
    cases: dtype =>
      squares.chain(({ batch, n, width }) =>
        fc.record({
          inputs: fc.tuple(near([...batch, n, n], dtype, dominant), filled([...batch, n, width], dtype)),
          options,
        }),
      ),
    oracle: ([a, b], { transposeA }) =>
      solving((matrix, right, i) => cramer(exchanged(matrix, transposeA), right, i))(a!, b!),
    terms: 64,
  },
  symmetricEigen: {
    dtypes: floats,
    cases: dtype =>
      squares.chain(({ batch, n }) =>
        fc.record({
          inputs: fc.tuple(near([...batch, n, n], dtype, (i, j) => (i === j ? far * ((i * 2) % 3) : 0))),
          options: fc.record({ vectors: fc.boolean() }),
        }),
      ),
    oracle: ([a], { vectors }) => {
      const [batch, n] = [a!.shape.slice(0, -2), a!.shape.at(-1)!]
      return {
        shape: vectors ? [...batch, n + 1, n] : [...batch, n],
        dtype: a!.dtype,
        at: index => {
          const found = jacobi(symmetricPart(matrixAt(a!, index.slice(0, batch.length))))
          const { value, vector } = found[index.at(-1)!]!
          const row = vectors ? index.at(-2)! : 0
          return row === 0 ? value : vector[row - 1]!
        },
      }
    },
    terms: 64,
  },
  triangularSolve: {
    dtypes: floats,
    cases: dtype =>
      squares.chain(({ batch, n, width }) =>
        fc.record({
          inputs: fc.tuple(near([...batch, n, n], dtype, dominant), filled([...batch, n, width], dtype)),
          options: triangles,
        }),
      ),
    oracle: ([a, b], { lower, transposeA }) =>
      solving((matrix, right, i) => {
        const triangle = matrix.map((row, k) => row.map((x, j) => ((lower ? k >= j : k <= j) ? x : 0)))
        return cramer(exchanged(triangle, transposeA), right, i)
      })(a!, b!),
    terms: 64,
  },
}
