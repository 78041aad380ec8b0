import { describe, expect, test } from 'vitest'
import {
  optimiserCatalogue,
  scheduleCatalogue,
  trainingCatalogue,
  transformationCatalogue,
} from '../../laws/catalogueTraining.ts'
import { lawSetsOf } from '../../laws/catalogueEntry.ts'
import { registerLaws } from '../../laws/index.ts'
import { adam, momentum, nesterov, optimiser, schedule, sgd } from '../../src/index.ts'

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
    ['a schedule that turns negative, at its step', () => sgd(t => 1 - t).rates(2)],
    ['a constant below 0', () => schedule.constant(-1)],
    ['a stair of no steps', () => schedule.step(1, { every: 0, factor: 0.5 })],
    ['a negative factor', () => schedule.step(1, { every: 1, factor: -0.5 })],
  ])('%s', (_, make) => {
    expect(make).toThrow(expect.objectContaining({ _tag: 'ArgumentError' }))
  })
})
