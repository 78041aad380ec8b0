/**
 * Code for one chunk of a convolution: some examples of the batch.
 *
 * @module
 */
import { aligned } from '../../plan/cacheLine.ts'
import type { ConvolveShape } from '../../plan/convolution.ts'
import { lanesOf } from '../../plan/lanes.ts'
import type { Layout } from '../../plan/layout.ts'
import { countOf, type StepPartition } from '../../plan/partition.ts'
import { factorsOf } from '../../plan/sizes.ts'
import { type Equation, firstResult, type Program, type Ref } from '../../primitive/core/program.ts'
import type { FunctionBuilder, Local } from '../binary/assembler.ts'
import { features } from '../host/features.ts'
import { at } from '../matmul/cursor.ts'
import { chunkOffset, forEachSize } from './chunk.ts'
import { convolveScratchBytes, emitConvolve, emitRow, exampleBytes, kernelSize } from './convolve.ts'

type ConvolveChunks = Extract<StepPartition, { readonly of: 'convolution' }>

/** What a chunk of the gradient of the kernel adds up for itself, in bytes. */
const partBytes = (shape: ConvolveShape): number =>
  shape.gives === 'kernel' ? aligned(kernelSize(shape) * (16 / lanesOf(shape.dtype))) + 64 : 0

const scratchOfChunk = ({ shape }: ConvolveChunks): number => aligned(convolveScratchBytes(shape))

/** The scratch memory of all chunks: any of them may be computed at the same time. */
export const convolveChunksScratchBytes = (partition: ConvolveChunks): number =>
  countOf(partition.chunks) * (scratchOfChunk(partition) + partBytes(partition.shape))

/** Where the parts of a gradient of the kernel begin. */
const partsAt = (partition: ConvolveChunks, layout: Layout): number =>
  layout.scratch + countOf(partition.chunks) * scratchOfChunk(partition)

/**
 * Emits the chunk whose number a local holds. An operand may lie elsewhere, as far as the word at `cacheOffsetOf` says.
 */
export const emitConvolveChunk = (
  f: FunctionBuilder,
  program: Program,
  layout: Layout,
  equation: number,
  partition: ConvolveChunks,
  index: Local,
  cacheOffsetOf: (ref: Ref) => number | undefined,
): void => {
  const { shape, chunks } = partition
  const { operands } = program.equations[equation] as Equation
  const { x, w, y } = factorsOf(shape.gives, operands as readonly [Ref, Ref], firstResult(program) + equation)
  const steps = exampleBytes(shape)
  const moved = {
    x: chunkOffset(f, index, steps.x * chunks.size, cacheOffsetOf(x)),
    w: chunkOffset(f, index, partBytes(shape), cacheOffsetOf(w)),
    y: chunkOffset(f, index, steps.y * chunks.size, cacheOffsetOf(y)),
    scratch: chunkOffset(f, index, scratchOfChunk(partition)),
  }
  const places = {
    x: layout.addressOf(x),
    w: shape.gives === 'kernel' ? partsAt(partition, layout) : layout.addressOf(w),
    y: layout.addressOf(y),
    scratch: layout.scratch,
  }
  forEachSize(f, index, chunks, batch => emitConvolve(f, { ...shape, ...places, batch, moved }, features()))
  f.release(...Object.values(moved))
}

/** Emits what is left to do when all chunks are computed: a gradient of the kernel is the sum of theirs. */
export const emitConvolveEnd = (
  f: FunctionBuilder,
  layout: Layout,
  result: Ref,
  partition: ConvolveChunks,
): void => {
  const { shape, chunks } = partition
  if (shape.gives !== 'kernel') return
  const [first, to] = [partsAt(partition, layout), at(layout.addressOf(result))]
  for (let i = 0; i < countOf(chunks); i++)
    emitRow(f, shape.dtype, at(first + i * partBytes(shape)), to, kernelSize(shape), i > 0)
}
