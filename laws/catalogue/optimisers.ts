/**
 * Optimisers, and the parts that they are chained from, with their laws.
 *
 * @module
 */
import {
  adabelief,
  adadelta,
  adagrad,
  adam,
  adamax,
  adamw,
  amsgrad,
  lamb,
  lars,
  lion,
  momentum,
  nadam,
  nesterov,
  optimiser,
  radam,
  rmsprop,
  rprop,
  schedule,
  sgd,
  weights,
} from '../../src/index.ts'
import { adamLaws } from '../optimiser/adam.ts'
import {
  adabeliefLaws,
  adamaxLaws,
  adamwLaws,
  amsgradLaws,
  nadamLaws,
  radamLaws,
} from '../optimiser/adamFamily.ts'
import { adadeltaLaws, adagradLaws, rmspropLaws } from '../optimiser/adaptive.ts'
import { aliasLaws } from '../optimiser/alias.ts'
import { chainLaws, transformationLaws } from '../optimiser/chain.ts'
import { clipByGlobalNormLaws, clipByNormLaws, clipByValueLaws, decayLaws } from '../optimiser/clip.ts'
import { momentumLaws, nesterovLaws, sgdLaws } from '../optimiser/descent.ts'
import { optimiserLaws } from '../optimiser/optimiser.ts'
import { lambLaws, larsLaws, lionLaws, rpropLaws } from '../optimiser/signs.ts'
import { accumulateLaws, averageLaws, lookaheadLaws, partitionLaws, skipLaws } from '../optimiser/wrappers.ts'
import type { Entries, Entry } from './entry.ts'

// Powers of two, so that what a sign is taken of has no rounding in it.
const exactBetas = { beta1: 0.5, beta2: 0.75 }
const coupled = { coupled: true }

/** Optimisers. */
export const optimiserCatalogue = {
  adabelief: { laws: () => [adabeliefLaws(), aliasLaws, optimiserLaws(adabelief())] },
  adadelta: { laws: () => [adadeltaLaws(), aliasLaws, optimiserLaws(adadelta())] },
  adagrad: { laws: () => [adagradLaws(), aliasLaws, optimiserLaws(adagrad(0.1))] },
  adamax: { laws: () => [adamaxLaws(), aliasLaws, optimiserLaws(adamax())] },
  adamw: {
    laws: () => [
      adamwLaws(),
      optimiserLaws(adamw(0.1), { decays: true }),
      optimiserLaws(adamw(0.1, { decayed: weights }), { decays: true }),
    ],
  },
  amsgrad: { laws: () => [amsgradLaws(), aliasLaws, optimiserLaws(amsgrad(0.1, { beta2: 0.5 }))] },
  lamb: { laws: () => [lambLaws(), optimiserLaws(lamb(0.1), coupled)] },
  lars: { laws: () => [larsLaws(), optimiserLaws(lars(0.5), coupled)] },
  lion: { laws: () => [lionLaws(), optimiserLaws(lion(0.1, exactBetas))] },
  nadam: { laws: () => [nadamLaws(), aliasLaws, optimiserLaws(nadam())] },
  radam: { laws: () => [radamLaws(), aliasLaws, optimiserLaws(radam())] },
  rmsprop: {
    laws: () => [
      rmspropLaws(),
      aliasLaws,
      optimiserLaws(rmsprop()),
      optimiserLaws(rmsprop(0.1, { centred: true, momentum: 0.5 })),
    ],
  },
  rprop: { laws: () => [rpropLaws(), optimiserLaws(rprop(0.1))] },
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
  accumulate: {
    laws: () => [accumulateLaws(), optimiserLaws(optimiser.accumulate(2)(momentum(0.1)))],
  },
  addDecayedWeights: {
    laws: () => [decayLaws(), optimiserLaws(optimiser.addDecayedWeights(0.5), { decays: true })],
  },
  applyUpdates: { laws: () => [transformationLaws] },
  averageParameters: {
    laws: () => [averageLaws(), optimiserLaws(optimiser.averageParameters(0.75))],
  },
  chain: {
    laws: () => [
      chainLaws(),
      optimiserLaws(
        optimiser.chain(optimiser.scaleByAdam(), optimiser.addMomentum(0.5), optimiser.descend(0.1)),
      ),
    ],
  },
  clipByGlobalNorm: {
    laws: () => [clipByGlobalNormLaws(), optimiserLaws(optimiser.clipByGlobalNorm(2), coupled)],
  },
  clipByNorm: { laws: () => [clipByNormLaws(), optimiserLaws(optimiser.clipByNorm(2), coupled)] },
  clipByValue: { laws: () => [clipByValueLaws(), optimiserLaws(optimiser.clipByValue(1))] },
  descend: { laws: () => [transformationLaws, optimiserLaws(optimiser.descend(0.25))] },
  globalNorm: { laws: () => [clipByGlobalNormLaws()] },
  identity: { laws: () => [transformationLaws, optimiserLaws(optimiser.identity)] },
  lookahead: {
    laws: () => [lookaheadLaws(), optimiserLaws(optimiser.lookahead({ every: 2 })(momentum(0.1)))],
  },
  partition: {
    laws: () => [
      partitionLaws(),
      optimiserLaws(
        optimiser.partition(path => (path.at(-1) === 'w' ? 'weights' : 'others'))({
          weights: adam(0.1),
          others: momentum(0.1),
        }),
      ),
    ],
  },
  scaleByAdabelief: { laws: () => [aliasLaws, optimiserLaws(optimiser.scaleByAdabelief())] },
  scaleByAdadelta: { laws: () => [aliasLaws, optimiserLaws(optimiser.scaleByAdadelta())] },
  scaleByAdagrad: { laws: () => [aliasLaws, optimiserLaws(optimiser.scaleByAdagrad({ initial: 0.5 }))] },
  scaleByAdam: { laws: () => [transformationLaws, optimiserLaws(optimiser.scaleByAdam())] },
  scaleByAdamax: { laws: () => [aliasLaws, optimiserLaws(optimiser.scaleByAdamax())] },
  scaleByAmsgrad: { laws: () => [aliasLaws, optimiserLaws(optimiser.scaleByAmsgrad())] },
  scaleByDeviation: { laws: () => [aliasLaws, optimiserLaws(optimiser.scaleByDeviation())] },
  scaleByLars: { laws: () => [larsLaws(), optimiserLaws(optimiser.scaleByLars({ trust: 0.5 }), coupled)] },
  scaleByLion: { laws: () => [lionLaws(), optimiserLaws(optimiser.scaleByLion(exactBetas))] },
  scaleByNadam: { laws: () => [aliasLaws, optimiserLaws(optimiser.scaleByNadam())] },
  scaleByRadam: { laws: () => [aliasLaws, optimiserLaws(optimiser.scaleByRadam({ beta2: 0.75 }))] },
  scaleByRms: { laws: () => [aliasLaws, optimiserLaws(optimiser.scaleByRms())] },
  scaleByRprop: { laws: () => [rpropLaws(), optimiserLaws(optimiser.scaleByRprop(0.25))] },
  scaleByTrustRatio: {
    laws: () => [
      lambLaws(),
      // Downhill, so that no tensor comes to lie at 0, where the ratio jumps.
      optimiserLaws(optimiser.chain(optimiser.scaleByTrustRatio, optimiser.descend(0.25)), coupled),
    ],
  },
  setToZero: { laws: () => [partitionLaws(), optimiserLaws(optimiser.setToZero)] },
  skipNonFinite: {
    laws: () => [skipLaws(), optimiserLaws(optimiser.skipNonFinite(momentum(0.1)), coupled)],
  },
  addMomentum: {
    laws: () => [
      transformationLaws,
      optimiserLaws(optimiser.addMomentum(0.5)),
      optimiserLaws(optimiser.addMomentum(0.5, { nesterov: true })),
    ],
  },
} as const satisfies Entries<typeof optimiser>
