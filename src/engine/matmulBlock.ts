/**
 * Tiles side by side: the product of a block of rows with all columns, one pass along the inner axis.
 *
 * @module
 */
import type { FunctionBuilder, Local } from './assembler.ts'
import { type Cursor, inPieces, load, past } from './matmulCursor.ts'
import { leadingRight, type WidePlan } from './matmulPlan.ts'
import { emitProducts, releaseSums, storeLanes, takeSums } from './matmulTile.ts'
import { type Features, lanesOf } from './vectorLanes.ts'

/** The left operand of a block: bytes from row to row, and from one step along the inner axis to the next. */
export interface Left {
  readonly from: Cursor
  readonly row: number
  readonly step: number
}

/** One block of a product. */
export interface Block {
  readonly left: Left
  readonly right: Cursor
  readonly result: Cursor
  readonly rows: number
  readonly depth: number
}

/** A tile of `rows` rows and `columns` columns. */
const emitTile = (
  f: FunctionBuilder,
  plan: WidePlan,
  features: Features,
  { left, right, result, rows, depth }: Block,
  columns: number,
): void => {
  const { dtype, n, k } = plan.shape
  const lanes = lanesOf(dtype)
  const size = 16 / lanes
  const vectors = Math.ceil(columns / lanes)
  const sums = takeSums(f, rows, vectors)
  const each = (visit: (sum: Local, place: Cursor, columnsLeft: number) => void): void =>
    sums.forEach((row, i) => {
      row.forEach((sum, j) => {
        visit(sum, past(result, i * n * size + 16 * j), columns - j * lanes)
      })
    })
  const several = depth < k
  if (several) each((sum, place) => load(f, 'v128.load', place).set(sum))
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
  emitProducts(f, tile, depth, { onto: several ? 'sums' : 'nothing', short })
  each((sum, place, columnsLeft) => storeLanes(f, dtype, sum, place, columnsLeft))
  releaseSums(f, sums)
}

/** Computes a block, adding it to the result if there are several passes. */
export const emitBlock = (f: FunctionBuilder, plan: WidePlan, features: Features, block: Block): void => {
  const { dtype, n } = plan.shape
  const lanes = lanesOf(dtype)
  const size = 16 / lanes
  const width = plan.vectors * lanes
  const { left, right } = block
  const overRows = (b: Block, then: (b: Block) => void): void =>
    inPieces(
      f,
      block.rows,
      plan.rows,
      [left.from, b.result],
      [plan.rows * left.row, plan.rows * n * size],
      rows => (from, to) => then({ ...b, rows, left: { ...left, from }, result: to }),
    )
  const overPanels = (b: Block, then: (b: Block, columns: number) => void): void =>
    inPieces(
      f,
      n,
      width,
      [right, b.result],
      [(plan.packRight ? block.depth : 1) * width * size, width * size],
      columns => (from, to) => then({ ...b, right: from, result: to }, columns),
    )
  if (plan.rowsOutside)
    overRows(block, row => overPanels(row, (b, columns) => emitTile(f, plan, features, b, columns)))
  else overPanels(block, (panel, columns) => overRows(panel, b => emitTile(f, plan, features, b, columns)))
}
