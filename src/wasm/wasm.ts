/**
 * The WebAssembly engine: a module for each program, made on the spot, with static shapes and addresses.
 *
 * What vectors do well is generated; what is rare (maxima over axes that lie apart, say) runs as the primitive's own kernel on
 * the same memory.
 * Nothing is allocated while a program runs. Large loops and products are computed in chunks, by as many threads as there are.
 *
 * @module
 */

import type { Engine, Executable, Preparation } from '../engine/engine.ts'
import { preparing, requirePreparation } from '../engine/preparation.ts'
import { place } from '../plan/layout.ts'
import type { Program, Ref } from '../primitive/core/program.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import { addressesOf, largestValue } from './addresses.ts'
import type { AddressType } from './binary/assembler.ts'
import { outlineOf, regionsIn } from './emit/outline.ts'
import { defaultSpinLimit } from './emit/parallelRegion.ts'
import { executionOf } from './execution.ts'
import { requireHost } from './host/memory.ts'
import { cacheableInputs } from './inputCache.ts'
import { instantiate, type ProgramInstance } from './instance.ts'
import type { GemmLibrary } from './thread/offload.ts'
import { allCores, requireThreads, type ThreadPool, threadPool } from './thread/pool.ts'
import { cacheOffsetAddress, firstAddress } from './thread/protocol.ts'
import { canShareMemory } from './thread/threads.ts'

/** What makes an engine of WebAssembly. */
export interface WasmOptions {
  /** The library that products are offloaded to, if there is one. */
  readonly products?: GemmLibrary | null
  /** The threads that help with large steps. */
  readonly pool: ThreadPool
  /** How many spins to wait for a worker that has taken a chunk. */
  readonly spinLimit?: number
  /** The grain size: the cycles that a chunk should take at least. */
  readonly grainSize?: number
  /** The bytes from which on a function of a module is not made any longer. */
  readonly functionBytes?: number
  /** The type of addresses. Defaults to 32 bits, or 64 for a program that needs them. */
  readonly addresses?: AddressType
  /** The bytes of memory that are left free before a program's values, for tests of what lies far away. Defaults to 0. */
  readonly before?: number
}

const prepare = (
  { products = null, pool, spinLimit = defaultSpinLimit, grainSize, functionBytes, ...options }: WasmOptions,
  program: Program,
  preparation: Preparation = {},
): Executable => {
  requireHost()
  requirePreparation(program, preparation)
  const { carried = [], watched = [], inPlace = false } = preparation
  const outline = outlineOf(program, { products, grainSize })
  const { fusion, partitions, offloaded, bodies, scratch } = outline
  const regions = regionsIn(outline)
  const cacheable = cacheableInputs(program, fusion, partitions, carried, offloaded)
  const start = firstAddress(regions, cacheable.length) + (options.before ?? 0)
  const layout = place(program, fusion, scratch, carried, inPlace, start)
  const addresses = options.addresses ?? addressesOf(outline, layout)
  // The words that say where an input lies have 32 bits.
  const cacheOffsets = new Map(
    addresses === 'i64' ? [] : cacheable.map((input, i) => [input, cacheOffsetAddress(regions, i)] as const),
  )
  const watchedRefs = new Set(watched.map(output => fusion.storageOf(program.outputs[output] as Ref)))
  // An output that is another input as it was must be saved before that input is overwritten.
  const crossing = layout.moves.some(
    ({ output }) => fusion.storageOf(program.outputs[output] as Ref) < program.inputs.length,
  )
  // An output that is a carried input as it was is another number after a commit, unless it is carried there.
  const aliases = program.outputs.flatMap((ref, output) => {
    const storage = fusion.storageOf(ref)
    const overwritten = carried.filter(({ input }) => input === storage)
    return overwritten.some(carry => carry.output !== output) ? [output] : []
  })
  const plan = {
    ...{ program, fusion, layout, addresses, partitions, cacheOffsets, offloaded, bodies, products },
    largest: () => largestValue(outline, layout),
    watched: watchedRefs,
    ...(functionBytes === undefined ? {} : { functionBytes }),
    commits: layout.moves.length > 0 && !crossing,
  }
  const helped = regions > 0 && !pool.isEmpty()
  const instanceOf = (isAlone: boolean): ProgramInstance =>
    instantiate(plan, helped && !isAlone ? pool : null, spinLimit, !isAlone && canShareMemory())
  return executionOf(program, { carried, inPlace, moves: layout.moves, crossing, aliases }, instanceOf)
}

/** Programs as WebAssembly, with some of their products of matrices computed by a library on the same memory. */
export const wasmWith = (name: string, options: WasmOptions): Engine => ({
  name,
  prepare: takes(
    `${name}.prepare`,
    preparing,
    () => (program, preparation) => prepare(options, program, preparation),
  ),
})

/**
 * Programs as WebAssembly, on all cores of the machine.
 *
 * @category Engines
 * @since 0.1.0
 */
export const wasm: Engine = wasmWith('wasm', { pool: allCores })

/**
 * Programs as WebAssembly, on at most so many threads; the results are the same bit for bit, whatever their number.
 *
 * @throws ArgumentError unless the number is a positive integer.
 *
 * @example
 * import { compile, op, type Tensor, tensor, wasmThreads } from 'pullback'
 * const square = compile((x: Tensor<[3]>) => op.mul(x, x), { engine: wasmThreads(1) })
 * console.log(square(tensor([1, 2, 3])))
 *
 * @category Engines
 * @since 0.1.0
 */
export const wasmThreads = takes('wasmThreads', { count: needs.number }, () => wasmThreadsUnchecked)

const wasmThreadsUnchecked = (count: number): Engine =>
  wasmWith('wasm', { pool: threadPool(requireThreads('wasmThreads', count)) })
