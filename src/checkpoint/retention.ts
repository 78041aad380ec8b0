/**
 * Checkpoints that stay.
 *
 * @module
 */
import type { Named } from './fileName.ts'

/** Whether large or small scores are good. */
export type Order = 'largest' | 'smallest'

/** The best by a score, of which the newest counts where several did equally well; `null` if none has that score. */
export const bestOf = (all: readonly Named[], by: string, order: Order): Named | null => {
  const sign = order === 'largest' ? 1 : -1
  return all.reduce<Named | null>((best, each) => {
    if (each.score?.by !== by) return best
    return best?.score == null || sign * (each.score.value - best.score.value) >= 0 ? each : best
  }, null)
}

/** Those that go when so many of the newest are kept, and the best. */
export const surplusOf = (all: readonly Named[], keep: number, best: Named | null): readonly Named[] =>
  all.slice(0, Math.max(0, all.length - keep)).filter(each => each !== best)
