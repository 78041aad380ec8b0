/**
 * Memories that are used again.
 *
 * A host reserves gigabytes of addresses for each memory, and gives them back when its garbage is collected, which need not happen for
 * long: in a loop that never waits, or on threads that make no garbage. So what a program does not need any more goes to the next one.
 *
 * @module
 */

import type { WasmMemory } from './host/host.ts'
import { allocateMemory, mostPages, pagesOf, requireAddressable } from './host/memory.ts'
import { control } from './thread/protocol.ts'

/** A memory, and how far it may grow, in pages. */
export interface Lease {
  readonly memory: WasmMemory
  /** The most pages, if it is shared between threads. */
  readonly sharedPages: number | null
}

/** The most memories of each sort, shared and not, that are kept for others, and the most bytes of them. */
const mostKept = 16
const mostBytesKept = 2 ** 24

/** By size. */
const kept = { shared: [] as Lease[], own: [] as Lease[] }

const keptLike = (sharedPages: number | null): Lease[] => (sharedPages === null ? kept.own : kept.shared)

const sizeOf = ({ memory }: Lease): number => memory.buffer.byteLength

/** No thread computes in it any more. */
const isEmpty = ({ memory, sharedPages }: Lease): boolean =>
  sharedPages === null || Atomics.load(new Int32Array(memory.buffer), control.present / 4) === 0

/** Limits of shared memories are powers of 2, so that one fits the next program. */
const roundedUp = (pages: number): number =>
  Math.min(Math.max(2 ** Math.ceil(Math.log2(pages)), 2 ** 8), mostPages)

/** Makes a memory as if it were new. */
const cleaned = ({ memory, sharedPages }: Lease, bytes: number): void => {
  const all = new Uint8Array(memory.buffer, 0, bytes)
  if (sharedPages === null) {
    all.fill(0)
    return
  }
  // A thread that comes late counts itself in and out.
  all.fill(0, 0, control.present)
  all.fill(0, control.present + 4)
}

const withRoom = (lease: Lease, bytes: number): boolean => {
  const missing = pagesOf(bytes - sizeOf(lease))
  if (missing <= 0) return true
  try {
    lease.memory.grow(missing)
    return true
  } catch {
    return false
  }
}

const again = (bytes: number, sharedPages: number | null): Lease | null => {
  const all = keptLike(sharedPages)
  const fits = all.filter(lease => (lease.sharedPages ?? 0) >= (sharedPages ?? 0) && isEmpty(lease))
  const lease = fits.find(candidate => sizeOf(candidate) >= bytes) ?? fits.at(-1)
  if (lease === undefined || !withRoom(lease, bytes)) return null
  all.splice(all.indexOf(lease), 1)
  cleaned(lease, bytes)
  return lease
}

/**
 * A memory of at least so many bytes, all of them zero, that may grow to so many pages if it is shared. If the host has none to give,
 * `makeRoom` is asked to give some back.
 *
 * @throws EngineError if there is none.
 */
export const takeMemory = (bytes: number, pages: number | null, makeRoom: () => void): Lease => {
  requireAddressable(bytes)
  const sharedPages = pages === null ? null : roundedUp(pages)
  const known = again(bytes, sharedPages)
  if (known !== null) return known
  const fresh = (): Lease => ({ memory: allocateMemory(bytes, sharedPages ?? undefined), sharedPages })
  try {
    return fresh()
  } catch {
    makeRoom()
    const given = again(bytes, sharedPages)
    if (given !== null) return given
    return fresh()
  }
}

/**
 * Gives a memory back, for others. Beyond a number the smallest, and beyond a size the largest are left to the host's garbage
 * collection.
 */
export const giveMemory = (lease: Lease): void => {
  const all = keptLike(lease.sharedPages)
  all.push(lease)
  all.sort((x, y) => sizeOf(x) - sizeOf(y))
  const total = (): number => all.reduce((bytes, it) => bytes + sizeOf(it), 0)
  if (all.length > mostKept) all.shift()
  while (all.length > 1 && total() > mostBytesKept) all.pop()
}
