/**
 * Partition of a step into chunks that several threads may compute at the same time.
 *
 * Chunks follow from the program alone: a host with more cores computes the same chunks, and so the same bits, sooner.
 *
 * @module
 */

import { abstractOf, type Equation, firstResult, type Program, type Ref } from '../primitive/core/program.ts'
import { prefixSizesOf } from '../primitive/product/prefixAttention.ts'
import { sizeOf } from '../tensor/shape.ts'
import { cacheLine } from './cacheLine.ts'
import { type ConvolveShape, convolveCycles } from './convolution.ts'
import type { FusedStep, Fusion, Step } from './fusion.ts'
import { type Features, type LoopLanes, lanesOf } from './lanes.ts'
import { defaultGrainSize, loopCycles } from './loopCost.ts'
import { loopTypeOf } from './loopType.ts'
import { loweringOf } from './lowering.ts'
import { leadingLeft, type MatmulShape, matmulCycles } from './matmul.ts'
import { cyclesOfGroup, drawOf, groupsOf } from './randomDraw.ts'
import { convolveShape, hasLanes, isEmpty, matmulSizes } from './sizes.ts'

/** A partition: `whole` equal chunks of `size`, and one of `rest` unless that is 0. The unit depends on the step. */
export interface Partition {
  readonly size: number
  readonly whole: number
  readonly rest: number
}

/** The chunks of a product: rows of the result, or matrices of the batch. */
export interface ProductPartition extends Partition {
  readonly _tag: 'rows' | 'batch'
}

/** The chunks of a loop: its rows, or vectors if it has but one row. */
export interface LoopPartition extends Partition {
  readonly _tag: 'rows' | 'vectors'
}

/** How many chunks there are. */
export const countOf = ({ whole, rest }: Partition): number => whole + (rest > 0 ? 1 : 0)

/** More chunks than any host is likely to have cores for would be too small. */
const maxChunks = 8

const inChunks = (total: number, chunks: number): Partition => {
  const size = Math.ceil(total / chunks)
  return { size, whole: Math.floor(total / size), rest: total % size }
}

/** The makespan on two threads of chunks of given costs, where each thread takes the next chunk as soon as it is free. */
const makespan = (costs: readonly number[]): number =>
  Math.max(
    ...costs.reduce<readonly [number, number]>(
      ([x, y], cost) => (x <= y ? [x + cost, y] : [x, y + cost]),
      [0, 0],
    ),
  )

/** Among partitions that two threads are nearly equally fast with, the one into most chunks. */
const preferred = <D extends Partition>(
  partitions: readonly D[],
  costs: (partition: D) => readonly number[],
) => {
  const costed = partitions.map(partition => ({ partition, span: makespan(costs(partition)) }))
  const best = Math.min(...costed.map(({ span }) => span))
  const good = costed.filter(({ span }) => span <= 1.06 * best)
  return good.reduce(
    (x, y) => (countOf(y.partition) > countOf(x.partition) ? y : x),
    good[0] as (typeof good)[0],
  )
}

/** A batch of equally costly things in one of some numbers of chunks. */
const inExamples = (batch: number, counts: readonly number[]): Partition =>
  preferred(
    counts.filter(count => count <= batch).map(count => inChunks(batch, count)),
    ({ size, whole, rest }) => [...Array.from({ length: whole }, () => size), ...(rest > 0 ? [rest] : [])],
  ).partition

const chunkCounts = (cycles: number, grainSize: number): readonly number[] =>
  Array.from({ length: Math.min(maxChunks, Math.floor(cycles / grainSize)) - 1 }, (_, i) => i + 2)

/** Chunks of a convolution: examples; or null if it is not worth partitioning. */
export const partitionConvolution = (
  shape: ConvolveShape,
  features: Features,
  grainSize: number,
): Partition | null => {
  const cycles = convolveCycles(shape, features)
  if (cycles < 4 * grainSize || shape.batch < 2) return null
  return inExamples(shape.batch, chunkCounts(cycles, grainSize))
}

/** Chunks of a product, or null if it is not worth partitioning. */
export const partitionProduct = (
  shape: MatmulShape,
  features: Features,
  grainSize: number,
): ProductPartition | null => {
  const { batch, m } = shape
  const whole = matmulCycles(shape, features)
  if (whole < 4 * grainSize) return null
  const counts = chunkCounts(whole, grainSize)
  if (batch > 1) return { _tag: 'batch', ...inExamples(batch, counts) }
  const costOf = (rows: number): number => matmulCycles(rowsOf(shape, rows), features)
  const candidates = counts.filter(count => 4 * count <= m).map(count => inChunks(m, count))
  if (candidates.length === 0) return null
  const { partition, span } = preferred(candidates, ({ size, whole: n, rest }) => {
    const each = costOf(size)
    return [...Array.from({ length: n }, () => each), ...(rest > 0 ? [costOf(rest)] : [])]
  })
  return span > 0.75 * whole ? null : { _tag: 'rows', ...partition }
}

/** The product of so many rows of the left operand, as a part of the whole. */
const rowsOf = (shape: MatmulShape, rows: number): MatmulShape => ({
  ...shape,
  m: rows,
  ...(shape.transposeA ? { leadingA: leadingLeft(shape) } : {}),
})

/** The product that a chunk of a given size is. */
export const chunkOf = (shape: MatmulShape, { _tag }: ProductPartition, size: number): MatmulShape =>
  _tag === 'batch' ? { ...shape, batch: size } : rowsOf(shape, size)

/** Chunks of a loop, or null if it is not worth partitioning. */
export const partitionLoop = (program: Program, step: FusedStep, grainSize: number): LoopPartition | null => {
  const equations = step.equations.map(i => program.equations[i] as Equation)
  const { shape } = equations[0] as Equation
  const size = sizeOf(shape)
  const columns = step.columns === 0 ? size : step.columns
  const chunks = Math.min(
    maxChunks,
    Math.floor(loopCycles(program, equations, step.columns, step.endings.length) / grainSize),
  )
  // What one row gives is of one chunk; what all rows give would have to be put together.
  if (chunks < 2 || step.endings.some(({ of }) => of !== 'row' || columns === size)) return null
  if (columns < size) {
    const partition = inChunks(size / columns, Math.min(chunks, size / columns))
    return countOf(partition) > 1 ? { _tag: 'rows', ...partition } : null
  }
  const vectors = Math.floor(size / lanesOf(loopTypeOf(program, equations[0] as Equation) as LoopLanes))
  const perLine = cacheLine / 16
  const each = Math.ceil(vectors / chunks / perLine) * perLine
  const partition = { size: each, whole: Math.floor(vectors / each), rest: vectors % each }
  return each > 0 && countOf(partition) > 1 ? { _tag: 'vectors', ...partition } : null
}

/** A step's chunks. */
export type StepPartition =
  | { readonly of: 'product'; readonly shape: MatmulShape; readonly chunks: ProductPartition }
  | { readonly of: 'convolution'; readonly shape: ConvolveShape; readonly chunks: Partition }
  | { readonly of: 'loop'; readonly chunks: LoopPartition }
  /** Random numbers, in groups. */
  | { readonly of: 'draw'; readonly chunks: Partition }
  /** Attention to a cache, by groups of heads that share keys. */
  | { readonly of: 'attention'; readonly chunks: Partition }
  /** A product that is offloaded to a library. */
  | { readonly of: 'offloaded'; readonly chunks: Partition }

/** The partition of a step, or null if one thread computes it. */
export const partitionStep = (
  program: Program,
  { isVirtual }: Fusion,
  step: Step,
  features: Features,
  grainSize = defaultGrainSize,
): StepPartition | null => {
  if (step._tag === 'fused') {
    const chunks = partitionLoop(program, step, grainSize)
    return chunks === null ? null : { of: 'loop', chunks }
  }
  const equation = program.equations[step.equation] as Equation
  const draw = drawOf(program, ref => !isVirtual(ref), equation)
  if (draw !== null) {
    const groups = groupsOf(draw)
    const chunks = Math.min(maxChunks, Math.floor((groups * cyclesOfGroup) / grainSize), groups)
    return chunks < 2 ? null : { of: 'draw', chunks: inChunks(groups, chunks) }
  }
  if (isEmpty(program, equation)) return null
  const how = loweringOf(equation)
  switch (how.by) {
    case 'convolution': {
      const shape = convolveShape(program, firstResult(program) + step.equation, how.gives)
      const chunks = partitionConvolution(shape, features, grainSize)
      return chunks === null ? null : { of: 'convolution', shape, chunks }
    }
    case 'product': {
      const shape = matmulSizes(program, equation)
      const chunks = partitionProduct(shape, features, grainSize)
      return chunks === null ? null : { of: 'product', shape, chunks }
    }
    case 'prefixAttention': {
      const { batch, heads, groups, time, size, capacity } = prefixSizesOf(
        equation.shape,
        abstractOf(program, equation.operands[1] as Ref).shape,
      )
      if (!hasLanes(equation.dtype) || size % lanesOf(equation.dtype) !== 0) return null
      // Keys and values each once, for half of the positions on average.
      const cycles = (batch * heads * time * capacity * size) / lanesOf(equation.dtype)
      if (cycles < 2 * grainSize || batch * groups < 2) return null
      return { of: 'attention', chunks: inExamples(batch * groups, chunkCounts(cycles, grainSize)) }
    }
    default:
      return null
  }
}
