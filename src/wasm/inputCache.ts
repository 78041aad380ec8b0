/**
 * Large inputs that come again and again stay in the engine's memory: a list of batches, say, is copied there once.
 *
 * Tensors never change, so a copy of one is good as long as the tensor lives. What reads such an input adds an offset,
 * which is 0 for the input's own place.
 *
 * @module
 */
import type { Carry } from '../engine/engine.ts'
import type { Fusion } from '../plan/fusion.ts'
import { loweringOf } from '../plan/lowering.ts'
import type { StepPartition } from '../plan/partition.ts'
import type { Abstract } from '../primitive/core/primitive.ts'
import { bytesOf } from '../primitive/core/primitive.ts'
import { abstractOf, firstResult, type Program, type Ref } from '../primitive/core/program.ts'
import { type AnyTensor, elementsOf } from '../tensor/tensor.ts'
import type { WasmMemory } from './host/host.ts'

/** Smaller inputs are copied in a few microseconds. */
const minBytes = 2 ** 16

/** The most bytes that a program keeps besides what it needs. */
export const maxCacheBytes = 2 ** 29

/**
 * The inputs that can be cached: large ones, read only by products and convolutions that are computed in chunks, or by
 * products that are offloaded.
 */
export const cacheableInputs = (
  program: Program,
  fusion: Fusion,
  partitions: readonly (StepPartition | null)[],
  carried: readonly Carry[],
  offloaded: ReadonlyMap<number, unknown>,
): readonly Ref[] => {
  const base = firstResult(program)
  const readsWithOffset = new Set(
    fusion.steps.flatMap((step, i) =>
      step._tag === 'single' &&
      (offloaded.has(step.equation) || (partitions[i] ?? null) !== null) &&
      partitions[i]?.of !== 'attention'
        ? [step.equation]
        : [],
    ),
  )
  return program.inputs.flatMap((_, input) => {
    const it = abstractOf(program, input)
    const reads = (ref: Ref): boolean => fusion.storageOf(ref) === input
    const isFree =
      (it.dtype === 'f32' || it.dtype === 'f64') &&
      bytesOf(it) >= minBytes &&
      !carried.some(carry => carry.input === input) &&
      !program.outputs.some(reads) &&
      program.equations.every(
        (equation, i) =>
          !equation.operands.some(reads) || loweringOf(equation).by === 'alias' || readsWithOffset.has(i),
      )
    return isFree && base > input ? [input] : []
  })
}

/** A cache of tensors that came before, in the program's memory. */
export interface InputCache {
  /** Where an input's tensor lies, in bytes from the input's own place; null if it is not kept and has to be copied there. */
  readonly cacheOffsetOf: (input: number, x: AnyTensor) => number | null
}

const aligned = (bytes: number): number => Math.ceil(bytes / 64) * 64 + 64

/** A cache in a memory behind `end`, which grows as long as the host lets it. */
export const inputCacheIn = (
  memory: WasmMemory,
  end: number,
  inputs: ReadonlyMap<number, { readonly address: number; readonly abstract: Abstract }>,
  most = maxCacheBytes,
): InputCache => {
  const seen = new WeakMap<AnyTensor, number | null>()
  const free = new Map<number, number[]>()
  let next = Math.ceil(end / 64) * 64
  let isFull = false
  const left = new FinalizationRegistry(
    ({ bytes, place }: { readonly bytes: number; readonly place: number }) => {
      free.set(bytes, [...(free.get(bytes) ?? []), place])
    },
  )
  const room = (bytes: number): number | null => {
    const again = free.get(bytes)?.pop()
    if (again !== undefined) return again
    if (isFull || next + bytes > end + most) return null
    const missing = Math.ceil((next + bytes - memory.buffer.byteLength) / 65536)
    try {
      if (missing > 0) memory.grow(missing)
    } catch {
      isFull = true
      return null
    }
    const place = next
    next += bytes
    return place
  }
  return {
    cacheOffsetOf: (input, x) => {
      const it = inputs.get(input)
      if (it === undefined) return null
      const { address, abstract } = it
      const kept = seen.get(x)
      if (kept !== undefined && kept !== null) return kept - address
      // Most tensors come once: only one that comes again is worth a place of its own.
      if (kept === undefined) {
        seen.set(x, null)
        return null
      }
      const bytes = aligned(bytesOf(abstract))
      const place = room(bytes)
      if (place === null) return null
      const Storage = abstract.dtype === 'f32' ? Float32Array : Float64Array
      const elements = elementsOf(x)
      new Storage(memory.buffer, place, elements.length).set(elements)
      seen.set(x, place)
      left.register(x, { bytes, place })
      return place - address
    },
  }
}
