/**
 * Memories that are used again.
 *
 * A host reserves gigabytes of addresses for each memory, and gives them back when its garbage is collected, which need not happen for
 * long: in a loop that never waits, or on threads that make no garbage. So what a program does not need any more goes to the next one.
 *
 * @module
 */

import type { AddressType } from './binary/assembler.ts'
import type { WasmMemory } from './host/host.ts'
import {
  allocateMemory,
  growMemory,
  type MemoryUse,
  mostPages,
  pagesOf,
  requireAddressable,
} from './host/memory.ts'
import { control } from './thread/protocol.ts'

/** A memory, and how far it may grow, in pages. */
export interface Lease {
  readonly memory: WasmMemory
  readonly addresses: AddressType
  /** The most pages, if it is shared between threads. */
  readonly sharedPages: number | null
}

/** The most memories of each sort, shared or not, with short or long addresses, that are kept for others, and the most bytes of them. */
const mostKept = 16
const mostBytesKept = 2 ** 24

/** The most bytes of a memory that is kept at all: clearing a larger one takes as long as a new one, which is empty until then. */
const mostBytesCleared = 2 ** 31

/** By size. */
const kept = {
  i32: { shared: [] as Lease[], own: [] as Lease[] },
  i64: { shared: [] as Lease[], own: [] as Lease[] },
}

const keptLike = ({ addresses, sharedPages }: Omit<Lease, 'memory'>): Lease[] =>
  kept[addresses][sharedPages === null ? 'own' : 'shared']

const sizeOf = ({ memory }: Lease): number => memory.buffer.byteLength

/** No thread computes in it any more. */
const isEmpty = ({ memory, sharedPages }: Lease): boolean =>
  sharedPages === null || Atomics.load(new Int32Array(memory.buffer, control.present, 1), 0) === 0

/** Limits of shared memories are powers of 2, so that one fits the next program. */
const roundedUp = (pages: number, addresses: AddressType): number =>
  Math.min(Math.max(2 ** Math.ceil(Math.log2(pages)), 2 ** 8), mostPages[addresses])

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
    growMemory(lease.memory, missing, lease.addresses)
    return true
  } catch {
    return false
  }
}

const again = (bytes: number, sort: Omit<Lease, 'memory'>): Lease | null => {
  const { sharedPages } = sort
  const all = keptLike(sort)
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
export const takeMemory = (
  bytes: number,
  pages: number | null,
  makeRoom: () => void,
  use: MemoryUse = {},
): Lease => {
  requireAddressable(bytes, use)
  const { addresses = 'i32' } = use
  const sort = { addresses, sharedPages: pages === null ? null : roundedUp(pages, addresses) }
  const known = again(bytes, sort)
  if (known !== null) return known
  const fresh = (): Lease => ({ memory: allocateMemory(bytes, sort.sharedPages ?? undefined, use), ...sort })
  try {
    return fresh()
  } catch {
    makeRoom()
    const given = again(bytes, sort)
    if (given !== null) return given
    return fresh()
  }
}

/**
 * Gives a memory back, for others. Beyond a number the smallest, and beyond a size the largest are left to the host's garbage
 * collection.
 */
export const giveMemory = (lease: Lease): void => {
  if (sizeOf(lease) > mostBytesCleared) return
  const all = keptLike(lease)
  all.push(lease)
  all.sort((x, y) => sizeOf(x) - sizeOf(y))
  const total = (): number => all.reduce((bytes, it) => bytes + sizeOf(it), 0)
  if (all.length > mostKept) all.shift()
  while (all.length > 1 && total() > mostBytesKept) all.pop()
}
