/**
 * Matrix products whose lanes run along the rows of the right operand and of the result: passes along the inner axis, in each
 * of which the right operand, or blocks of the left one, may be copied so that tiles read them in a row.
 *
 * @module
 */
import { aligned } from '../../plan/cacheLine.ts'
import { type Features, lanesOf } from '../../plan/lanes.ts'
import { leadingLeft, leadingRight, type WidePlan } from '../../plan/matmul.ts'
import type { FunctionBuilder } from '../binary/assembler.ts'
import { emitBlock, type Left } from './block.ts'
import { type Cursor, inPieces, past } from './cursor.ts'
import { emitCopy, emitTranspose } from './pack.ts'
import type { Places } from './places.ts'
import { clearTotals, hasTotals, storeRounded, totalsRow } from './totals.ts'

const sizeOf = ({ shape }: WidePlan): number => 16 / lanesOf(shape.dtype)

const packedRightBytes = ({ packRight, depth, shape }: WidePlan): number =>
  packRight ? aligned(depth * Math.ceil(shape.n / lanesOf(shape.dtype)) * 16) : 0

/** Bytes from one row of the packed left operand to the next: not a power of two, which would crowd a few cache sets. */
const packedLeftStride = (plan: WidePlan): number =>
  plan.shape.transposeA ? aligned(plan.rowBlock * sizeOf(plan)) : aligned(plan.depth * sizeOf(plan)) + 64

const packedLeftBytes = (plan: WidePlan): number =>
  plan.rowBlock === 0 ? 0 : packedLeftStride(plan) * (plan.shape.transposeA ? plan.depth : plan.rowBlock)

const totalsBytes = (plan: WidePlan): number => (hasTotals(plan) ? plan.shape.m * totalsRow(plan) : 0)

/** The bytes of scratch memory that a product needs. */
export const wideScratchBytes = (plan: WidePlan): number =>
  packedRightBytes(plan) + packedLeftBytes(plan) + totalsBytes(plan)

/** Copies the right operand's part of a pass to panels as wide as the tile, one after the other. */
const emitPanels = (f: FunctionBuilder, plan: WidePlan, from: Cursor, to: Cursor, depth: number): void => {
  const { dtype, n, transposeB } = plan.shape
  const leading = leadingRight(plan.shape) * sizeOf(plan)
  const lanes = lanesOf(dtype)
  const size = sizeOf(plan)
  const width = plan.vectors * lanes
  const panel = (columns: number) => (source: Cursor, target: Cursor) => {
    const packed = { from: target, stride: Math.ceil(columns / lanes) * 16 }
    if (transposeB) emitTranspose(f, dtype, { from: source, stride: leading }, packed, columns, depth)
    else emitCopy(f, { from: source, stride: leading }, packed, depth, columns * size)
  }
  inPieces(
    f,
    n,
    width,
    [from, to],
    [transposeB ? width * leading : width * size, depth * width * size],
    panel,
  )
}

/** Computes a product. */
export const emitWide = (f: FunctionBuilder, plan: WidePlan, places: Places, features: Features): void => {
  const { m, n, k, transposeA, transposeB } = plan.shape
  const size = sizeOf(plan)
  const packedRight = places.scratch
  const packedLeft = past(places.scratch, packedRightBytes(plan))
  const totals = past(packedLeft, packedLeftBytes(plan))
  const [sums, sumsRow] = hasTotals(plan) ? [totals, totalsRow(plan)] : [places.result, n * size]
  const leading = leadingLeft(plan.shape) * size
  const [row, step] = transposeA ? [size, leading] : [leading, size]

  const emitPass = (depth: number) => (first: Cursor, second: Cursor) => {
    if (plan.packRight) emitPanels(f, plan, second, packedRight, depth)
    const right = plan.packRight ? packedRight : second
    const block = (rows: number, left: Left, result: Cursor): void =>
      emitBlock(f, plan, features, { left, right, result, rows, depth })
    if (plan.rowBlock === 0) {
      block(m, { from: first, row, step }, sums)
      return
    }
    const stride = packedLeftStride(plan)
    const packed = {
      from: packedLeft,
      ...(transposeA ? { row: size, step: stride } : { row: stride, step: size }),
    }
    const copied = (rows: number) => (from: Cursor, result: Cursor) => {
      const to = { from: packedLeft, stride }
      if (transposeA) emitCopy(f, { from, stride: step }, to, depth, rows * size)
      else emitCopy(f, { from, stride: row }, to, rows, depth * size)
      block(rows, packed, result)
    }
    const steps = [plan.rowBlock * row, plan.rowBlock * sumsRow] as const
    inPieces(f, m, plan.rowBlock, [first, sums], steps, copied)
  }

  if (hasTotals(plan) || plan.depth < k) clearTotals(f, sums, m * sumsRow)
  const steps = [
    plan.depth * step,
    plan.depth * (transposeB ? size : leadingRight(plan.shape) * size),
  ] as const
  inPieces(f, k, plan.depth, [places.left, places.right], steps, emitPass)
  if (hasTotals(plan)) storeRounded(f, plan, totals, places.result)
}
