import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { freshSeed } from '../../laws/index.ts'

test('PULLBACK_LAWS_RUNS says how many examples a law is tried on', () => {
  let runs = 0
  fc.assert(
    fc.property(fc.nat(), () => {
      runs += 1
    }),
  )
  expect(runs).toBe(Number(process.env.PULLBACK_LAWS_RUNS ?? 100))
})

test('the laws of a run share its printed seed', () => {
  expect(freshSeed()).toBe(Number(process.env.PULLBACK_LAWS_SEED))
})
