/**
 * The thread pool that helps with programs. A process has one pool of them, whatever the number of engines: threads are started once, when
 * a program has work for more of them than there are, and never more than the machine has cores.
 *
 * @module
 */
import { ArgumentError } from '../../tensor/error.ts'
import type { WasmMemory } from '../host/host.ts'
import type { GemmLibrary, OffloadedGemm } from './offload.ts'
import { control } from './protocol.ts'
import { hostThreads, type Thread, type Threads } from './threads.ts'

/** The workers of one program. */
export interface Workers {
  /** Wakes them, or makes sure that they are on their way: to be called before each run. */
  readonly call: () => void
  /** Detaches them for good: they forget the program. Its memory is free as soon as none of them is present in it. */
  readonly dismiss: () => void
}

/** A pool of threads that help with programs. */
export interface ThreadPool {
  /** Whether it has no thread besides the calling one. */
  readonly isEmpty: () => boolean
  /** Sends a program to the workers, which they keep until they are dismissed. */
  readonly attach: (module: object, memory: WasmMemory, gemm: WorkerGemm | null) => Workers
}

/** How a worker computes products that are offloaded. */
export interface WorkerGemm extends NonNullable<GemmLibrary['onThreads']> {
  readonly gemms: readonly OffloadedGemm[]
}

/**
 * The script of a worker: it keeps programs by number, forgets them on request, and helps with one until nothing happens any more.
 * With a program that it cannot be ready for, it does not help.
 */
const script = `
const programs = new Map()
const helpWith = async (module, memory, gemm) => {
  const multiply = gemm && await import(gemm.module)
    .then(({ bind }) => bind(gemm.settings, memory, gemm.gemms))
  const { sin, cos } = Math
  const host = { memory, sin, cos, multiply: multiply ?? (() => {}), compute: () => {} }
  return new WebAssembly.Instance(module, { host }).exports.help
}
receive(({ id, module, memory, gemm }) => {
  if (module !== undefined) programs.set(id, helpWith(module, memory, gemm).catch(() => () => {}))
  else if (id < 0) programs.delete(-id)
  else programs.get(id)?.then(help => help(id))
})`

/** More threads than there are chunks would have nothing to do. */
const mostThreads = 8

const at = (address: number): number => address / 4

/** The threads of a host. */
interface HostPool {
  /** At least so many threads besides the calling one, if the host has them. */
  readonly threads: (most: number) => readonly Thread[]
  /** The words of the program whose workers were called last, and what calls others away from it. */
  called: Int32Array | null
}

const hostPoolOf = (host: () => Threads | null): HostPool => {
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

const hostPools = new WeakMap<() => Threads | null, HostPool>()

// Programs are numbered through all pools: a number, once used, never means another program.
let programs = 0

const leave = (words: Int32Array): void => {
  Atomics.store(words, at(control.dismissed), 1)
  Atomics.notify(words, at(control.taken))
}

/** A pool of at most so many of the host's threads, the calling one included. Pools of one host share its threads. */
export const threadPool = (most: number, host: () => Threads | null = hostThreads): ThreadPool => {
  const hostPool = hostPools.get(host) ?? hostPoolOf(host)
  hostPools.set(host, hostPool)
  const threads = (): readonly Thread[] => hostPool.threads(most)
  return {
    isEmpty: () => threads().length === 0,
    attach: (module, memory, gemm) => {
      const own = threads()
      const id = ++programs
      const words = new Int32Array(memory.buffer, 0, control.counts / 4)
      const post = (message: unknown): void => {
        for (const thread of own) thread.post(message)
      }
      Atomics.store(words, at(control.program), id)
      post({ id, module, memory, gemm })
      return {
        call: () => {
          if (hostPool.called !== words) {
            if (hostPool.called !== null) leave(hostPool.called)
            hostPool.called = words
            Atomics.store(words, at(control.dismissed), 0)
          }
          if (Atomics.load(words, at(control.present)) > 0 || Atomics.load(words, at(control.called)) !== 0)
            return
          Atomics.store(words, at(control.called), 1)
          post({ id })
        },
        dismiss: () => {
          if (hostPool.called === words) hostPool.called = null
          // A worker that comes from now on, called before, finds another program here, and leaves.
          Atomics.store(words, at(control.program), 0)
          leave(words)
          post({ id: -id })
        },
      }
    },
  }
}

/** Requires a number of threads. */
export const requireThreads = (what: string, count: number): number => {
  if (!Number.isInteger(count) || count < 1)
    throw new ArgumentError(`${what} needs a positive whole number of threads, but was given ${count}.`)
  return count
}

/** The default pool of engines: as many threads as the machine has cores. */
export const allCores: ThreadPool = threadPool(Number.POSITIVE_INFINITY)

/** The pool of engines that run on the calling thread alone. */
export const callingThread: ThreadPool = threadPool(1)
