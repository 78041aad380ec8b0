/**
 * Specifications of the primitives that take and add rows by index, and of the matrix product.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import { type AnyTensor, fromValues, op, type Shape } from '../../src/index.ts'
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

/**
 * Blocks in tensors: leading axes, for each other axis its size and that of the block, and where the block begins in each example. Along
 * each axis there is as much room, so that starts in another order are starts, too.
 */
const blocks = fc
  .record({
    batch: shapes({ rank: 2, max: 2 }),
    sizes: fc.array(fc.nat(3), { maxLength: 3 }),
    more: fc.nat(2),
  })
  .chain(({ batch, sizes, more }) =>
    fc.record({
      batch: fc.constant(batch),
      axes: fc.constant(sizes.map(block => ({ whole: block + more, block }))),
      starts: fc.tuple(...Array.from({ length: sizeOf(batch) * sizes.length }, () => fc.nat(more))),
    }),
  )

const startsOf = (shape: Shape, starts: readonly number[]): Arbitrary<AnyTensor> =>
  fc.constantFrom('i32' as const, 'u8' as const).map(dtype => fromValues(shape, starts, dtype) as AnyTensor)

const sizeOf = (shape: Shape): number => shape.reduce((product, n) => product * n, 1)

const flipped = (shape: Shape, flag: boolean): Shape =>
  flag ? [...shape.slice(0, -2), shape.at(-1)!, shape.at(-2)!] : shape

/** Sizes of products of squares: only there does a factor in place of its transpose fit. */
const square = fc.constantFrom(2, 3).map(n => [n, n, n] as [number, number, number])

export const indexing: Specifications<
  'dynamicSlice' | 'dynamicUpdateSlice' | 'gather' | 'matmul' | 'scatterAdd'
> = {
  dynamicSlice: {
    dtypes: everyDType,
    cases: dtype =>
      blocks.chain(({ batch, axes, starts }) =>
        fc.record({
          inputs: fc.tuple(
            filled([...batch, ...axes.map(({ whole }) => whole)], dtype),
            startsOf([...batch, axes.length], starts),
          ),
          options: fc.constant({ sizes: axes.map(({ block }) => block), batchDims: batch.length }),
        }),
      ),
    oracle: ([x, start], { sizes, batchDims }) => ({
      shape: [...x!.shape.slice(0, batchDims), ...sizes],
      dtype: x!.dtype,
      at: index => {
        const example = index.slice(0, batchDims)
        return x!.at(
          index.map((i, axis) => (axis < batchDims ? i : i + start!.at([...example, axis - batchDims]))),
        )
      },
    }),
    linear: 'jointly',
  },
  dynamicUpdateSlice: {
    dtypes: everyDType,
    cases: dtype =>
      blocks.chain(({ batch, axes, starts }) =>
        fc.record({
          inputs: fc.tuple(
            filled([...batch, ...axes.map(({ whole }) => whole)], dtype),
            filled([...batch, ...axes.map(({ block }) => block)], dtype),
            startsOf([...batch, axes.length], starts),
          ),
          options: fc.constant({ batchDims: batch.length }),
        }),
      ),
    oracle: ([x, block, start], { batchDims }) => ({
      shape: x!.shape,
      dtype: x!.dtype,
      at: index => {
        const example = index.slice(0, batchDims)
        const within = index.map((i, axis) =>
          axis < batchDims ? i : i - start!.at([...example, axis - batchDims]),
        )
        return within.every((i, axis) => i >= 0 && i < block!.shape[axis]!) ? block!.at(within) : x!.at(index)
      },
    }),
    linear: 'jointly',
  },
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
