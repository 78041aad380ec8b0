/**
 * Seeds, sizes and draws, and what draws give one after the other.
 *
 * @module
 */
import fc from 'fast-check'
import { isTensor, type Shape, toValues } from '../../src/index.ts'
import {
  permutation,
  type RandomState,
  randint,
  randomSample,
  standardNormal,
} from '../../src/numpy/index.ts'
import { shapes } from '../arbitraries.ts'
import { holds } from '../close.ts'

export const seeds = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: 0, max: 2 ** 32 - 1 }) },
  { weight: 1, arbitrary: fc.constantFrom(0, 1, 2 ** 32 - 1) },
)
export const counts = fc.nat(30)
export const shape = shapes({ min: 0 }) as fc.Arbitrary<Shape>

type Draw = (state: RandomState) => readonly [unknown, RandomState]

export const plain = (x: unknown): unknown => (isTensor(x) ? Array.from(toValues(x)) : x)

/** What actions draw, one after the other. */
export const drawn = (from: RandomState, ...actions: readonly Draw[]): readonly unknown[] => {
  let state = from
  return actions.map(action => {
    const [next, after] = action(state)
    state = after
    return plain(next)
  })
}

export const same = (x: unknown, y: unknown) => {
  const [a, b] = [JSON.stringify(x), JSON.stringify(y)]
  return holds(a === b, a, b)
}

export const bounds = fc
  .tuple(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), fc.oneof(fc.nat(300), fc.nat()))
  .map(([low, range]) => [low, Math.min(low + range + 1, 2 ** 31)] as const)

const actions: fc.Arbitrary<Draw> = fc.oneof(
  shape.map(each => standardNormal(each as [number]) as Draw),
  shape.map(each => randomSample(each as [number]) as Draw),
  counts.map(n => permutation(n) as Draw),
  fc.tuple(bounds, counts).map(([[low, high], n]) => randint(low, high, [n]) as Draw),
)
export const several = fc.array(actions, { maxLength: 5 })
