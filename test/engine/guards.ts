/**
 * Guards in the memory of programs: whatever no value of a program owns is filled with a pattern before it runs, which must be there
 * afterwards. Modules that make plans and memories are replaced by `vi.mock` in the test file, by what stands here.
 */

import type { Layout } from '../../src/plan/layout.ts'
import { bytesOf } from '../../src/primitive/core/primitive.ts'
import { abstractOf, firstResult, type Program, type Ref } from '../../src/primitive/core/program.ts'
import type { Lease } from '../../src/wasm/memoryPool.ts'

type Place = typeof import('../../src/plan/layout.ts').place
type TakeMemory = typeof import('../../src/wasm/memoryPool.ts').takeMemory
type GiveMemory = typeof import('../../src/wasm/memoryPool.ts').giveMemory
type Stretch = readonly [start: number, end: number]

/** As 32 bits a NaN, and no address. */
const pattern = 0xff
const behind = 4096

interface Guarded {
  readonly lease: Lease
  readonly gaps: readonly Stretch[]
}

let planned: { readonly layout: Layout; readonly gaps: readonly Stretch[] } | undefined
let guarded: Guarded[] = []

const gapsOf = (
  program: Program,
  layout: Layout,
  scratchBytes: number,
  start: number,
): readonly Stretch[] => {
  const refs = Array.from({ length: firstResult(program) + program.equations.length }, (_, ref): Ref => ref)
  const owned = refs
    .filter(ref => ref < firstResult(program) || layout.isStored(ref))
    .map((ref): Stretch => {
      const at = layout.addressOf(ref)
      return [at, at + bytesOf(abstractOf(program, ref))]
    })
  const all = [...owned, [layout.scratch, layout.scratch + scratchBytes] as const]
  const gaps: Stretch[] = []
  let end = start
  for (const [from, to] of all.toSorted(([a], [b]) => a - b)) {
    if (from > end) gaps.push([end, from])
    end = Math.max(end, to)
  }
  return [...gaps, [end, layout.size + behind]]
}

/** Plans as ever, and remembers what no value owns. */
export const guardedPlace =
  (place: Place): Place =>
  (program, fusion, scratchBytes, carried, mayOverwrite, start) => {
    const layout = place(program, fusion, scratchBytes, carried, mayOverwrite, start)
    planned = { layout, gaps: gapsOf(program, layout, scratchBytes, start) }
    return layout
  }

/** Takes memory as ever, with room behind the plan's, and fills what no value owns. */
export const guardedTakeMemory =
  (takeMemory: TakeMemory): TakeMemory =>
  (bytes, pages, makeRoom, use) => {
    const plan = planned
    if (plan === undefined || plan.layout.size !== bytes) return takeMemory(bytes, pages, makeRoom, use)
    const lease = takeMemory(bytes + behind, pages === null ? null : pages + 1, makeRoom, use)
    const all = new Uint8Array(lease.memory.buffer)
    for (const [from, to] of plan.gaps) all.fill(pattern, from, to)
    guarded.push({ lease, gaps: plan.gaps })
    return lease
  }

let found: string[] = []

const look = ({ lease: { memory }, gaps }: Guarded): void => {
  const all = new Uint8Array(memory.buffer)
  for (const [from, to] of gaps) {
    const gap = all.subarray(from, to)
    const at = gap.findIndex(byte => byte !== pattern)
    const last = gap.findLastIndex(byte => byte !== pattern)
    if (at >= 0)
      found.push(`bytes ${from + at} to ${from + last} were written to, of no value from ${from} to ${to}`)
  }
}

/** Gives memory back as ever, after a look at it: it is another program's afterwards. */
export const guardedGiveMemory =
  (giveMemory: GiveMemory): GiveMemory =>
  lease => {
    for (const each of guarded) if (each.lease.memory === lease.memory) look(each)
    guarded = guarded.filter(each => each.lease.memory !== lease.memory)
    giveMemory(lease)
  }

/** Where something was written that no value owns, since this was asked for the last time; as a sentence. */
export const trespasses = (): readonly string[] => {
  guarded.forEach(look)
  const all = found
  guarded = []
  found = []
  return all
}
