/**
 * Training through `fit`, with all that it does besides the step: reports, the watch for NaN, turns for the host.
 *
 * @module
 */
import { type Batches, type Engine, fit, key, reference } from 'pullback'
import type { Runner } from './runner.ts'

/** The runner that trains with `fit`. */
export const byFit = (engine: Engine, mode: string): Runner => ({
  engine: engine.name,
  mode,
  training:
    ({ objective, optimiser, model, batches, dtype }) =>
    () => {
      const inOrder: Batches<(typeof batches)[number]> = () => batches
      const endless = {
        epochs: Number.MAX_SAFE_INTEGER,
        from: model,
        dtype,
        // What is not compiled is evaluated, and takes no engine.
        ...(engine === reference ? { compile: false as const } : { engine }),
      }
      const reports = fit(optimiser, inOrder, endless)(objective)(key(0))[Symbol.asyncIterator]()
      const take = async (): Promise<number> => (await reports.next()).value.loss
      return {
        losses: async count => {
          const seen: number[] = []
          while (seen.length < count) seen.push(await take())
          return seen
        },
        advance: async count => {
          for (let i = 0; i < count; i++) await take()
        },
      }
    },
})
