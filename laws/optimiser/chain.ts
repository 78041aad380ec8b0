/**
 * Laws of the parts of optimisers, and of how they are put together.
 *
 * @module
 */
import {
  type AnyOptimiser,
  adam as adamOptimiser,
  schedule,
  smooth,
  optimiser as transformations,
  type tree,
} from '../../src/index.ts'
import { takes } from '../../src/tensor/contract/index.ts'
import { every, exact, summed } from '../close.ts'
import { implementation } from '../contract.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import {
  counts,
  decays,
  gradientRuns,
  rates,
  runOf,
  scaled,
  someGradients,
  someParams,
  velocities,
} from './run.ts'

type Chain = (...parts: readonly AnyOptimiser[]) => AnyOptimiser

/**
 * Laws of putting transformations together; by default of `optimiser.chain`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const chainLaws = takes(
  'chainLaws',
  { chain: implementation },
  () =>
    (chain: Chain = transformations.chain as Chain): LawSet => {
      const [a, b, c] = [
        transformations.addMomentum(0.5),
        transformations.scaleByAdam(),
        transformations.descend(0.25),
      ] as const
      const steps = (o: AnyOptimiser, params: tree.Tree, gs: readonly tree.Tree[]) => runOf(o, params, gs)
      return lawSet('chain', [
        law(
          '42f',
          'chain is associative up to the nesting of states',
          [someParams, gradientRuns],
          (params, gs) => {
            const flat = steps(chain(a, b, c), params, gs)
            const left = steps(chain(chain(a, b), c), params, gs)
            const right = steps(chain(a, chain(b, c)), params, gs)
            type Nested = readonly [readonly [unknown, unknown], unknown]
            type Turned = readonly [unknown, readonly [unknown, unknown]]
            return every(
              exact(left.params, flat.params),
              exact(right.params, flat.params),
              exact(
                (left.states as readonly Nested[]).map(([[s, t], u]) => [s, t, u]),
                flat.states,
              ),
              exact(
                (right.states as readonly Turned[]).map(([s, [t, u]]) => [s, t, u]),
                flat.states,
              ),
            )
          },
        ),
        law(
          '42g',
          'each takes the updates that the one before gives',
          [someParams, someGradients],
          (params, g) => {
            const [v] = a.update(g, a.init(params), params, a.rates(0))
            const [u] = c.update(v, c.init(params), params, c.rates(0))
            return exact(steps(chain(a, c), params, [g]).updates[0], u)
          },
        ),
        law('42h', 'a chain of nothing changes nothing', [someParams, someGradients], (params, g) =>
          exact(steps(chain(), params, [g]).updates[0], g),
        ),
      ])
    },
)

/** Laws of the parts that optimisers are chained from. */
export const transformationLaws: LawSet = lawSet('optimiser', [
  law('42i', 'identity changes nothing', [someParams, someGradients], (params, g) =>
    exact(runOf(transformations.identity, params, [g]).updates[0], g),
  ),
  law('39f', 'descend follows its schedule', [someParams, gradientRuns, counts], (params, gs, period) => {
    const rate = schedule.step(1, { every: period, factor: 0.5 })
    return exact(
      runOf(transformations.descend(rate), params, gs).updates,
      gs.map((g, t) => scaled(-rate(t))(g)),
    )
  }),
  law('39g', 'trace gives v ← decay · v + g', [someParams, gradientRuns, decays], (params, gs, decay) =>
    summed(16)(runOf(transformations.addMomentum(decay), params, gs).updates, velocities(gs, decay)),
  ),
  law('42j', 'adam = scaleByAdam and then descend', [someParams, gradientRuns, rates], (params, gs, rate) => {
    const { chain, descend, scaleByAdam } = transformations
    return exact(
      runOf(adamOptimiser(rate), params, gs).params,
      runOf(chain(scaleByAdam(), descend(rate)), params, gs).params,
    )
  }),
  law('1', 'applyUpdates adds', [someParams, someGradients], (params, g) =>
    exact(transformations.applyUpdates(params, g), smooth.addCotangents(params, g)),
  ),
])
