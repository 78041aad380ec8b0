/**
 * Sums of products along a long inner axis, in f32: blocks are added up in registers, and their sums in f64 in scratch memory.
 *
 * One after the other in f32, 10⁶ products of one size lose three digits. Sums of up to `blockSteps` lose at most as many halves
 * of a unit in the last place, below 10⁻⁶, and what is added to them in f64 next to nothing. Short axes, which lose no more than
 * that or a few times as much, are added up as they are.
 *
 * @see N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2002, section 4.2 (blocked summation)
 * @module
 */
import { lanesOf } from '../../plan/lanes.ts'
import { type DeepPlan, inEqualPieces, type WidePlan } from '../../plan/matmul.ts'
import { chainsOf } from '../../plan/matmulTile.ts'
import type { FunctionBuilder, Local } from '../binary/assembler.ts'
import { demoteHalves, promoteHalf } from '../math/wideTotal.ts'
import { address, type Cursor, inPieces, load, past } from './cursor.ts'
import { emitProducts, type Sums, storeLanes, type Tile } from './tile.ts'

/** How many products are added to one sum in f32. */
const blockSteps = 64

/** The bytes of a vector of sums in f64. */
export const totalBytes = 32

/** Whether a product's sums are kept in f64: if it is in f32 and so long that they would lose digits. */
export const hasTotals = (plan: WidePlan | DeepPlan): boolean => {
  const { dtype, k } = plan.shape
  if (dtype !== 'f32') return false
  return plan.form === 'deep' ? k / lanesOf(dtype) > 512 : k > 2048 || plan.depth > 768
}

/** Bytes from one row of sums in f64 to the next. */
export const totalsRow = ({ shape }: WidePlan): number =>
  Math.ceil(shape.n / lanesOf(shape.dtype)) * totalBytes

/** Adds up the products of some steps in blocks, of equal length if they can be, and each block to what is at `to`. */
export const emitProductBlocks = (
  f: FunctionBuilder,
  tile: Tile,
  steps: number,
  short: boolean,
  to: (row: number, column: number) => Cursor,
): void => {
  const { left, right, features } = tile
  const size = inEqualPieces(steps, blockSteps * chainsOf([left.count, right.count], features))
  const block = (length: number) => (a: Cursor, b: Cursor) => {
    const own = { ...tile, left: { ...left, from: a }, right: { ...right, from: b } }
    emitProducts(f, own, length, { onto: 'nothing', short })
    tile.sums.forEach((row, i) => {
      row.forEach((sum, j) => {
        addVector(f, sum, to(i, j))
      })
    })
  }
  inPieces(f, steps, size, [left.from, right.from], [left.step * size, right.step * size], block)
}

/** Adds a vector of f32 to one of f64 in memory. */
const addVector = (f: FunctionBuilder, vector: Local, to: Cursor): void => {
  for (const [half, place] of [
    ['low', to],
    ['high', past(to, 16)],
  ] as const) {
    address(f, place)
    load(f, 'v128.load', place)
    promoteHalf(f, vector, half)
    f.op('f64x2.add').memory('v128.store', place.offset)
  }
}

/** Leaves a vector of sums in f64 as one of f32. */
const loadRounded = (f: FunctionBuilder, from: Cursor): void =>
  demoteHalves(
    f,
    () => load(f, 'v128.load', from),
    () => load(f, 'v128.load', past(from, 16)),
  )

/** Takes sums in f64 back into registers, rounded. */
export const loadTotals = (
  f: FunctionBuilder,
  sums: Sums,
  from: (row: number, column: number) => Cursor,
): void =>
  sums.forEach((row, i) => {
    row.forEach((sum, j) => {
      loadRounded(f, from(i, j))
      f.set(sum)
    })
  })

/** Sets sums to 0. */
export const clearTotals = (f: FunctionBuilder, at: Cursor, bytes: number): void => {
  address(f, at).address(at.offset).op('address.add').i32(0).address(bytes).fill()
}

/** Adds a row of f32, which is read up to a whole vector, to one of f64 in memory. */
export const addRow = (f: FunctionBuilder, from: Cursor, totals: Cursor, count: number): void => {
  const vector = f.local('v128')
  inPieces(f, count, 4, [from, totals], [16, totalBytes], () => (source, target) => {
    load(f, 'v128.load', source).set(vector)
    addVector(f, vector, target)
  })
  f.release(vector)
}

/** Stores a row of sums, rounded. */
export const storeRow = (f: FunctionBuilder, totals: Cursor, to: Cursor, count: number): void => {
  const vector = f.local('v128')
  inPieces(f, count, 4, [totals, to], [totalBytes, 16], width => (source, target) => {
    loadRounded(f, source)
    f.set(vector)
    storeLanes(f, 'f32', vector, target, width)
  })
  f.release(vector)
}

/** Stores all sums of a product, rounded. */
export const storeRounded = (f: FunctionBuilder, plan: WidePlan, totals: Cursor, result: Cursor): void => {
  const { m, n } = plan.shape
  inPieces(f, m, 1, [totals, result], [totalsRow(plan), 4 * n], () => (from, to) => storeRow(f, from, to, n))
}
