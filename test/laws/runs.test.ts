import * as fc from 'fast-check'
import { expect, test } from 'vitest'

test('PULLBACK_LAWS_RUNS says how many examples a law is tried on', () => {
  let runs = 0
  fc.assert(
    fc.property(fc.nat(), () => {
      runs += 1
    }),
  )
  expect(runs).toBe(Number(process.env.PULLBACK_LAWS_RUNS ?? 100))
})
