import { describe, expect, test } from 'vitest'
import type { transformationCatalogue } from '../../laws/catalogue/optimisers.ts'
import {
  type AnyOptimiser,
  adam,
  adamw,
  batchNorm,
  compose,
  dense,
  label,
  momentum,
  optimiser,
  rmsprop,
  schedule,
  sgd,
  tanh,
  tree,
  weights,
} from '../../src/index.ts'
import { type OptimiserName, optimisers } from '../optimisers.ts'
import { inputsOf, squared, trainsThroughTheEngine } from './throughEngine.ts'

const byLayer = (path: readonly (string | number)[]): 'inner' | 'outer' =>
  path[0] === 'output' ? 'outer' : 'inner'
const split = (inner: AnyOptimiser, outer: AnyOptimiser): AnyOptimiser =>
  optimiser.partition(byLayer)({ inner, outer })

/** Optimisers with settings in which they have other states. */
const others: Readonly<Partial<Record<OptimiserName, AnyOptimiser>>> = {
  adam: adam(schedule.step(0.1, { every: 2, factor: 0.5 })),
  adamw: adamw(0.01, { decayed: weights }),
  rmsprop: rmsprop(0.01, { centred: true, momentum: 0.5 }),
}

/** Every transformation that there is, by the names of the catalogue of laws: one without an entry does not compile. */
const transformations: Readonly<
  Record<
    Exclude<keyof typeof transformationCatalogue, 'applyUpdates' | 'globalNorm'>,
    readonly AnyOptimiser[]
  >
> = {
  accumulate: [
    optimiser.accumulate(2)(adam(0.01)),
    optimiser.accumulate(3)(split(adam(0.01), momentum(0.1))),
  ],
  addDecayedWeights: [optimiser.chain(optimiser.addDecayedWeights(0.1, weights), sgd(0.1))],
  averageParameters: [
    optimiser.chain(adam(0.01), optimiser.averageParameters(0.5)),
    split(optimiser.chain(sgd(0.1), optimiser.averageParameters(0.5)), sgd(0.1)),
  ],
  chain: [
    optimiser.chain(
      optimiser.clipByGlobalNorm(0.1),
      optimiser.addMomentum(0.5),
      optimiser.scaleByAdam(),
      optimiser.descend(0.1),
    ),
    optimiser.chain(optimiser.chain(optimiser.addMomentum(0.5)), optimiser.chain(), optimiser.descend(0.1)),
  ],
  clipByGlobalNorm: [optimiser.chain(optimiser.clipByGlobalNorm(0.01), sgd(0.1))],
  clipByNorm: [optimiser.chain(optimiser.clipByNorm(0.01), sgd(0.1))],
  clipByValue: [optimiser.chain(optimiser.clipByValue(0.01), sgd(0.1))],
  descend: [optimiser.descend(0.1)],
  identity: [optimiser.chain(optimiser.identity, sgd(0.1), optimiser.identity)],
  lookahead: [
    optimiser.lookahead({ every: 2 })(momentum(0.1)),
    optimiser.lookahead({ every: 2 })(split(adam(0.1), optimiser.lookahead({ every: 3 })(sgd(0.1)))),
  ],
  partition: [
    split(momentum(0.1), sgd(0.1)),
    split(sgd(0.1), adam(0.1)),
    split(optimiser.setToZero, rmsprop(0.01, { momentum: 0.5 })),
    split(split(adam(0.1), sgd(0.1)), split(sgd(0.1), momentum(0.1))),
  ],
  scaleByAdabelief: [optimiser.chain(optimiser.scaleByAdabelief(), optimiser.descend(0.01))],
  scaleByAdadelta: [optimiser.chain(optimiser.scaleByAdadelta(), optimiser.descend(1))],
  scaleByAdagrad: [optimiser.chain(optimiser.scaleByAdagrad(), optimiser.descend(0.01))],
  scaleByAdam: [optimiser.chain(optimiser.scaleByAdam(), optimiser.descend(0.01))],
  scaleByAdamax: [optimiser.chain(optimiser.scaleByAdamax(), optimiser.descend(0.01))],
  scaleByAmsgrad: [optimiser.chain(optimiser.scaleByAmsgrad(), optimiser.descend(0.01))],
  scaleByDeviation: [optimiser.chain(optimiser.scaleByDeviation(), optimiser.descend(0.01))],
  scaleByLars: [optimiser.chain(optimiser.scaleByLars(), optimiser.descend(0.1))],
  scaleByLion: [optimiser.chain(optimiser.scaleByLion(), optimiser.descend(0.01))],
  scaleByNadam: [optimiser.chain(optimiser.scaleByNadam(), optimiser.descend(0.01))],
  scaleByRadam: [optimiser.chain(optimiser.scaleByRadam(), optimiser.descend(0.01))],
  scaleByRms: [optimiser.chain(optimiser.scaleByRms(), optimiser.descend(0.01))],
  scaleByRprop: [optimiser.scaleByRprop(0.01)],
  scaleByTrustRatio: [optimiser.chain(optimiser.scaleByTrustRatio, optimiser.descend(0.1))],
  setToZero: [optimiser.setToZero],
  skipNonFinite: [optimiser.skipNonFinite(adam(0.01)), optimiser.skipNonFinite(split(adam(0.01), sgd(0.1)))],
  addMomentum: [optimiser.chain(optimiser.addMomentum(0.5, { nesterov: true }), optimiser.descend(0.1))],
}

// Between a bias and the normalisation there is a nonlinearity: without, its gradient is nothing but rounding.
const net = compose(
  label('hidden')(dense(3, 4)),
  tanh(),
  label('norm')(batchNorm(4)),
  label('output')(dense(4, 2)),
)

describe('through the engine, past the end of an epoch and resumed, trains', () => {
  const all = [optimisers, others, transformations].flatMap(each => Object.values(each).flat())
  test.each(all.map(one => [one.name, one] as const))('%s', async (_, one) => {
    const [first] = await trainsThroughTheEngine(squared(net), one, inputsOf([3]))
    expect(tree.tensors(first?.params).length).toBe(6)
  })
})
