/**
 * The layout of memory: inputs and constants for good, results for as long as they are read.
 *
 * @module
 */
import type { Carry } from '../engine/engine.ts'
import type { Abstract } from '../primitive/core/primitive.ts'
import { bytesOf } from '../primitive/core/primitive.ts'
import { abstractOf, type Equation, firstResult, type Program, type Ref } from '../primitive/core/program.ts'
import type { ResultOptions } from '../primitive/core/result.ts'
import { type Fusion, membersOf, ownerOf } from './fusion.ts'
import { loweringOf } from './lowering.ts'

/** Addresses in bytes. */
export interface Layout {
  readonly addressOf: (ref: Ref) => number
  /** Whether a result is written to memory at all. */
  readonly isStored: (ref: Ref) => boolean
  /** Where a step may put what only it needs. */
  readonly scratch: number
  /** The bytes that the whole takes. */
  readonly size: number
  /** What has to be moved to its input after a run, because it could not be written there. */
  readonly moves: readonly Carry[]
}

/** Vectors may read this far behind a buffer. */
const padding = 64

const aligned = (bytes: number): number => Math.ceil(bytes / 16) * 16
const room = (value: Abstract): number => aligned(bytesOf(value)) + padding

interface Block {
  readonly at: number
  readonly bytes: number
}

/** Free blocks of memory, by address. */
class Arena {
  #free: Block[] = []
  #end: number

  constructor(start: number) {
    this.#end = start
  }

  get end(): number {
    return this.#end
  }

  take(bytes: number): number {
    const fitting = this.#free.filter(block => block.bytes >= bytes).sort((a, b) => a.bytes - b.bytes)[0]
    if (fitting === undefined) {
      const at = this.#end
      this.#end += bytes
      return at
    }
    this.#free = this.#free.filter(block => block !== fitting)
    if (fitting.bytes > bytes) this.#free.push({ at: fitting.at + bytes, bytes: fitting.bytes - bytes })
    return fitting.at
  }

  give(at: number, bytes: number): void {
    const before = this.#free.find(block => block.at + block.bytes === at)
    const after = this.#free.find(block => block.at === at + bytes)
    this.#free = this.#free.filter(block => block !== before && block !== after)
    const start = before?.at ?? at
    const end = after === undefined ? at + bytes : after.at + after.bytes
    this.#free.push({ at: start, bytes: end - start })
  }
}

/**
 * Places all values of a program in memory. `scratchBytes` is the most that any step needs for itself, and `mayOverwrite` says
 * whether a carried result may take its input's place while the program runs. The first value lies at `start`; inputs that lie
 * `elsewhere` get no place.
 */
export const place = (
  program: Program,
  fusion: Fusion,
  scratchBytes: number,
  carried: readonly Carry[],
  mayOverwrite: boolean,
  start: number,
  elsewhere: (input: Ref) => boolean = () => false,
): Layout => {
  const { equations, outputs } = program
  const { steps, sourcesOf, storageOf } = fusion
  const base = firstResult(program)
  const madeBy = new Map<Ref, number>()
  const lastRead = new Map<Ref, number>()
  const readOutside = new Set<Ref>()
  steps.forEach((step, position) => {
    const own = new Set(membersOf(step).map(i => base + i))
    for (const ref of own) madeBy.set(ref, position)
    for (const i of membersOf(step))
      for (const operand of equations[i]?.operands ?? [])
        for (const ref of sourcesOf(operand)) {
          if (!own.has(ref)) readOutside.add(ownerOf(program, ref))
          lastRead.set(ownerOf(program, ref), position)
        }
  })
  for (const ref of outputs.map(output => ownerOf(program, storageOf(output)))) {
    readOutside.add(ref)
    lastRead.set(ref, steps.length)
  }

  const addresses = new Map<Ref, number>()
  let next = start
  for (let ref = 0; ref < base; ref++) {
    if (elsewhere(ref)) continue
    addresses.set(ref, next)
    next += room(abstractOf(program, ref))
  }
  const scratch = next
  const arena = new Arena(scratch + aligned(scratchBytes) + padding)

  // A carried result takes its input's place at once if nothing reads the input afterwards, and its own loop reads it only
  // where it is about to write.
  const inPlace = (ref: Ref, position: number): Ref | undefined => {
    const step = steps[position]
    const carry = carried.find(({ output }) => outputs[output] === ref)
    if (!mayOverwrite || carry === undefined || step?._tag !== 'fused') return undefined
    if (outputs.filter(output => storageOf(output) === ref).length > 1) return undefined
    const last = lastRead.get(carry.input) ?? -1
    if (last > position || outputs.some(output => storageOf(output) === carry.input)) return undefined
    const readsWhole = membersOf(step).every(i =>
      (equations[i]?.operands ?? []).every(
        operand => operand === carry.input || !sourcesOf(operand).includes(carry.input),
      ),
    )
    // What a loop sums up is written before its last row is read.
    const isEnding = step.endings.some(({ equation }) => base + equation === ref)
    return last < position || (readsWhole && !isEnding) ? carry.input : undefined
  }

  const taken = new Map<Ref, Ref>()
  const blocks = new Map<Ref, Block>()
  const addressOf = (given: Ref): number => {
    const ref = storageOf(given)
    const owner = ownerOf(program, ref)
    const { offset } =
      owner === ref ? { offset: 0 } : ((equations[ref - base] as Equation).options as ResultOptions)
    return (addresses.get(owner) as number) + offset
  }

  // A block is put where what it is a part of lies, if nothing reads that afterwards.
  const update = (ref: Ref, position: number): boolean => {
    const step = steps[position]
    const equation = equations[ref - base] as Equation
    if (step?._tag !== 'single' || loweringOf(equation).by !== 'dynamicUpdateSlice') return false
    const [whole, ...others] = equation.operands.map(storageOf) as [Ref, ...Ref[]]
    const owner = ownerOf(program, whole)
    if (others.includes(whole) || (lastRead.get(owner) as number) > position) return false
    const root = owner < base ? owner : taken.get(owner)
    if (root === undefined) {
      const block = blocks.get(owner)
      if (block === undefined) return false
      blocks.delete(owner)
      blocks.set(ref, block)
    } else {
      // An input is overwritten only if it is carried. What is carried into another input, or twice, would be overwritten by moves.
      if (!mayOverwrite || !carried.some(({ input }) => input === root)) return false
      const given = outputs.flatMap((output, i) => (storageOf(output) === ref ? [i] : []))
      const isOwn = ([output]: readonly number[]): boolean =>
        carried.some(carry => carry.output === output && carry.input === root)
      if (given.length > 1 || (given.length === 1 && !isOwn(given))) return false
      taken.set(ref, root)
      // Until this is read for the last time, the input's place is not free for what is carried there.
      lastRead.set(root, Math.max(lastRead.get(root) ?? -1, (lastRead.get(ref) ?? position) + 1))
    }
    addresses.set(ref, addressOf(whole))
    return true
  }

  steps.forEach((step, position) => {
    for (const i of membersOf(step)) {
      const ref = base + i
      if (!readOutside.has(ref) || update(ref, position)) continue
      const place = inPlace(ref, position)
      if (place !== undefined) {
        taken.set(ref, place)
        addresses.set(ref, addresses.get(place) as number)
        continue
      }
      const bytes = room(abstractOf(program, ref))
      const block = { at: arena.take(bytes), bytes }
      blocks.set(ref, block)
      addresses.set(ref, block.at)
    }
    for (const [ref, last] of lastRead) {
      const block = blocks.get(ref)
      if (last === position && block !== undefined) arena.give(block.at, block.bytes)
    }
  })

  return {
    addressOf,
    isStored: ref => readOutside.has(ownerOf(program, ref)),
    scratch,
    size: arena.end + padding,
    moves: carried.filter(({ output, input }) => {
      const ref = outputs[output] as Ref
      return taken.get(storageOf(ref)) !== input && storageOf(ref) !== input
    }),
  }
}
