/**
 * The referee's end of a contest: a contestant as a process that answers questions.
 *
 * @module
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { isLeft } from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import type { Request } from './serve.ts'

/** How to start a contestant; the folder of the job is added behind the arguments. */
export interface Command {
  readonly command: string
  readonly args: readonly string[]
  readonly env?: { readonly [name: string]: string }
}

const Losses = t.type({ losses: t.array(t.number) })
const Measured = t.type({ steps: t.number, seconds: t.number })
const Prepared = t.partial({ traceUs: t.union([t.number, t.null]), firstUs: t.number })
const Memory = t.type({ before: t.number, after: t.number })
const Ready = t.type({ versions: t.record(t.string, t.string) })
const Failure = t.type({ error: t.string })

/** How many steps were taken in how many seconds. */
export type Measured = t.TypeOf<typeof Measured>

/** A contestant under way. */
export interface Channel {
  readonly versions: { readonly [name: string]: string }
  readonly losses: (steps: number) => Promise<readonly number[]>
  readonly measure: (seconds: number) => Promise<Measured>
  readonly preparation: () => Promise<t.TypeOf<typeof Prepared>>
  readonly memory: (steps: number) => Promise<t.TypeOf<typeof Memory>>
  readonly close: () => Promise<void>
}

const decode = <A>(codec: t.Decoder<unknown, A>, line: string): A => {
  const message: unknown = JSON.parse(line)
  if (Failure.is(message)) throw new Error(message.error)
  const decoded = codec.decode(message)
  if (isLeft(decoded)) throw new Error(`it answered ${line.slice(0, 200)}`)
  return decoded.right
}

const ended = (child: ChildProcess): Promise<void> =>
  new Promise(resolve => {
    child.once('close', () => resolve())
  })

/**
 * Starts a contestant on a job and waits until it is ready.
 *
 * Rejects with what it said last if it cannot start.
 */
export const open = async ({ command, args, env = {} }: Command, folder: string): Promise<Channel> => {
  const child = spawn(command, [...args, folder], {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const gone = ended(child)
  let complaints = ''
  child.stderr.on('data', (text: Buffer) => {
    complaints = (complaints + text.toString()).slice(-2000)
  })
  child.on('error', error => {
    complaints += error.message
  })
  child.stdin.on('error', () => undefined)
  // Libraries greet on standard output, too: what is not an object is not for us.
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const answer = async (): Promise<string> => {
    for (;;) {
      const { value, done } = await lines.next()
      if (done) throw new Error(complaints.trim().split('\n').at(-1) || 'it ended without a word')
      if (value.startsWith('{')) return value
    }
  }
  const ask = async <A>(request: Request, codec: t.Decoder<unknown, A>): Promise<A> => {
    child.stdin.write(`${JSON.stringify(request)}\n`)
    return decode(codec, await answer())
  }
  const { versions } = decode(Ready, await answer())
  return {
    versions,
    losses: async steps => (await ask({ ask: 'losses', steps }, Losses)).losses,
    measure: seconds => ask({ ask: 'measure', seconds }, Measured),
    preparation: () => ask({ ask: 'preparation' }, Prepared),
    memory: steps => ask({ ask: 'memory', steps }, Memory),
    close: () => {
      child.stdin.end()
      return gone
    },
  }
}
