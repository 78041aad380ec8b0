import fc from 'fast-check'
import { expect, test } from 'vitest'
import { logarithm } from '../../src/numpy/logarithm.ts'

// Computed with 40 digits. These are the doubles nearest to the logarithms; `Math.log` gives the next ones in V8.
test.each([
  [0.3809411331485384, -0.9651104219645595],
  [0.06593634690590511, -2.719065443147618],
  [0.3703510829880352, -0.9933038502985868],
  [0.4129918291138346, -0.8843274704448182],
  [0.7411188729132643, -0.2995942442672219],
  [0.6829138543754175, -0.38138655565986773],
])('log %d is rounded as it should be', (x, log) => {
  expect(logarithm(x)).toBe(log)
})

test('it is the logarithm, in every binade', () => {
  const positive = fc.double({ min: 2 ** -1022, max: Number.MAX_VALUE, noNaN: true })
  fc.assert(
    fc.property(fc.oneof(positive, fc.double({ min: 0.5, max: 2, noNaN: true })), x => {
      const log = Math.log(x)
      expect(Math.abs(logarithm(x) - log)).toBeLessThanOrEqual(2 ** -52 * Math.abs(log))
    }),
  )
  expect(logarithm(1)).toBe(0)
})
