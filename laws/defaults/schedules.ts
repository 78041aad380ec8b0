/**
 * Defaults of schedules, with what is seen of them.
 *
 * @module
 */
import { schedule } from '../../src/index.ts'
import { type Pinned, pinned } from './default.ts'
import { scheduleSeen } from './seen.ts'

/** Defaults of schedules, with what is seen of them. */
export const scheduleDefaults: readonly Pinned[] = [
  pinned(
    'schedule.cosine',
    o => schedule.cosine(1, { steps: 10, ...(o as object) }),
    scheduleSeen,
    { to: 0 },
    'schedule/cosine.ts cosine',
  ),
  pinned(
    'schedule.cosineRestarts',
    o => schedule.cosineRestarts(1, { steps: 3, ...(o as object) }),
    scheduleSeen,
    { to: 0, growth: 1 },
    'schedule/cosine.ts cosineRestarts',
  ),
  pinned(
    'schedule.linear',
    o => schedule.linear({ to: 1, steps: 10, ...(o as object) }),
    scheduleSeen,
    { from: 0 },
    'schedule/linear.ts linear',
  ),
  pinned(
    'schedule.oneCycle',
    o => schedule.oneCycle(1, { steps: 12, ...(o as object) }),
    scheduleSeen,
    { rise: 0.3, divisor: 25, lastDivisor: 1e4, along: 'cosine' },
    'schedule/oneCycle.ts oneCycle',
    { others: { along: 'line', rise: 0.5 } },
  ),
  pinned(
    'schedule.polynomial',
    o => schedule.polynomial(1, { steps: 10, ...(o as object) }),
    scheduleSeen,
    { power: 1, to: 0 },
    'schedule/polynomial.ts polynomial',
  ),
]
