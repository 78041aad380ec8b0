import fc from 'fast-check'
import { ArgumentError, dense, tensor } from 'pullback'
import * as laws from 'pullback/laws'
import { expect, test } from 'vitest'
import { functionsOf } from './exports.ts'
import { fuzz } from './fuzz.ts'
import { junk } from './junk.ts'

const { checkLaw, checkLaws, exact, geluLaws, inner, law, lawSet, layerLaws } = laws
const untyped = laws as unknown as Readonly<Record<string, (...given: readonly unknown[]) => unknown>>

// Whatever is exported is called, also what is exported tomorrow.
test.each(functionsOf('', laws))('%s refuses junk with a sentence', async (name, f) => {
  expect((await fuzz(name, f, { pairs: 8, later: 4, seed: 1 })).slice(0, 5)).toEqual([])
})

test('an option that there is not, and a function of laws, are refused', () => {
  const set = layerLaws(dense(3, 2), { input: [4, 3] })
  expect(() => untyped.checkLaws!(set, { runs: 3 })).toThrow(
    'checkLaws has no option runs: did you mean numRuns? It has seed, numRuns.',
  )
  expect(() => untyped.checkLaws!(layerLaws)).toThrow('Call it if it makes laws.')
  expect(() => untyped.layerLaws!(dense(3, 2), { input: [4, 3], kinki: true })).toThrow(
    'layerLaws has no option kinki: did you mean kinky?',
  )
})

test.each(Object.keys(junk).filter(kind => kind !== 'hostileGetters'))(
  'a law whose check gives %s fails with a sentence',
  kind => {
    const spoilt = law('X', 'a law', [fc.constant(1)], (_x: number) => junk[kind]!() as laws.Verdict)
    const { passed, message } = checkLaw(lawSet('mine', [spoilt]), spoilt, { seed: 1 })
    expect(passed).toBe(false)
    expect(message).toContain('The check of law X has to give a verdict { lhs, rhs, error, bound }, but gave')
  },
)

test('what makes no layers is refused when it is called', () => {
  const spoilt = geluLaws as unknown as (make: () => unknown) => laws.LawSet
  expect(() => spoilt(() => 7)).toThrow('The function make of geluLaws has to give a layer, but gave 7.')
})

test('a set that is a parent of many is gone through once', () => {
  const own = law('X', 'a law', [fc.constant(1)], x => exact(x, x))
  let set = lawSet('mine', [own])
  for (let i = 0; i < 60; i++) set = lawSet(`mine ${i}`, [], [set, set])
  expect(checkLaws(set, { seed: 1, numRuns: 1 }).map(({ id }) => id)).toEqual(['X'])
})

test('trees of different structures have no inner product', () => {
  expect(() => inner([1, 2], tensor([1]))).toThrow(ArgumentError)
})
