/**
 * Code for one share of a convolution: some examples of the batch.
 *
 * @module
 */
import { aligned } from '../../plan/cacheLine.ts'
import { lanesOf } from '../../plan/lanes.ts'
import { factorsOf } from '../../plan/sizes.ts'
import type { ConvolveShape } from '../../plan/convolution.ts'
import { type Equation, firstResult, type Program, type Ref } from '../../program/program.ts'
import type { FunctionBuilder, Local } from '../binary/assembler.ts'
import { countOf, type StepDivision } from '../../plan/partition.ts'
import { convolveScratchBytes, emitConvolve, emitRow, exampleBytes, kernelSize } from './convolve.ts'
import { features } from '../host/features.ts'
import type { Layout } from '../../plan/layout.ts'
import { forEachSize, shareOffset } from './chunk.ts'
import { at } from '../matmul/cursor.ts'

type ConvolveShares = Extract<StepDivision, { readonly of: 'convolution' }>

/** What a share of the gradient of the kernel adds up for itself, in bytes. */
const partBytes = (shape: ConvolveShape): number =>
  shape.gives === 'kernel' ? aligned(kernelSize(shape) * (16 / lanesOf(shape.dtype))) + 64 : 0

const scratchOfShare = ({ shape }: ConvolveShares): number => aligned(convolveScratchBytes(shape))

/** The scratch memory of all shares: any of them may be computed at the same time. */
export const convolveSharesScratchBytes = (division: ConvolveShares): number =>
  countOf(division.shares) * (scratchOfShare(division) + partBytes(division.shape))

/** Where the parts of a gradient of the kernel begin. */
const partsAt = (division: ConvolveShares, layout: Layout): number =>
  layout.scratch + countOf(division.shares) * scratchOfShare(division)

/**
 * Emits the share whose number a local holds. An operand may lie elsewhere, as far as the word at `displacementOf` says.
 */
export const emitConvolveShare = (
  f: FunctionBuilder,
  program: Program,
  layout: Layout,
  equation: number,
  division: ConvolveShares,
  index: Local,
  displacementOf: (ref: Ref) => number | undefined,
): void => {
  const { shape, shares } = division
  const { operands } = program.equations[equation] as Equation
  const { x, w, y } = factorsOf(shape.gives, operands as readonly [Ref, Ref], firstResult(program) + equation)
  const steps = exampleBytes(shape)
  const moved = {
    x: shareOffset(f, index, steps.x * shares.size, displacementOf(x)),
    w: shareOffset(f, index, partBytes(shape), displacementOf(w)),
    y: shareOffset(f, index, steps.y * shares.size, displacementOf(y)),
    scratch: shareOffset(f, index, scratchOfShare(division)),
  }
  const places = {
    x: layout.addressOf(x),
    w: shape.gives === 'kernel' ? partsAt(division, layout) : layout.addressOf(w),
    y: layout.addressOf(y),
    scratch: layout.scratch,
  }
  forEachSize(f, index, shares, batch => emitConvolve(f, { ...shape, ...places, batch, moved }, features()))
  f.release(...Object.values(moved))
}

/** Emits what is left to do when all shares are computed: a gradient of the kernel is the sum of theirs. */
export const emitConvolveEnd = (
  f: FunctionBuilder,
  layout: Layout,
  result: Ref,
  division: ConvolveShares,
): void => {
  const { shape, shares } = division
  if (shape.gives !== 'kernel') return
  const [first, to] = [partsAt(division, layout), at(layout.addressOf(result))]
  for (let i = 0; i < countOf(shares); i++)
    emitRow(f, shape.dtype, at(first + i * partBytes(shape)), to, kernelSize(shape), i > 0)
}
