/**
 * The contestant's end of a contest: it reads a request from each line of standard input and answers on a line of standard
 * output, both JSON. peers/protocol.py is the same in Python.
 *
 * Time is taken here, within the contestant's process, so that neither process nor pipe counts.
 *
 * @module
 */
import { createInterface } from 'node:readline'
import type { Contestant, Run } from '../pullback/run.ts'

/** What a contestant can be asked for. */
export type Request =
  | { readonly ask: 'losses'; readonly steps: number }
  | { readonly ask: 'measure'; readonly seconds: number }
  | { readonly ask: 'preparation' }
  | { readonly ask: 'memory'; readonly steps: number }

/** Steps between two looks at the clock take at least this long, in seconds, so that looking does not count. */
const chunkSeconds = 0.005

const now = (): number => performance.now() / 1000

/** A way to find out how long a step takes, for one contestant. */
export const measuring = (): ((
  run: Run,
  seconds: number,
) => Promise<{ readonly steps: number; readonly seconds: number }>) => {
  let chunk = 1
  return async (run, seconds) => {
    // A new run may have to compile its first step.
    await run.advance(1)
    const start = now()
    let [steps, last] = [0, start]
    do {
      // An await costs a turn of the event loop; synchronous contestants are spared it.
      const pending = run.advance(chunk)
      if (pending !== undefined) await pending
      steps += chunk
      const at = now()
      if (at - last < chunkSeconds) chunk *= 2
      last = at
    } while (last - start < seconds)
    return { steps, seconds: last - start }
  }
}

const answering = (contestant: Contestant): ((request: Request) => Promise<unknown>) => {
  const measure = measuring()
  return async request => {
    if (request.ask === 'preparation') return (await contestant.preparation?.()) ?? {}
    // From the start each time: how far one gets in a second must not change what is measured.
    const run = await contestant.begin()
    switch (request.ask) {
      case 'losses':
        return { losses: await run.losses(request.steps) }
      case 'measure':
        return measure(run, request.seconds)
      case 'memory': {
        await run.advance(10)
        const before = contestant.held?.() ?? 0
        await run.advance(request.steps)
        return { before, after: contestant.held?.() ?? 0 }
      }
    }
  }
}

const say = (message: unknown): void => {
  process.stdout.write(`${JSON.stringify(message)}\n`)
}

/** Serves requests until standard input ends. What goes wrong is said and ends the process. */
export const serve = async (make: () => Contestant | Promise<Contestant>): Promise<void> => {
  try {
    const contestant = await make()
    const answer = answering(contestant)
    say({ versions: contestant.versions })
    for await (const line of createInterface({ input: process.stdin })) say(await answer(JSON.parse(line)))
    process.exit(0)
  } catch (error) {
    say({ error: error instanceof Error ? error.message : String(error) })
    process.exit(1)
  }
}

/** Bytes that JavaScript holds, inside and outside its heap; needs `--expose-gc` to be exact. */
export const heldBytes = (): number => {
  ;(globalThis as { readonly gc?: () => void }).gc?.()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
