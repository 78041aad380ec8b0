/**
 * The WebAssembly engine: a module for each program, made on the spot, with static shapes and addresses.
 *
 * What vectors do well is generated; what is rare (maxima over axes that lie apart, say) runs as the primitive's own kernel on
 * the same memory.
 * Nothing is allocated while a program runs. Large loops and products are computed in shares, by as many threads as there are.
 *
 * @module
 */
import { isEmpty, matmulSizes } from '../plan/sizes.ts'
import type { Program, Ref } from '../program/program.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import { displacementAddress, firstAddress } from './thread/protocol.ts'
import { type Crew, crewOf, everyCore, requireThreads } from './thread/pool.ts'
import { divide, type StepDivision } from '../plan/partition.ts'
import { convolveSharesScratchBytes } from './emit/convolveChunk.ts'
import { productSharesScratchBytes } from './emit/matmulChunk.ts'
import { endingScratchBytes } from './emit/endings.ts'
import { patience as muchPatience } from './emit/region.ts'
import { scratchBytesOf } from './emit/single.ts'
import type { Engine, Executable, Preparation } from '../engine/engine.ts'
import { features } from './host/features.ts'
import { fuse } from '../plan/fusion.ts'
import { displaceable } from './inputCache.ts'
import { executionOf } from './execution.ts'
import { place } from '../plan/layout.ts'
import { type Machine, makeMachine } from './instance.ts'
import { requireHost } from './host/memory.ts'
import { canShareMemory } from './thread/threads.ts'
import { requirePreparation } from '../engine/preparation.ts'
import type { Products } from './thread/offload.ts'

/** What makes an engine of WebAssembly. */
export interface WasmOptions {
  /** Who takes over products, if anybody does. */
  readonly products?: Products | null
  /** Who helps with large steps. */
  readonly crew: Crew
  /** How many looks to wait for a thread that has taken a share. */
  readonly patience?: number
  /** The cycles that a share should take at least. */
  readonly grain?: number
}

const sharesScratchBytes = (division: StepDivision): number => {
  switch (division.of) {
    case 'product':
      return productSharesScratchBytes(division)
    case 'convolution':
      return convolveSharesScratchBytes(division)
    case 'loop':
    case 'draw':
    case 'commission':
      return 0
  }
}

/** The products that somebody takes over, by equation, and in how many shares. */
const handOver = (program: Program, { sharesOf }: Products): ReadonlyMap<number, number> =>
  new Map(
    program.equations.flatMap((equation, i) => {
      if (equation.primitive.name !== 'matmul' || isEmpty(program, equation)) return []
      const shares = sharesOf(matmulSizes(program, equation))
      return shares > 0 ? [[i, shares] as const] : []
    }),
  )

const prepare = (
  { products = null, crew, patience = muchPatience, grain }: WasmOptions,
  program: Program,
  preparation: Preparation = {},
): Executable => {
  requireHost()
  requirePreparation(program, preparation)
  const { carried = [], watched = [], inPlace = false } = preparation
  const fusion = fuse(program)
  const handedOver = products === null ? new Map<number, number>() : handOver(program, products)
  const divisions = fusion.steps.map((step): StepDivision | null => {
    const shares = step._tag === 'single' ? handedOver.get(step.equation) : undefined
    if (shares === undefined) return divide(program, fusion, step, features(), grain)
    return shares > 1 ? { of: 'commission', shares: { size: 1, whole: shares, rest: 0 } } : null
  })
  const regions = divisions.filter(division => division !== null)
  const scratch = Math.max(
    scratchBytesOf(program),
    ...regions.map(sharesScratchBytes),
    ...fusion.steps.map(step => endingScratchBytes(program, step)),
  )
  const elsewhere = displaceable(program, fusion, divisions, carried, handedOver)
  const start = firstAddress(regions.length, elsewhere.length)
  const layout = place(program, fusion, scratch, carried, inPlace, start)
  const displacements = new Map(
    elsewhere.map((input, i) => [input, displacementAddress(regions.length, i)] as const),
  )
  const watchedRefs = new Set(watched.map(output => fusion.storageOf(program.outputs[output] as Ref)))
  // An output that is another input as it was must be saved before that input is overwritten.
  const crossing = layout.moves.some(
    ({ output }) => fusion.storageOf(program.outputs[output] as Ref) < program.inputs.length,
  )
  const plan = {
    ...{ program, fusion, layout, divisions, displacements, handedOver, products },
    watched: watchedRefs,
    commits: layout.moves.length > 0 && !crossing,
  }
  const helped = regions.length > 0 && !crew.isEmpty()
  const machineOf = (isAlone: boolean): Machine =>
    makeMachine(plan, helped && !isAlone ? crew : null, patience, !isAlone && canShareMemory())
  return executionOf(program, { carried, inPlace, moves: layout.moves, crossing }, machineOf)
}

/** Programs as WebAssembly, with some of their products of matrices computed by somebody else on the same memory. */
export const wasmWith = (name: string, options: WasmOptions): Engine => ({
  name,
  prepare: (program, preparation) => prepare(options, program, preparation),
})

/** Programs as WebAssembly, on all cores of the machine. */
export const wasm: Engine = wasmWith('wasm', { crew: everyCore })

/**
 * Programs as WebAssembly, on at most so many threads; the results are the same bit for bit, whatever their number.
 *
 * @throws ArgumentError unless the number is a positive integer.
 *
 * @example
 * import { compile, op, type Tensor, tensor, wasmThreads } from 'pullback'
 * const square = compile((x: Tensor<[3]>) => op.mul(x, x), { engine: wasmThreads(1) })
 * console.log(square(tensor([1, 2, 3])))
 */
export const wasmThreads = takes('wasmThreads', { count: needs.number }, () => wasmThreadsUnchecked)

const wasmThreadsUnchecked = (count: number): Engine =>
  wasmWith('wasm', { crew: crewOf(requireThreads('wasmThreads', count)) })
