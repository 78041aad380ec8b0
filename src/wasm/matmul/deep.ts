/**
 * Matrix products whose lanes run along the inner axis: products of rows of both operands, for few rows or few columns.
 *
 * @module
 */
import { aligned } from '../../plan/cacheLine.ts'
import { type Features, type Lanes, lanesOf } from '../../plan/lanes.ts'
import { type DeepPlan, leadingLeft, leadingRight } from '../../plan/matmul.ts'
import type { FunctionBuilder, Local } from '../binary/assembler.ts'
import { vectorOp } from '../math/vector.ts'
import { type Cursor, inPieces, past } from './cursor.ts'
import { emitTranspose, transposeVectors } from './pack.ts'
import type { Places } from './places.ts'
import { emitProducts, releaseSums, type Side, storeLanes, type Tile, takeSums } from './tile.ts'
import { clearTotals, emitProductBlocks, hasTotals, loadTotals, totalBytes } from './totals.ts'

const packedStride = ({ shape }: DeepPlan): number => aligned(shape.k * (16 / lanesOf(shape.dtype)))

const packedBytes = (plan: DeepPlan): number =>
  packedStride(plan) * ((plan.packLeft ? plan.shape.m : 0) + (plan.packRight ? plan.shape.n : 0))

/** The bytes of scratch memory that a product needs. */
export const deepScratchBytes = (plan: DeepPlan): number =>
  packedBytes(plan) + (hasTotals(plan) ? plan.rows * plan.columns * totalBytes : 0)

/** Adds up the lanes of each vector and stores the sums next to each other. */
const storeTotals = (f: FunctionBuilder, dtype: Lanes, vectors: readonly Local[], to: Cursor): void => {
  const lanes = lanesOf(dtype)
  const spare = Array.from({ length: lanes - vectors.length }, () => f.local('v128'))
  const square = [...vectors, ...spare]
  transposeVectors(f, dtype, square)
  const [first, ...others] = square as [Local, ...Local[]]
  f.get(first)
  for (const other of others) f.get(other).op(vectorOp(dtype, 'add'))
  f.set(first)
  storeLanes(f, dtype, first, to, vectors.length)
  f.release(...spare)
}

/** Computes a product. */
export const emitDeep = (f: FunctionBuilder, plan: DeepPlan, places: Places, features: Features): void => {
  const { dtype, m, n, k } = plan.shape
  const lanes = lanesOf(dtype)
  const size = 16 / lanes
  const [steps, tail] = [Math.floor(k / lanes), k % lanes]
  const resultRow = n * size

  const packed = packedStride(plan)
  const packedLeft = places.scratch
  const packedRight = past(places.scratch, plan.packLeft ? m * packed : 0)
  const totals = past(places.scratch, packedBytes(plan))
  if (plan.packLeft)
    emitTranspose(
      f,
      dtype,
      { from: places.left, stride: leadingLeft(plan.shape) * size },
      { from: packedLeft, stride: packed },
      k,
      m,
    )
  if (plan.packRight)
    emitTranspose(
      f,
      dtype,
      { from: places.right, stride: leadingRight(plan.shape) * size },
      { from: packedRight, stride: packed },
      k,
      n,
    )
  const leftRow = plan.packLeft ? packed : leadingLeft(plan.shape) * size
  const rightRow = plan.packRight ? packed : leadingRight(plan.shape) * size

  const emitTile = (left: Cursor, right: Cursor, to: Cursor, rows: number, columns: number): void => {
    const sums = takeSums(f, rows, columns)
    const tile = (shift: number, part: Pick<Side, 'only'>): Tile => {
      const side = { load: 'v128.load', step: 16, ...part } as const
      return {
        dtype,
        features,
        left: { ...side, from: past(left, shift), count: rows, stride: leftRow },
        right: { ...side, from: past(right, shift), count: columns, stride: rightRow },
        sums,
      }
    }
    if (hasTotals(plan)) {
      const total = (row: number, column: number): Cursor =>
        past(totals, (row * columns + column) * totalBytes)
      clearTotals(f, totals, rows * columns * totalBytes)
      emitProductBlocks(f, tile(0, {}), steps, false, total)
      loadTotals(f, sums, total)
    } else if (steps > 0) emitProducts(f, tile(0, {}), steps, { onto: 'nothing', short: false })
    // What follows the last element may be anything, also NaN, which a product with zero keeps.
    if (tail > 0)
      emitProducts(f, tile(16 * steps, { only: tail }), 1, {
        onto: steps > 0 ? 'sums' : 'nothing',
        short: true,
      })
    sums.forEach((row, i) => {
      for (let j = 0; j < columns; j += lanes)
        storeTotals(f, dtype, row.slice(j, j + lanes), past(to, i * resultRow + j * size))
    })
    releaseSums(f, sums)
  }

  const left = plan.packLeft ? packedLeft : places.left
  const right = plan.packRight ? packedRight : places.right
  const band = (rows: number) => (a: Cursor, c: Cursor) =>
    inPieces(
      f,
      n,
      plan.columns,
      [right, c],
      [plan.columns * rightRow, plan.columns * size],
      columns => (b, d) => emitTile(a, b, d, rows, columns),
    )
  inPieces(f, m, plan.rows, [left, places.result], [plan.rows * leftRow, plan.rows * resultRow], band)
}
