/**
 * A program in a memory of its own: instantiated, with views of everything in it.
 *
 * @module
 */
import type { View } from '../primitive/core/primitive.ts'
import { abstractOf, type Equation, firstResult, type Ref } from '../primitive/core/program.ts'
import type { Elements } from '../tensor/dtype.ts'
import { EngineError } from '../tensor/error.ts'
import { sizeOf } from '../tensor/shape.ts'
import { type AnyTensor, elementsOf } from '../tensor/tensor.ts'
import { encodeModule } from './binary/module.ts'
import { generate, type Site, type Target } from './emit/program.ts'
import { hasMemory64 } from './host/features.ts'
import type { WasmMemory } from './host/host.ts'
import { mostPages, pagesOf, requireHost, showBytes } from './host/memory.ts'
import { inputCacheIn, maxCacheBytes } from './inputCache.ts'
import { hostMath } from './math/hostMath.ts'
import { giveMemory, type Lease, takeMemory } from './memoryPool.ts'
import { vacate } from './residents.ts'
import type { GemmLibrary } from './thread/offload.ts'
import type { ThreadPool } from './thread/pool.ts'
import { control } from './thread/protocol.ts'

/** Runs a segment of the program; 0, the number of the equation that failed plus one, or a negative status. */
export type RunSegment = () => number

/** A program, ready to run. */
export interface ProgramInstance {
  readonly segments: readonly RunSegment[]
  readonly viewOf: (ref: Ref) => View
  /** Runs an equation's own kernel, by its number among all of the module. */
  readonly runKernel: (number: number) => void
  /** Does the layout's moves, if it was made for that. */
  readonly commit: () => void
  /** Says that a run is about to begin. */
  readonly begin: () => void
  /** Puts a tensor where an input is read from. */
  readonly write: (input: number, x: AnyTensor) => void
  /** What an input is read from. */
  readonly inputNow: (input: number) => Elements
  /** The bytes of its memory, as far as the program needs it. */
  readonly bytes: number
  /**
   * Gives its memory to other programs; `false` says that a thread may still write there, so that no other program is to get it. It cannot be
   * used afterwards.
   */
  readonly release: (isFree?: boolean) => void
}

/** The plan of an instance: a target without the memory, which the instance brings. */
export interface Plan extends Omit<Target, 'spinLimit'> {
  /** The library that computes the products that are offloaded, if any are. */
  readonly products: GemmLibrary | null
  /** Names the largest value. */
  readonly largest: () => string
}

const viewsOn =
  (buffer: ArrayBuffer, { program, layout }: Pick<Plan, 'program' | 'layout'>) =>
  (ref: Ref): View => {
    const { shape, dtype } = abstractOf(program, ref)
    const Storage = { f32: Float32Array, f64: Float64Array, i32: Int32Array, u8: Uint8Array }[dtype]
    return { shape, dtype, elements: new Storage(buffer, layout.addressOf(ref), sizeOf(shape)) }
  }

/** Memory for a plan, shared if it is to be, else not. */
const leaseFor = ({ layout, addresses, largest }: Plan, isShared: boolean, kept: number): Lease => {
  const pages = isShared ? Math.min(pagesOf(layout.size + kept), mostPages[addresses]) : null
  return takeMemory(layout.size, pages, vacate, { addresses, largest })
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`

const compiled = (bytes: Uint8Array<ArrayBuffer>, { program }: Plan): object => {
  const { Module } = requireHost()
  try {
    return new Module(bytes)
  } catch (error) {
    throw new EngineError(
      `The program, of ${counted(program.equations.length, 'operation')}, became a module of ${showBytes(bytes.length)} that this host's WebAssembly does not ` +
        `take (${String(error)}). Divide it into several compiled functions, repeat less in one program (fewer times of a scan, fewer ` +
        'layers), or use the reference engine ({ engine: reference }) or do not compile ({ compile: false }), which have no such limit.',
    )
  }
}

/**
 * Instantiates a plan; with a pool, its workers help, and the instance waits for them for so many spins. If it can cache, inputs
 * that come again stay in its memory. Where the host has memory to give, but none to share, it does without both.
 */
export const instantiate = (
  plan: Plan,
  pool: ThreadPool | null,
  spinLimit: number,
  canCache: boolean,
): ProgramInstance => {
  const caches = canCache && plan.cacheOffsets.size > 0
  // A memory that is shared can grow while views of it are in use.
  if (pool === null && !caches) return instanceIn(leaseFor(plan, false, 0), plan, null, spinLimit, false)
  const shared = ((): Lease | null => {
    if (plan.addresses === 'i64' && !hasMemory64(true)) return null
    try {
      return leaseFor(plan, true, caches ? maxCacheBytes : 0)
    } catch (error) {
      if (error instanceof EngineError) return null
      throw error
    }
  })()
  return shared === null
    ? instanceIn(leaseFor(plan, false, 0), plan, null, spinLimit, false)
    : instanceIn(shared, plan, pool, spinLimit, caches)
}

const instanceIn = (
  lease: Lease,
  plan: Plan,
  pool: ThreadPool | null,
  spinLimit: number,
  caches: boolean,
): ProgramInstance => {
  const { Instance } = requireHost()
  const { program, layout } = plan
  const { memory, sharedPages } = lease
  const { functions, segments, regions, gemms, imported, sites } = generate({
    ...plan,
    cacheOffsets: caches ? plan.cacheOffsets : new Map(),
    spinLimit: pool === null ? null : spinLimit,
  })
  const module = compiled(
    encodeModule(functions, {
      addresses: plan.addresses,
      // Addresses of 32 bits are not checked anyway.
      ...(plan.addresses === 'i64' ? { pages: pagesOf(layout.size) } : {}),
      ...(sharedPages === null ? {} : { sharedPages, table: regions.map(({ body }) => body) }),
      imported,
    }),
    plan,
  )
  const multiply = plan.products?.bind(memory, gemms)
  const { exports } = new Instance(module, {
    host: {
      memory,
      ...hostMath,
      ...(multiply ? { multiply } : {}),
      compute: (number: number) => runKernel(number),
    },
  })
  const viewOf = viewsOn(memory.buffer, plan)
  program.constants.forEach((constant, i) => {
    viewOf(program.inputs.length + i).elements.set(elementsOf(constant))
  })
  const kernelOf = (number: number): (() => void) => {
    const { program, layout, equation } = sites[number] as Site
    const viewAt = viewsOn(memory.buffer, { program, layout })
    const { primitive, options, operands } = program.equations[equation] as Equation
    const views = operands.map(viewAt)
    const output = viewAt(firstResult(program) + equation)
    return () => primitive.kernel(views, output, options)
  }
  const kernels = new Map<number, () => void>()
  const runKernel = (number: number): void => {
    const known = kernels.get(number) ?? kernelOf(number)
    kernels.set(number, known)
    known()
  }
  const whole =
    (run: () => void): RunSegment =>
    () => {
      run()
      return 0
    }
  const inputs = program.inputs.map((_, i) => viewOf(i).elements)
  const instance: ProgramInstance = {
    segments: segments.map(segment =>
      'call' in segment ? (exports[segment.call] as RunSegment) : whole(kernelOf(segment.kernel)),
    ),
    viewOf,
    runKernel,
    commit: (exports.commit as (() => void) | undefined) ?? (() => {}),
    begin: () => {},
    write: (input, x) => {
      ;(inputs[input] as Elements).set(elementsOf(x))
    },
    inputNow: input => inputs[input] as Elements,
    bytes: layout.size,
    release: (isFree = true) => {
      if (isFree) giveMemory(lease)
    },
  }
  const writing = caches ? cachingWrites(plan, memory, instance) : {}
  if (pool === null || regions.length === 0) return { ...instance, ...writing }
  new Int32Array(memory.buffer, control.counts + 4, regions.length).set(regions.map(({ count }) => count))
  const onThreads = plan.products?.onThreads ?? null
  const workers = pool.attach(module, memory, onThreads && { ...onThreads, gemms })
  return {
    ...instance,
    ...writing,
    begin: workers.call,
    release: isFree => {
      workers.dismiss()
      instance.release(isFree)
    },
  }
}

/** Writing through the input cache: an input that came before is read where it was copied to then. */
const cachingWrites = (
  { program, layout, cacheOffsets }: Plan,
  memory: WasmMemory,
  plain: ProgramInstance,
): Pick<ProgramInstance, 'write' | 'inputNow'> => {
  const places = new Map(
    Array.from(cacheOffsets, ([input]) => [
      input,
      { address: layout.addressOf(input), abstract: abstractOf(program, input) },
    ]),
  )
  const cache = inputCacheIn(memory, layout.size, places)
  const wordOf = new Map(
    Array.from(cacheOffsets, ([input, address]) => [input, new Uint32Array(memory.buffer, address, 1)]),
  )
  return {
    write: (input, x) => {
      const word = wordOf.get(input)
      const offset = word === undefined ? null : cache.cacheOffsetOf(input, x)
      if (word !== undefined) word[0] = offset ?? 0
      if (offset === null) plain.write(input, x)
    },
    inputNow: input => {
      const [offset] = wordOf.get(input) ?? [0]
      const elements = plain.inputNow(input)
      if (offset === 0) return elements
      const Storage = elements.constructor as Float32ArrayConstructor
      return new Storage(memory.buffer, layout.addressOf(input) + (offset as number), elements.length)
    },
  }
}
