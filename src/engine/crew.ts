/**
 * The threads that help with programs: started once, when the first program has work for them.
 *
 * @module
 */
import { ArgumentError } from '../tensor/error.ts'
import { control } from './control.ts'
import { hostThreads, type Thread, type Threads } from './threads.ts'
import type { Commission, Products } from './products.ts'
import type { WasmMemory } from './webAssembly.ts'

/** Those who help with one program. */
export interface Helpers {
  /** Makes sure that they are there, or on their way: to be said before each run. */
  readonly call: () => void
}

/** Threads that can be asked to help with programs. */
export interface Crew {
  /** Whether anybody is there to help at all. */
  readonly isEmpty: () => boolean
  /** Tells them of a program, which they keep as long as `owner` lives. */
  readonly enlist: (
    owner: object,
    module: object,
    memory: WasmMemory,
    multiplier: Multiplier | null,
  ) => Helpers
}

/** How another thread computes products that are handed over. */
export interface Multiplier extends NonNullable<Products['onThreads']> {
  readonly commissions: readonly Commission[]
}

/**
 * What a thread runs: it keeps programs by number, forgets them when told, and helps with one until nothing happens any more.
 * With a program that it cannot be ready for, it does not help.
 */
const script = `
const programs = new Map()
const helpWith = async (module, memory, multiplier) => {
  const multiply = multiplier && await import(multiplier.module)
    .then(({ bind }) => bind(multiplier.settings, memory, multiplier.commissions))
  const { sin, cos } = Math
  const host = { memory, sin, cos, multiply: multiply ?? (() => {}) }
  return new WebAssembly.Instance(module, { host }).exports.help
}
receive(({ id, module, memory, multiplier }) => {
  if (module !== undefined) programs.set(id, helpWith(module, memory, multiplier).catch(() => () => {}))
  else if (id < 0) programs.delete(-id)
  else programs.get(id)?.then(help => help())
})`

/** More threads than there are shares would have nothing to do. */
const mostThreads = 8

const at = (address: number): number => address / 4

/** A crew of at most so many threads, the calling one included. */
export const crewOf = (most: number, host: () => Threads | null = hostThreads): Crew => {
  let threads: readonly Thread[] | null = null
  const started = (): readonly Thread[] => {
    if (threads !== null) return threads
    const found = host()
    const size = found === null ? 0 : Math.min(found.cores, most, mostThreads) - 1
    try {
      threads = Array.from({ length: size }, () => (found as Threads).start(script))
    } catch {
      threads = []
    }
    return threads
  }
  const post = (message: unknown): void => {
    for (const thread of started()) thread.post(message)
  }
  let programs = 0
  let called: Int32Array | null = null
  const forgotten = new FinalizationRegistry((id: number) => post({ id: -id }))
  return {
    isEmpty: () => started().length === 0,
    enlist: (owner, module, memory, multiplier) => {
      const id = ++programs
      const words = new Int32Array(memory.buffer, 0, control.counts / 4)
      post({ id, module, memory, multiplier })
      forgotten.register(owner, id)
      return {
        call: () => {
          if (called !== words) {
            if (called !== null) {
              Atomics.store(called, at(control.dismissed), 1)
              Atomics.notify(called, at(control.taken))
            }
            called = words
            Atomics.store(words, at(control.dismissed), 0)
          }
          if (Atomics.load(words, at(control.present)) > 0 || Atomics.load(words, at(control.called)) !== 0)
            return
          Atomics.store(words, at(control.called), 1)
          post({ id })
        },
      }
    },
  }
}

/** Requires a number of threads that somebody asked for. */
export const requireThreads = (what: string, count: number): number => {
  if (!Number.isInteger(count) || count < 1)
    throw new ArgumentError(`${what} needs a positive whole number of threads, but was given ${count}.`)
  return count
}

/** The crew that engines share unless told: as many threads as the machine has cores. */
export const everyCore: Crew = crewOf(Number.POSITIVE_INFINITY)

/** The crew of engines that run on one thread. */
export const nobody: Crew = crewOf(1)
