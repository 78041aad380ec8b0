/**
 * Code for one chunk of a matrix product: some of the result's rows, or some matrices of the batch.
 *
 * @module
 */
import { aligned } from '../../plan/cacheLine.ts'
import { lanesOf } from '../../plan/lanes.ts'
import type { Layout } from '../../plan/layout.ts'
import { leadingLeft } from '../../plan/matmul.ts'
import { chunkOf, countOf, type StepPartition } from '../../plan/partition.ts'
import { type Equation, firstResult, type Program, type Ref } from '../../primitive/core/program.ts'
import type { FunctionBuilder, Local } from '../binary/assembler.ts'
import { features } from '../host/features.ts'
import { emitMatmul, matmulScratchBytes } from '../matmul/matmul.ts'
import { chunkOffset, forEachSize } from './chunk.ts'

type ProductChunks = Extract<StepPartition, { readonly of: 'product' }>

const scratchOfChunk = ({ shape, chunks }: ProductChunks): number =>
  aligned(
    Math.max(...[chunks.size, chunks.rest].map(size => matmulScratchBytes(chunkOf(shape, chunks, size)))),
  )

/** The scratch memory of all chunks: any of them may be computed at the same time. */
export const productChunksScratchBytes = (partition: ProductChunks): number =>
  countOf(partition.chunks) * scratchOfChunk(partition)

/**
 * Emits the chunk whose number a local holds. An operand may lie elsewhere, as far as the word at `cacheOffsetOf` says.
 */
export const emitProductChunk = (
  f: FunctionBuilder,
  program: Program,
  layout: Layout,
  equation: number,
  partition: ProductChunks,
  index: Local,
  cacheOffsetOf: (ref: Ref) => number | undefined,
): void => {
  const { shape, chunks } = partition
  const { operands } = program.equations[equation] as Equation
  const [a, b] = operands as readonly [Ref, Ref]
  const bytes = 16 / lanesOf(shape.dtype)
  const { m, n, k } = shape
  const steps =
    chunks._tag === 'batch'
      ? { a: m * k, b: k * n, c: m * n }
      : { a: shape.transposeA ? 1 : leadingLeft(shape), b: 0, c: n }
  const moved = {
    a: chunkOffset(f, index, steps.a * chunks.size * bytes, cacheOffsetOf(a)),
    b: chunkOffset(f, index, steps.b * chunks.size * bytes, cacheOffsetOf(b)),
    c: chunkOffset(f, index, steps.c * chunks.size * bytes),
    scratch: chunkOffset(f, index, scratchOfChunk(partition)),
  }
  const places = {
    a: layout.addressOf(a),
    b: layout.addressOf(b),
    c: layout.addressOf(firstResult(program) + equation),
    scratch: layout.scratch,
  }
  forEachSize(f, index, chunks, size =>
    emitMatmul(f, { ...chunkOf(shape, chunks, size), ...places, moved }, features()),
  )
  f.release(...Object.values(moved))
}
