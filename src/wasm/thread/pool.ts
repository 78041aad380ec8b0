/**
 * The threads that help with programs. A process has one pool of them, whatever the number of engines: threads are started once, when
 * a program has work for more of them than there are, and never more than the machine has cores.
 *
 * @module
 */
import { ArgumentError } from '../../tensor/error.ts'
import { control } from './protocol.ts'
import { hostThreads, type Thread, type Threads } from './threads.ts'
import type { Commission, Products } from './offload.ts'
import type { WasmMemory } from '../host/host.ts'

/** Those who help with one program. */
export interface Helpers {
  /** Makes sure that they are there, or on their way: to be said before each run. */
  readonly call: () => void
  /** Sends them away for good: they forget the program. Its memory is free as soon as nobody is present in it. */
  readonly dismiss: () => void
}

/** Threads that can be asked to help with programs. */
export interface Crew {
  /** Whether anybody is there to help at all. */
  readonly isEmpty: () => boolean
  /** Tells them of a program, which they keep until they are dismissed. */
  readonly enlist: (module: object, memory: WasmMemory, multiplier: Multiplier | null) => Helpers
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
  else programs.get(id)?.then(help => help(id))
})`

/** More threads than there are shares would have nothing to do. */
const mostThreads = 8

const at = (address: number): number => address / 4

/** The threads of a host. */
interface Pool {
  /** At least so many threads besides the calling one, if the host has them. */
  readonly threads: (most: number) => readonly Thread[]
  /** The words of the program whose helpers were called last, and what calls others away from it. */
  called: Int32Array | null
}

const poolOf = (host: () => Threads | null): Pool => {
  const threads: Thread[] = []
  let found: Threads | null | undefined
  let isRefused = false
  return {
    called: null,
    threads: most => {
      found ??= host()
      const size = found === null ? 0 : Math.min(found.cores, most, mostThreads) - 1
      try {
        while (threads.length < size && !isRefused) threads.push((found as Threads).start(script))
      } catch {
        isRefused = true
      }
      return threads.slice(0, Math.max(size, 0))
    },
  }
}

const pools = new WeakMap<() => Threads | null, Pool>()

// Programs are numbered through all pools: a number, once used, never means another program.
let programs = 0

const leave = (words: Int32Array): void => {
  Atomics.store(words, at(control.dismissed), 1)
  Atomics.notify(words, at(control.taken))
}

/** A crew of at most so many of the host's threads, the calling one included. Crews of one host share its threads. */
export const crewOf = (most: number, host: () => Threads | null = hostThreads): Crew => {
  const pool = pools.get(host) ?? poolOf(host)
  pools.set(host, pool)
  const threads = (): readonly Thread[] => pool.threads(most)
  return {
    isEmpty: () => threads().length === 0,
    enlist: (module, memory, multiplier) => {
      const own = threads()
      const id = ++programs
      const words = new Int32Array(memory.buffer, 0, control.counts / 4)
      const post = (message: unknown): void => {
        for (const thread of own) thread.post(message)
      }
      Atomics.store(words, at(control.program), id)
      post({ id, module, memory, multiplier })
      return {
        call: () => {
          if (pool.called !== words) {
            if (pool.called !== null) leave(pool.called)
            pool.called = words
            Atomics.store(words, at(control.dismissed), 0)
          }
          if (Atomics.load(words, at(control.present)) > 0 || Atomics.load(words, at(control.called)) !== 0)
            return
          Atomics.store(words, at(control.called), 1)
          post({ id })
        },
        dismiss: () => {
          if (pool.called === words) pool.called = null
          // Whoever comes from now on, called before, finds another program here, and leaves.
          Atomics.store(words, at(control.program), 0)
          leave(words)
          post({ id: -id })
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

/** The default crew of engines: as many threads as the machine has cores. */
export const everyCore: Crew = crewOf(Number.POSITIVE_INFINITY)

/** The crew of engines that run on one thread. */
export const nobody: Crew = crewOf(1)
