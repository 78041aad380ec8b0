/**
 * Tiles side by side: the product of a block of rows with all columns, one pass along the inner axis.
 *
 * @module
 */
import { type Features, lanesOf } from '../../plan/lanes.ts'
import { leadingRight, type WidePlan } from '../../plan/matmul.ts'
import type { FunctionBuilder } from '../binary/assembler.ts'
import { vectorOp } from '../math/vector.ts'
import { type Cursor, inPieces, load, past } from './cursor.ts'
import { emitProducts, releaseSums, storeLanes, takeSums } from './tile.ts'
import { emitProductBlocks, hasTotals, totalBytes, totalsRow } from './totals.ts'

/** The left operand of a block: bytes from row to row, and from one step along the inner axis to the next. */
export interface Left {
  readonly from: Cursor
  readonly row: number
  readonly step: number
}

/** One block of a product; the result is made of sums in f64 where the product has them. */
export interface Block {
  readonly left: Left
  readonly right: Cursor
  readonly result: Cursor
  readonly rows: number
  readonly depth: number
}

/** Bytes from one row of the result to the next, and from one vector to the next. */
const resultSteps = (plan: WidePlan): readonly [row: number, vector: number] =>
  hasTotals(plan) ? [totalsRow(plan), totalBytes] : [plan.shape.n * (16 / lanesOf(plan.shape.dtype)), 16]

/** A tile of `rows` rows and `columns` columns. */
const emitTile = (
  f: FunctionBuilder,
  plan: WidePlan,
  features: Features,
  { left, right, result, rows, depth }: Block,
  columns: number,
): void => {
  const { dtype, k } = plan.shape
  const lanes = lanesOf(dtype)
  const size = 16 / lanes
  const vectors = Math.ceil(columns / lanes)
  const sums = takeSums(f, rows, vectors)
  const [resultRow, resultVector] = resultSteps(plan)
  const place = (row: number, vector: number): Cursor => past(result, row * resultRow + vector * resultVector)
  const tile = {
    dtype,
    features,
    left: {
      load: dtype === 'f32' ? 'v128.load32_splat' : 'v128.load64_splat',
      from: left.from,
      count: rows,
      stride: left.row,
      step: left.step,
    },
    right: {
      load: 'v128.load',
      from: right,
      count: vectors,
      stride: 16,
      step: plan.packRight ? vectors * 16 : leadingRight(plan.shape) * size,
    },
    sums,
  } as const
  const short = rows * vectors < plan.rows * plan.vectors
  if (hasTotals(plan)) emitProductBlocks(f, tile, depth, short, place)
  else {
    emitProducts(f, tile, depth, { onto: 'nothing', short })
    sums.forEach((row, i) => {
      row.forEach((sum, j) => {
        // A pass is added up by itself, so that what is added is not small beside the sum.
        if (depth < k) {
          load(f, 'v128.load', place(i, j))
          f.get(sum).op(vectorOp(dtype, 'add')).set(sum)
        }
        storeLanes(f, dtype, sum, place(i, j), columns - j * lanes)
      })
    })
  }
  releaseSums(f, sums)
}

/** Computes a block, adding it to the result if there are several passes. */
export const emitBlock = (f: FunctionBuilder, plan: WidePlan, features: Features, block: Block): void => {
  const { dtype, n } = plan.shape
  const lanes = lanesOf(dtype)
  const size = 16 / lanes
  const width = plan.vectors * lanes
  const [resultRow, resultVector] = resultSteps(plan)
  const { left, right } = block
  const overRows = (b: Block, then: (b: Block) => void): void =>
    inPieces(
      f,
      block.rows,
      plan.rows,
      [left.from, b.result],
      [plan.rows * left.row, plan.rows * resultRow],
      rows => (from, to) => then({ ...b, rows, left: { ...left, from }, result: to }),
    )
  const overPanels = (b: Block, then: (b: Block, columns: number) => void): void =>
    inPieces(
      f,
      n,
      width,
      [right, b.result],
      [(plan.packRight ? block.depth : 1) * width * size, plan.vectors * resultVector],
      columns => (from, to) => then({ ...b, right: from, result: to }, columns),
    )
  if (plan.rowsOutside)
    overRows(block, row => overPanels(row, (b, columns) => emitTile(f, plan, features, b, columns)))
  else overPanels(block, (panel, columns) => overRows(panel, b => emitTile(f, plan, features, b, columns)))
}
