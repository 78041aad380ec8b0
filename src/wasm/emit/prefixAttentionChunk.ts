/**
 * Code for one chunk of attention to a cache: some of the groups of heads that share keys.
 *
 * @module
 */
import { lanesOf } from '../../plan/lanes.ts'
import type { Layout } from '../../plan/layout.ts'
import { defaultGrainSize } from '../../plan/loopCost.ts'
import { countOf, type Partition } from '../../plan/partition.ts'
import { hasLanes } from '../../plan/sizes.ts'
import {
  abstractOf,
  type Equation,
  firstResult,
  type Program,
  type Ref,
} from '../../primitive/core/program.ts'
import { prefixSizesOf } from '../../primitive/product/prefixAttention.ts'
import type { FunctionBuilder, Local } from '../binary/assembler.ts'
import { features } from '../host/features.ts'
import { chunkBounds, chunkOffset } from './chunk.ts'
import {
  emitPrefixAttention,
  emitPrefixCheck,
  loadPosition,
  type PrefixSpec,
  prefixScratchBytes,
} from './prefixAttention.ts'

/** Sizes and addresses of an equation; `null` of integers. */
export const prefixSpecOf = (program: Program, layout: Layout, equation: number): PrefixSpec | null => {
  const { operands, shape, dtype } = program.equations[equation] as Equation
  const [q, k, v, position] = operands as readonly [Ref, Ref, Ref, Ref]
  if (!hasLanes(dtype)) return null
  const { addressOf, scratch } = layout
  return {
    ...prefixSizesOf(shape, abstractOf(program, k).shape),
    ...{ dtype, scratch, queries: addressOf(q), keys: addressOf(k), values: addressOf(v) },
    position: { address: addressOf(position), isByte: abstractOf(program, position).dtype === 'u8' },
    to: addressOf(firstResult(program) + equation),
  }
}

/** The bytes that all chunks need together. */
export const prefixChunksScratchBytes = (program: Program, equation: number, chunks: Partition): number => {
  const { operands, dtype } = program.equations[equation] as Equation
  const capacity = abstractOf(program, operands[1] as Ref).shape[2] as number
  return countOf(chunks) * prefixScratchBytes(dtype as 'f32' | 'f64', capacity)
}

/** Positions below which there is too little to read for another thread to be worth its time. */
const fewPositions = ({ batch, heads, time, size, dtype }: PrefixSpec): number =>
  Math.ceil((2 * defaultGrainSize * lanesOf(dtype)) / (2 * batch * heads * time * size))

/**
 * Emits, where chunks are called, the check of the position, and the whole where there is little: leaves in a local whether that was
 * all, so that no chunks are called. The same numbers come out.
 */
export const emitPrefixAlone = (caller: FunctionBuilder, spec: PrefixSpec, failure: number): Local => {
  emitPrefixCheck(caller, spec, failure)
  const isDone = caller.local('i32')
  loadPosition(caller, spec)
  caller
    .i32(fewPositions(spec))
    .op('i32.lt_s')
    .tee(isDone)
    .if(() => emitPrefixAttention(caller, spec, features()))
  return isDone
}

/** Emits the chunk whose number a local holds. */
export const emitPrefixChunk = (
  f: FunctionBuilder,
  spec: PrefixSpec,
  { size }: Partition,
  index: Local,
): void => {
  const scratchOffset = chunkOffset(f, index, prefixScratchBytes(spec.dtype, spec.capacity))
  const [from, to] = chunkBounds(f, index, size, spec.batch * spec.groups)
  emitPrefixAttention(f, spec, features(), { from, to, scratchOffset })
  f.release(from, to, scratchOffset)
}
