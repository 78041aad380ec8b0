/**
 * Laws of aliases: each is a chain of parts.
 *
 * @module
 */
import {
  type AnyOptimiser,
  adabelief as adabeliefOptimiser,
  adadelta as adadeltaOptimiser,
  adagrad as adagradOptimiser,
  adamax as adamaxOptimiser,
  amsgrad as amsgradOptimiser,
  nadam as nadamOptimiser,
  radam as radamOptimiser,
  rmsprop as rmspropOptimiser,
  schedule,
  optimiser as transformations,
} from '../../src/index.ts'
import { every, exact } from '../close.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { gradientRuns, rates, runOf, someParams } from './run.ts'

/** Aliases are chains of parts. */
export const aliasLaws: LawSet = lawSet('aliases', [
  law(
    '42k',
    'an alias is its part and then descend, also under a schedule',
    [someParams, gradientRuns, rates],
    (params, gs, value) => {
      const rate = schedule.step(value, { every: 2, factor: 0.5 })
      const t = transformations
      const pairs: readonly (readonly [AnyOptimiser, AnyOptimiser])[] = [
        [amsgradOptimiser(rate), t.scaleByAmsgrad()],
        [adamaxOptimiser(rate), t.scaleByAdamax()],
        [nadamOptimiser(rate), t.scaleByNadam()],
        [radamOptimiser(rate), t.scaleByRadam()],
        [adabeliefOptimiser(rate), t.scaleByAdabelief()],
        [adagradOptimiser(rate), t.scaleByAdagrad()],
        [adadeltaOptimiser(rate), t.scaleByAdadelta()],
        [rmspropOptimiser(rate), t.scaleByRms()],
        [rmspropOptimiser(rate, { centred: true }), t.scaleByDeviation()],
      ]
      return every(
        ...pairs.map(([alias, part]) =>
          exact(runOf(alias, params, gs).params, runOf(t.chain(part, t.descend(rate)), params, gs).params),
        ),
      )
    },
  ),
])
