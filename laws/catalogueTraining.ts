/**
 * Losses, schedules and training with their laws.
 *
 * @module
 */
import {
  crossEntropy,
  meanSquaredError,
  negativeLogLikelihood,
  schedule,
  softmaxCrossEntropy,
} from '../src/index.ts'
import { indices, positive, tensors } from './arbitraries.ts'
import { batchesLaws } from './batches.ts'
import type { Entries, Entry } from './catalogueEntry.ts'
import { lossLaws } from './loss.ts'
import { crossEntropyLaws, negativeLogLikelihoodLaws, softmaxCrossEntropyLaws } from './lossCrossEntropy.ts'
import { l2PenaltyLaws } from './lossPenalty.ts'
import { objectiveLaws } from './objective.ts'
import {
  cosineLaws,
  exponentialLaws,
  joinLaws,
  linearLaws,
  oneCycleLaws,
  piecewiseLaws,
  polynomialLaws,
  restartsLaws,
} from './scheduleShapes.ts'
import { constantScheduleLaws, scheduleLaws, stepScheduleLaws } from './schedule.ts'

const scores = tensors([4, 3])
const probabilities = tensors([4, 3], { entries: positive })
const labels = indices([4], 3)

/** Losses. */
export const lossCatalogue = {
  crossEntropy: {
    laws: () => [
      crossEntropyLaws(),
      lossLaws('crossEntropy', crossEntropy, { predictions: probabilities, targets: tensors([4, 3]) }),
    ],
  },
  l2Penalty: { laws: () => [l2PenaltyLaws()] },
  meanSquaredError: {
    laws: () => [
      lossLaws('meanSquaredError', meanSquaredError, { predictions: scores, targets: tensors([4, 3]) }),
    ],
  },
  negativeLogLikelihood: {
    laws: () => [
      negativeLogLikelihoodLaws(),
      lossLaws('negativeLogLikelihood', negativeLogLikelihood(), {
        predictions: probabilities,
        targets: labels,
      }),
    ],
  },
  softmaxCrossEntropy: {
    laws: () => [
      softmaxCrossEntropyLaws(),
      lossLaws('softmaxCrossEntropy', softmaxCrossEntropy, { predictions: scores, targets: labels }),
    ],
  },
  everything: { reason: 'a choice of parameters, of which laws L1, L2 and L4 of l2Penalty speak' },
  weights: { reason: 'a choice of parameters, of which laws L1 to L3 of l2Penalty speak' },
} as const satisfies Readonly<Record<string, Entry>>

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
        schedule.join([schedule.linear({ to: 1, steps: 10 }), schedule.constant(1)], { at: [10] }),
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
  penalised: { laws: () => [objectiveLaws] },
  supervised: { laws: () => [objectiveLaws] },
  trainingStep: { laws: () => [objectiveLaws] },
  fit: { reason: 'asynchronous, and so tested without laws: a fold of training steps' },
  last: { reason: 'asynchronous, and so tested without laws: the last element of a sequence' },
} as const satisfies Readonly<Record<string, Entry>>
