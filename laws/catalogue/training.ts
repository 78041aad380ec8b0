/**
 * Schedules and training with their laws.
 *
 * @module
 */
import { schedule } from '../../src/index.ts'
import { cosineLaws, restartsLaws } from '../schedule/cosine.ts'
import { exponentialLaws, linearLaws, polynomialLaws } from '../schedule/decay.ts'
import { oneCycleLaws } from '../schedule/oneCycle.ts'
import { joinLaws, piecewiseLaws } from '../schedule/piecewise.ts'
import { constantScheduleLaws, scheduleLaws, stepScheduleLaws } from '../schedule/schedule.ts'
import { balancedLaws } from '../train/balanced.ts'
import { batchesLaws } from '../train/batches.ts'
import { microBatchedLaws, objectiveLaws } from '../train/objective.ts'
import type { Entries, Entry } from './entry.ts'

/** The namespace `schedule`. */
export const scheduleCatalogue = {
  cosine: {
    laws: () => [cosineLaws(), scheduleLaws('cosine', schedule.cosine(1, { steps: 1000, to: 0.25 }))],
  },
  cosineRestarts: {
    laws: () => [
      restartsLaws(),
      scheduleLaws('cosineRestarts', schedule.cosineRestarts(1, { steps: 10, growth: 1.5 })),
    ],
  },
  exponential: {
    laws: () => [exponentialLaws(), scheduleLaws('exponential', schedule.exponential(1, { factor: 0.999 }))],
  },
  join: {
    laws: () => [
      joinLaws(),
      scheduleLaws(
        'join',
        schedule.join({ at: [10] })([schedule.linear({ to: 1, steps: 10 }), schedule.constant(1)]),
      ),
    ],
  },
  linear: {
    laws: () => [linearLaws(), scheduleLaws('linear', schedule.linear({ from: 1, to: 0.5, steps: 1000 }))],
  },
  milestones: {
    laws: () => [
      piecewiseLaws(),
      scheduleLaws('milestones', schedule.milestones(1, { at: [10, 1000], factor: 0.5 })),
    ],
  },
  oneCycle: {
    laws: () => [
      oneCycleLaws(),
      scheduleLaws('oneCycle', schedule.oneCycle(1, { steps: 1000 }), { last: 999 }),
    ],
  },
  piecewise: {
    laws: () => [
      piecewiseLaws(),
      scheduleLaws('piecewise', schedule.piecewise([1, 0, 0.5], { at: [10, 20] })),
    ],
  },
  polynomial: {
    laws: () => [
      polynomialLaws(),
      scheduleLaws('polynomial', schedule.polynomial(1, { steps: 1000, power: 2.5, to: 0.25 })),
    ],
  },
  constant: { laws: () => [constantScheduleLaws(), scheduleLaws('constant(0.1)', schedule.constant(0.1))] },
  step: {
    laws: () => [
      stepScheduleLaws(),
      scheduleLaws('step(1, 10, 0.5)', schedule.step(1, { every: 10, factor: 0.5 })),
    ],
  },
} as const satisfies Entries<typeof schedule>

/** Training. */
export const trainingCatalogue = {
  batches: { laws: () => [batchesLaws()] },
  lossOf: { laws: () => [objectiveLaws] },
  objective: { laws: () => [objectiveLaws] },
  balanced: { laws: () => [balancedLaws] },
  microBatched: { laws: () => [microBatchedLaws] },
  penalised: { laws: () => [objectiveLaws] },
  supervised: { laws: () => [objectiveLaws] },
  trainingStep: { laws: () => [objectiveLaws] },
  fit: { reason: 'asynchronous, and so tested without laws: a fold of training steps' },
  prefetch: { reason: 'asynchronous, and so tested without laws: the same batches, made earlier' },
  last: { reason: 'asynchronous, and so tested without laws: the last element of a sequence' },
} as const satisfies Readonly<Record<string, Entry>>
