/**
 * Losses, optimisers, schedules and training with their laws.
 *
 * @module
 */
import {
  adam,
  crossEntropy,
  meanSquaredError,
  momentum,
  negativeLogLikelihood,
  nesterov,
  optimiser,
  schedule,
  sgd,
  softmaxCrossEntropy,
} from '../src/index.ts'
import { indices, positive, tensors } from './arbitraries.ts'
import { batchesLaws } from './batches.ts'
import type { Entries, Entry } from './catalogueEntry.ts'
import { lossLaws } from './loss.ts'
import { crossEntropyLaws, negativeLogLikelihoodLaws, softmaxCrossEntropyLaws } from './lossCrossEntropy.ts'
import { l2PenaltyLaws } from './lossPenalty.ts'
import { objectiveLaws } from './objective.ts'
import { optimiserLaws } from './optimiser.ts'
import { adamLaws } from './optimiserAdam.ts'
import { chainLaws, transformationLaws } from './optimiserChain.ts'
import { momentumLaws, nesterovLaws, sgdLaws } from './optimiserRules.ts'
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

/** Optimisers. */
export const optimiserCatalogue = {
  adam: {
    laws: () => [
      adamLaws(),
      optimiserLaws(adam()),
      optimiserLaws(
        adam(schedule.step(0.1, { every: 2, factor: 0.5 }), { beta1: 0, beta2: 0.5, epsilon: 0.1 }),
      ),
    ],
  },
  momentum: {
    laws: () => [momentumLaws(), optimiserLaws(momentum(0.1)), optimiserLaws(momentum(0.5, 0.25))],
  },
  nesterov: { laws: () => [nesterovLaws(), optimiserLaws(nesterov(0.1))] },
  sgd: {
    laws: () => [
      sgdLaws(),
      optimiserLaws(sgd(0.1)),
      optimiserLaws(sgd(schedule.step(0.5, { every: 2, factor: 0.5 }))),
    ],
  },
} as const satisfies Readonly<Record<string, Entry>>

/** What optimisers are chained from: the namespace `optimiser`. */
export const transformationCatalogue = {
  applyUpdates: { laws: () => [transformationLaws] },
  chain: {
    laws: () => [
      chainLaws(),
      optimiserLaws(optimiser.chain(optimiser.scaleByAdam(), optimiser.trace(0.5), optimiser.descend(0.1))),
    ],
  },
  descend: { laws: () => [transformationLaws, optimiserLaws(optimiser.descend(0.25))] },
  identity: { laws: () => [transformationLaws, optimiserLaws(optimiser.identity)] },
  scaleByAdam: { laws: () => [transformationLaws, optimiserLaws(optimiser.scaleByAdam())] },
  trace: {
    laws: () => [
      transformationLaws,
      optimiserLaws(optimiser.trace(0.5)),
      optimiserLaws(optimiser.trace(0.5, { nesterov: true })),
    ],
  },
} as const satisfies Entries<typeof optimiser>

/** The namespace `schedule`. */
export const scheduleCatalogue = {
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
  prefetch: { reason: 'asynchronous, and so tested without laws: the same batches, made earlier' },
  last: { reason: 'asynchronous, and so tested without laws: the last element of a sequence' },
} as const satisfies Readonly<Record<string, Entry>>
