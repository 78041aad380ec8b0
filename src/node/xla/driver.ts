/**
 * The driver as a process: it takes messages of tensors, and gives lines of JSON.
 *
 * @module
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { XlaFailure } from './xlaError.ts'

/** A line of the driver. */
export interface DriverLine {
  readonly [name: string]: unknown
}

/** The driver that is shipped with the package, seen from the sources or from what is built of them. */
const file = (): string => {
  const places = ['../../../python/pullback_xla.py', '../../../../python/pullback_xla.py']
  const [first, second] = places.map(place => fileURLToPath(new URL(place, import.meta.url))) as [
    string,
    string,
  ]
  return existsSync(first) ? first : second
}

/** A driver that runs. */
export interface Driver {
  /** Sends tensors, once those before are taken. */
  readonly send: (bytes: Uint8Array) => Promise<void>
  /** The next line; an error if the driver says what is wrong, or has ended. */
  readonly next: () => Promise<DriverLine>
  /** Says that nothing more is sent, and waits for its end. */
  readonly end: () => Promise<void>
  /** Ends it at once. */
  readonly stop: () => void
}

/** How many of the last characters of its errors are kept. */
const most = 2000

const lengthOf = (bytes: Uint8Array): Uint8Array => {
  const length = new Uint8Array(8)
  new DataView(length.buffer).setBigUint64(0, BigInt(bytes.length), true)
  return length
}

/** What the process wrote to its standard error, as far as it tells the cause. */
const lastLineOf = (errors: string): string => errors.trim().split('\n').at(-1) ?? ''

/** How a process ended. */
interface Ended {
  readonly status: number | null
  readonly cause: Error | null
}

const endOf = (child: ChildProcess): Promise<Ended> =>
  new Promise(resolve => {
    child.once('error', cause => resolve({ status: null, cause }))
    child.once('close', status => resolve({ status, cause: null }))
  })

/** Starts the driver. */
export const startDriver = (python: string, args: readonly string[]): Driver => {
  const child = spawn(python, [file(), ...args], { stdio: ['pipe', 'pipe', 'pipe'] })
  const ended = endOf(child)
  let errors = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-most)
  })
  // What is written to a process that has ended is of no use; why it ended is found out where its lines are read.
  child.stdin.on('error', () => undefined)
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const failure = async (): Promise<XlaFailure> => {
    const { status, cause } = await ended
    if (cause !== null) return new XlaFailure({ _tag: 'PythonMissing', python, reason: cause.message })
    const reason = lastLineOf(errors)
    return new XlaFailure({
      _tag: 'XlaFailed',
      python,
      reason: reason === '' ? `its process ended with status ${status}.` : reason,
    })
  }
  const next = async (): Promise<DriverLine> => {
    const { done, value } = await lines.next()
    if (done === true) throw await failure()
    let line: DriverLine
    try {
      line = JSON.parse(value)
    } catch {
      // Libraries may print what they like.
      return next()
    }
    const { problem, missing } = line
    if (typeof problem !== 'string') return line
    throw new XlaFailure({
      _tag: typeof missing === 'string' ? 'JaxMissing' : 'XlaFailed',
      python,
      reason: problem,
    })
  }
  const write = (bytes: Uint8Array): Promise<void> =>
    new Promise(resolve => {
      child.stdin.write(bytes, () => resolve())
    })
  return {
    send: async bytes => {
      await write(lengthOf(bytes))
      await write(bytes)
    },
    next,
    end: async () => {
      child.stdin.end()
      const { status } = await ended
      if (status !== 0) throw await failure()
    },
    stop: () => {
      child.kill()
    },
  }
}
