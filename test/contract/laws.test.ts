import { checkLaws, layerLaws, registerLaws } from 'pullback/laws'
import { dense } from 'pullback'
import { expect, test } from 'vitest'
import { fuzz } from './fuzz.ts'

test.each([
  ['checkLaws', checkLaws],
  ['registerLaws', registerLaws],
])('%s refuses junk in words', async (name, f) => {
  expect(await fuzz(name, f as never, { pairs: 15, later: 4, seed: 1 })).toEqual([])
})

test('an option that there is not, and a function of laws, are refused', () => {
  const untyped = checkLaws as unknown as (...given: readonly unknown[]) => unknown
  const set = layerLaws(dense(3, 2), { input: [4, 3] })
  expect(() => untyped(set, { runs: 3 })).toThrow('checkLaws has no option runs. It has seed, numRuns.')
  expect(() => untyped(layerLaws)).toThrow('Call it if it makes laws.')
})
