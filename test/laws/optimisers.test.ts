import { describe, expect, test } from 'vitest'
import { lawSetsOf } from '../../laws/catalogue/entry.ts'
import { optimiserCatalogue, transformationCatalogue } from '../../laws/catalogue/optimisers.ts'
import { scheduleCatalogue, trainingCatalogue } from '../../laws/catalogue/training.ts'
import { registerLaws } from '../../laws/index.ts'
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
  zeros,
} from '../../src/index.ts'

describe.each([
  ['optimisers', optimiserCatalogue],
  ['optimiser', transformationCatalogue],
  ['schedule', scheduleCatalogue],
  ['training', trainingCatalogue],
])('%s', (_, entries) => {
  const sets = new Map(lawSetsOf(entries).map(([name, set]) => [set, name]))
  for (const [set, name] of sets) describe(name, () => registerLaws(set, test))
})

describe('what optimisers and schedules refuse', () => {
  test.each([
    ['a negative rate', () => sgd(-0.1)],
    ['a rate that is NaN', () => adam(Number.NaN)],
    ['an infinite rate', () => optimiser.descend(Number.POSITIVE_INFINITY)],
    ['a decay of 1', () => momentum(0.1, 1)],
    ['a negative decay', () => nesterov(0.1, -0.5)],
    ['a beta of 1', () => adam(0.1, { beta1: 1 })],
    ['a beta below 0', () => adam(0.1, { beta2: -0.1 })],
    ['no epsilon', () => adam(0.1, { epsilon: 0 })],
    ['a rate of AdamW that is NaN', () => adamw(Number.NaN)],
    ['a negative rate of LAMB', () => lamb(-1)],
    ['negative weight decay', () => adamw(0.1, { weightDecay: -0.1 })],
    ['weight decay that is NaN', () => lion(0.1, { weightDecay: Number.NaN })],
    ['weight decay of nothing to decay by', () => optimiser.addDecayedWeights(Number.POSITIVE_INFINITY)],
    ['a beta of AMSGrad that is NaN', () => amsgrad(0.1, { beta2: Number.NaN })],
    ['a beta of Adamax of 1', () => adamax(0.1, { beta1: 1 })],
    ['a beta of rectified Adam above 1', () => radam(0.1, { beta2: 1.5 })],
    ['a beta of NAdam below 0', () => nadam(0.1, { beta1: -0.5 })],
    ['a momentum that shrinks', () => nadam(0.1, { momentumDecay: -1 })],
    ['a beta of Lion of 1', () => lion(0.1, { beta1: 1 })],
    ['no epsilon of AdaBelief', () => adabelief(0.1, { epsilon: 0 })],
    ['a decay of RMSProp of 1', () => rmsprop(0.1, { decay: 1 })],
    ['a momentum of RMSProp of 1', () => rmsprop(0.1, { momentum: 1 })],
    ['no epsilon of RMSProp', () => rmsprop(0.1, { epsilon: 0 })],
    ['a negative sum', () => adagrad(0.1, { initial: -1 })],
    ['a decay of AdaDelta of 1', () => adadelta(1, { decay: 1 })],
    ['a first step of nothing', () => rprop(0)],
    ['a first step that is a schedule', () => rprop((() => 0.1) as never)],
    ['factors in the wrong order', () => rprop(0.1, { increase: 0.5, decrease: 1.2 })],
    ['a smallest step above the largest', () => rprop(0.1, { smallest: 1, largest: 0.5 })],
    ['no trust', () => lars(0.1, { trust: 0 })],
    ['a momentum of LARS of 1', () => lars(0.1, { momentum: 1 })],
    ['a bound of 0', () => optimiser.clipByValue(0)],
    ['a negative norm', () => optimiser.clipByNorm(-1)],
    ['a norm that is NaN', () => optimiser.clipByGlobalNorm(Number.NaN)],
    ['half a step', () => optimiser.accumulate(1.5)(sgd(0.1))],
    ['no steps', () => optimiser.lookahead({ every: 0 })(sgd(0.1))],
    ['no share', () => optimiser.lookahead({ share: 0 })(sgd(0.1))],
    ['an average that never moves', () => optimiser.averageParameters(1)],
    [
      'a group that there is not',
      () =>
        optimiser
          .partition(() => 'missing' as never)({ all: sgd(0.1) })
          .init({ w: zeros([1]) }),
    ],
    ['a rate as a text', () => sgd('0.1' as never)],
    ['no rate', () => momentum(undefined as never)],
    ['a schedule that turns negative, at its step', () => sgd(t => 1 - t).rates(2)],
    ['a constant below 0', () => schedule.constant(-1)],
    ['a stair of no steps', () => schedule.step(1, { every: 0, factor: 0.5 })],
    ['a cosine of no steps', () => schedule.cosine(1, { steps: 0 })],
    ['a cosine to below 0', () => schedule.cosine(1, { steps: 10, to: -1 })],
    ['a cosine from NaN', () => schedule.cosine(Number.NaN, { steps: 10 })],
    ['restarts that come ever sooner', () => schedule.cosineRestarts(1, { steps: 10, growth: 0.5 })],
    ['an exponential factor below 0', () => schedule.exponential(1, { factor: -0.5 })],
    ['a line of half a step', () => schedule.linear({ to: 1, steps: 0.5 })],
    ['a line from below 0', () => schedule.linear({ from: -1, to: 1, steps: 10 })],
    ['a power of 0', () => schedule.polynomial(1, { steps: 10, power: 0 })],
    ['a value too many', () => schedule.piecewise([1, 2], { at: [] })],
    ['changes that go back', () => schedule.piecewise([1, 2, 3], { at: [20, 10] })],
    ['a milestone at half a step', () => schedule.milestones(1, { at: [0.5], factor: 0.5 })],
    ['two milestones at one step', () => schedule.milestones(1, { at: [5, 5], factor: 0.5 })],
    ['a schedule too few', () => schedule.join({ at: [5] })([schedule.constant(1)])],
    ['a cycle with no room to rise', () => schedule.oneCycle(1, { steps: 10, rise: 0.1 })],
    ['a cycle with no room to fall', () => schedule.oneCycle(1, { steps: 10, rise: 1 })],
    ['a cycle that begins at nothing', () => schedule.oneCycle(1, { steps: 10, divisor: 0 })],
    ['a cycle past its end', () => schedule.oneCycle(1, { steps: 10 })(10)],
    ['an optimiser that goes on past its cycle', () => sgd(schedule.oneCycle(1, { steps: 10 })).rates(10)],
    ['a negative factor', () => schedule.step(1, { every: 1, factor: -0.5 })],
  ])('%s', (_, make) => {
    expect(make).toThrow(expect.objectContaining({ _tag: 'ArgumentError' }))
  })
})
