import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  allLaws,
  arbitrary,
  checkLaw,
  type LawSet,
  law,
  lawSet,
  layerLaws,
  lossLaws,
  optimiserLaws,
  perExampleLaws,
  registerLaws,
  smoothLaws,
} from '../../laws/index.ts'
import { dense, meanSquaredError, op, perExample, sgd, type smooth, type Tensor } from '../../src/index.ts'

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

  const matrices = arbitrary.tensors([3, 2])
  const square: smooth.Smooth<Tensor<[3, 2]>, Tensor<[3, 2]>> = x => [
    op.mul(x, x),
    dy => op.mul(op.scale(2)(x), dy),
  ]
  const squared = { predictions: matrices, targets: matrices }
  test.each([
    ['a layer', layerLaws(dense(3, 2), { input: [4, 3] }), 25],
    ['a loss', lossLaws('mine', meanSquaredError(), squared), 25],
    ['a loss of each example', perExampleLaws('mine', perExample.squaredError(), squared), 12],
    ['an optimiser', optimiserLaws(sgd(0.1)), 25],
    ['a smooth map', smoothLaws('mine', square, { point: matrices }), 50],
  ] as const)('as the docs say for %s', (_, set, expected) => {
    expect(set.samples).toBe(expected)
  })
})
