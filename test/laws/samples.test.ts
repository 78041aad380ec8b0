import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { allLaws, checkLaw, law, type LawSet, lawSet, layerLaws, registerLaws } from '../../laws/index.ts'
import { dense } from '../../src/index.ts'

/** A law that counts the samples it is tried on, in a set that says how many it wants. */
const counting = (samples?: number): { readonly set: LawSet; readonly count: () => number } => {
  let tried = 0
  const counted = law('C', 'counts', [fc.nat()], n => {
    tried += 1
    return { lhs: n, rhs: n, error: 0, bound: 0 }
  })
  return { set: lawSet('counting', [counted], [], samples), count: () => tried }
}

const runsAsked = process.env.PULLBACK_LAWS_RUNS
const byDefault = (samples: number): number => (runsAsked === undefined ? samples : Number(runsAsked))

describe('how many samples a law is tried on', () => {
  test.each([
    ['100 where a set says nothing', undefined, {}, byDefault(100)],
    ['what its set says', 7, {}, byDefault(7)],
    ['what is asked for, whatever its set says', 7, { numRuns: 3 }, 3],
  ] as const)('%s', (_, samples, options, expected) => {
    const { set, count } = counting(samples)
    checkLaw(set, allLaws(set)[0]!, options)
    expect(count()).toBe(expected)
  })

  test('registered laws as checked ones', () => {
    const { set, count } = counting(7)
    registerLaws(set, (__, run) => run(), { numRuns: 5 })
    registerLaws(set, (__, run) => run())
    expect(count()).toBe(5 + byDefault(7))
  })

  test('25 for the laws of a layer', () => {
    expect(layerLaws(dense(3, 2), { input: [4, 3] }).samples).toBe(25)
  })
})
