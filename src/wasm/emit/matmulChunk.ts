/**
 * Code for one share of a matrix product: some of the result's rows, or some matrices of the batch.
 *
 * @module
 */
import { aligned } from '../../plan/cacheLine.ts'
import { lanesOf } from '../../plan/lanes.ts'
import { type Equation, firstResult, type Program, type Ref } from '../../program/program.ts'
import type { FunctionBuilder, Local } from '../binary/assembler.ts'
import { countOf, type StepDivision, shareOf } from '../../plan/partition.ts'
import { features } from '../host/features.ts'
import type { Layout } from '../../plan/layout.ts'
import { forEachSize, shareOffset } from './chunk.ts'
import { emitMatmul, matmulScratchBytes } from '../matmul/matmul.ts'
import { leadingLeft } from '../../plan/matmul.ts'

type ProductShares = Extract<StepDivision, { readonly of: 'product' }>

const scratchOfShare = ({ shape, shares }: ProductShares): number =>
  aligned(
    Math.max(...[shares.size, shares.rest].map(size => matmulScratchBytes(shareOf(shape, shares, size)))),
  )

/** The scratch memory of all shares: any of them may be computed at the same time. */
export const productSharesScratchBytes = (division: ProductShares): number =>
  countOf(division.shares) * scratchOfShare(division)

/**
 * Emits the share whose number a local holds. An operand may lie elsewhere, as far as the word at `displacementOf` says.
 */
export const emitProductShare = (
  f: FunctionBuilder,
  program: Program,
  layout: Layout,
  equation: number,
  division: ProductShares,
  index: Local,
  displacementOf: (ref: Ref) => number | undefined,
): void => {
  const { shape, shares } = division
  const { operands } = program.equations[equation] as Equation
  const [a, b] = operands as readonly [Ref, Ref]
  const bytes = 16 / lanesOf(shape.dtype)
  const { m, n, k } = shape
  const steps =
    shares._tag === 'batch'
      ? { a: m * k, b: k * n, c: m * n }
      : { a: shape.transposeA ? 1 : leadingLeft(shape), b: 0, c: n }
  const moved = {
    a: shareOffset(f, index, steps.a * shares.size * bytes, displacementOf(a)),
    b: shareOffset(f, index, steps.b * shares.size * bytes, displacementOf(b)),
    c: shareOffset(f, index, steps.c * shares.size * bytes),
    scratch: shareOffset(f, index, scratchOfShare(division)),
  }
  const places = {
    a: layout.addressOf(a),
    b: layout.addressOf(b),
    c: layout.addressOf(firstResult(program) + equation),
    scratch: layout.scratch,
  }
  forEachSize(f, index, shares, size =>
    emitMatmul(f, { ...shareOf(shape, shares, size), ...places, moved }, features()),
  )
  f.release(...Object.values(moved))
}
