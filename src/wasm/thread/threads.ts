/**
 * Other threads of the host: `worker_threads` in Node, `Worker` in a browser whose page is cross-origin isolated.
 *
 * The core names no host's modules; what it finds at run time it uses.
 *
 * @module
 */

/** A thread that takes messages. */
export interface Thread {
  readonly post: (message: unknown) => void
}

/** How a host starts threads, and how many of its cores they may use. */
export interface Threads {
  readonly cores: number
  /** Starts a thread that runs a script in which `receive(handler)` waits for messages. */
  readonly start: (script: string) => Thread
}

interface NodeWorker {
  readonly postMessage: (message: unknown) => void
  readonly unref: () => void
  readonly on: (event: 'error', listener: () => void) => void
}

interface NodeProcess {
  readonly versions?: { readonly node?: string }
  readonly getBuiltinModule?: (name: string) => unknown
}

interface BrowserWorker {
  readonly postMessage: (message: unknown) => void
}

interface Globals {
  readonly process?: NodeProcess
  readonly SharedArrayBuffer?: unknown
  readonly crossOriginIsolated?: boolean
  readonly navigator?: { readonly hardwareConcurrency?: number }
  readonly Worker?: new (url: string) => BrowserWorker
  readonly Blob?: new (parts: readonly string[], options: { readonly type: string }) => unknown
  readonly URL?: { readonly createObjectURL: (blob: unknown) => string }
}

const inNode = ({ process }: Globals): Threads | null => {
  if (process?.versions?.node === undefined || process.getBuiltinModule === undefined) return null
  const { Worker } = process.getBuiltinModule('worker_threads') as {
    readonly Worker: new (
      script: string,
      options: {
        readonly eval: true
        readonly execArgv: readonly string[]
        readonly resourceLimits: { readonly maxYoungGenerationSizeMb: number }
      },
    ) => NodeWorker
  }
  const { availableParallelism } = process.getBuiltinModule('os') as {
    readonly availableParallelism: () => number
  }
  return {
    cores: availableParallelism(),
    start: script => {
      const receive = "const receive = f => require('worker_threads').parentPort.on('message', f);"
      // It makes little garbage, and is to collect it all the same, as programs that are forgotten hang on it.
      const resourceLimits = { maxYoungGenerationSizeMb: 2 }
      const worker = new Worker(receive + script, { eval: true, execArgv: [], resourceLimits })
      // The thread that runs the program computes alone what no worker takes, so a worker that fails costs only time.
      worker.on('error', () => {})
      worker.unref()
      return { post: message => worker.postMessage(message) }
    },
  }
}

const inBrowser = ({ crossOriginIsolated, navigator, Worker, Blob, URL }: Globals): Threads | null => {
  if (crossOriginIsolated !== true || Worker === undefined || Blob === undefined || URL === undefined)
    return null
  return {
    cores: navigator?.hardwareConcurrency ?? 1,
    start: script => {
      const source = `const receive = f => { onmessage = e => f(e.data) };${script}`
      const worker = new Worker(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })))
      return { post: message => worker.postMessage(message) }
    },
  }
}

const ofHost = (): Globals => {
  const globals: object = globalThis
  return globals as Globals
}

/** Whether the host has memory that several threads, or views of different sizes, can share. */
export const canShareMemory = (globals: Globals = ofHost()): boolean =>
  globals.SharedArrayBuffer !== undefined

/** Whether the thread that runs programs may sleep: in Node any may, in a browser not the one that shows the page. */
export const maySleep = ({ process }: Globals = ofHost()): boolean => process?.versions?.node !== undefined

/** The host's threads, or null if it has none that could share memory. */
export const hostThreads = (globals: Globals = ofHost()): Threads | null => {
  if (!canShareMemory(globals)) return null
  try {
    return inNode(globals) ?? inBrowser(globals)
  } catch {
    return null
  }
}
