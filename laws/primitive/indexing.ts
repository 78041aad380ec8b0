/**
 * Specifications of the primitives that take and add rows by index, and of the matrix product.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import { type AnyTensor, op, type Shape } from '../../src/index.ts'
import { indices, shapes } from '../arbitraries.ts'
import { everyDType, filled, floats } from './inputs.ts'
import { indicesOf } from './plain.ts'
import type { Specifications } from './specification.ts'

/** Shared leading axes, the indices' own axes, the axes of a row, and how many rows there are: few, so that most recur. */
const sizes = fc.record({
  batch: shapes({ rank: 2, max: 2 }),
  taken: shapes({ rank: 2, max: 3, min: 0 }),
  row: shapes({ rank: 2, max: 2 }),
  rows: fc.integer({ min: 1, max: 3 }),
})

const indicesIn = (shape: Shape, rows: number): Arbitrary<AnyTensor> =>
  fc
    .tuple(indices(shape, rows), fc.constantFrom('i32' as const, 'u8' as const))
    .map(([x, dtype]) => op.convert(dtype)(x))

const flipped = (shape: Shape, flag: boolean): Shape =>
  flag ? [...shape.slice(0, -2), shape.at(-1)!, shape.at(-2)!] : shape

/** Sizes of products of squares: only there does a factor in place of its transpose fit. */
const square = fc.constantFrom(2, 3).map(n => [n, n, n] as [number, number, number])

export const indexing: Specifications<'gather' | 'matmul' | 'scatterAdd'> = {
  gather: {
    dtypes: everyDType,
    cases: dtype =>
      sizes.chain(({ batch, taken, row, rows }) =>
        fc.record({
          inputs: fc.tuple(filled([...batch, rows, ...row], dtype), indicesIn([...batch, ...taken], rows)),
          options: fc.constant({ batchDims: batch.length }),
        }),
      ),
    oracle: ([table, chosen], { batchDims }) => ({
      shape: [...chosen!.shape, ...table!.shape.slice(batchDims + 1)],
      dtype: table!.dtype,
      at: index => {
        const rank = chosen!.shape.length
        return table!.at([
          ...index.slice(0, batchDims),
          chosen!.at(index.slice(0, rank)),
          ...index.slice(rank),
        ])
      },
    }),
    linear: 'jointly',
  },
  matmul: {
    dtypes: floats,
    cases: dtype =>
      fc
        .record({
          batch: shapes({ rank: 2, max: 2, min: 0 }),
          sizes: fc.oneof(fc.tuple(fc.nat(3), fc.nat(3), fc.nat(3)), square),
          options: fc.record({ transposeA: fc.boolean(), transposeB: fc.boolean() }),
        })
        .chain(({ batch, sizes: [m, k, n], options }) =>
          fc.record({
            inputs: fc.tuple(
              filled(flipped([...batch, m, k], options.transposeA), dtype),
              filled(flipped([...batch, k, n], options.transposeB), dtype),
            ),
            options: fc.constant(options),
          }),
        ),
    oracle: ([a, b], { transposeA, transposeB }) => {
      const [left, right] = [flipped(a!.shape, transposeA), flipped(b!.shape, transposeB)]
      return {
        shape: [...left.slice(0, -1), right.at(-1)!],
        dtype: a!.dtype,
        at: index => {
          const [batch, i, j] = [index.slice(0, -2), index.at(-2)!, index.at(-1)!]
          let total = 0
          for (let l = 0; l < left.at(-1)!; l++)
            total +=
              a!.at([...batch, ...(transposeA ? [l, i] : [i, l])]) *
              b!.at([...batch, ...(transposeB ? [j, l] : [l, j])])
          return total
        },
      }
    },
    linear: 'each',
  },
  scatterAdd: {
    dtypes: floats,
    cases: dtype =>
      sizes.chain(({ batch, taken, row, rows }) =>
        fc.record({
          inputs: fc.tuple(
            filled([...batch, ...taken, ...row], dtype),
            indicesIn([...batch, ...taken], rows),
          ),
          options: fc.constant({ batchDims: batch.length, size: rows }),
        }),
      ),
    oracle: ([updates, chosen], { batchDims, size }) => ({
      shape: [...chosen!.shape.slice(0, batchDims), size, ...updates!.shape.slice(chosen!.shape.length)],
      dtype: updates!.dtype,
      at: index =>
        indicesOf(chosen!.shape)
          .filter(
            place =>
              place.slice(0, batchDims).every((i, axis) => i === index[axis]) &&
              chosen!.at(place) === index[batchDims],
          )
          .reduce((total, place) => total + updates!.at([...place, ...index.slice(batchDims + 1)]), 0),
    }),
    linear: 'jointly',
  },
}
