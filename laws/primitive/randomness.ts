/**
 * Specifications of the primitives that make random numbers.
 *
 * @module
 */
import fc from 'fast-check'
import { fromValues } from '../../src/index.ts'
import { shapes } from '../arbitraries.ts'
import { indicesOf } from './plain.ts'
import type { Specifications } from './specification.ts'

const word = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })

const rotations = [13, 15, 26, 6, 17, 29, 16, 24]

/** Threefry-2x32 of 20 rounds once more, in integers without a limit, from the paper's description. */
const threefry = (key: readonly bigint[], counter: readonly bigint[]): readonly bigint[] => {
  const wrap = (x: bigint): bigint => BigInt.asUintN(32, x)
  const rotate = (x: bigint, by: bigint): bigint => wrap(x << by) | (x >> (32n - by))
  const [k0, k1] = [wrap(key[0]!), wrap(key[1]!)]
  const schedule = [k0, k1, 0x1bd11bdan ^ k0 ^ k1]
  const injected = (x: readonly bigint[], n: number): readonly bigint[] => [
    wrap(x[0]! + schedule[n % 3]!),
    wrap(x[1]! + schedule[(n + 1) % 3]! + BigInt(n)),
  ]
  let x = injected(counter.map(wrap), 0)
  for (let round = 0; round < 20; round++) {
    const sum = wrap(x[0]! + x[1]!)
    x = [sum, rotate(x[1]!, BigInt(rotations[round % 8]!)) ^ sum]
    if (round % 4 === 3) x = injected(x, (round + 1) / 4)
  }
  return x
}

export const randomness: Specifications<'bits' | 'uniform01'> = {
  bits: {
    dtypes: ['i32'],
    cases: () =>
      fc.record({
        inputs: fc.tuple(word, word).map(words => [fromValues([2], words, 'i32')]),
        options: fc.record({
          shape: shapes({ rank: 2, max: 3, min: 0 }),
          domain: word,
          offset: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
        }),
      }),
    oracle: ([key], { shape, domain, offset }) => {
      const words = [0, 1].map(i => BigInt(key!.at([i])))
      const places = indicesOf(shape).map(index => index.join())
      return {
        shape,
        dtype: 'i32',
        at: index => {
          const position = places.indexOf(index.join())
          const block = threefry(words, [BigInt(offset + Math.floor(position / 2)), BigInt(domain)])
          return Number(BigInt.asIntN(32, block[position % 2]!))
        },
      }
    },
  },
  uniform01: {
    dtypes: ['i32'],
    cases: () =>
      shapes({ rank: 2, max: 3, min: 0 }).chain(shape => {
        const length = 2 * indicesOf(shape).length
        return fc.record({
          inputs: fc
            .array(word, { minLength: length, maxLength: length })
            .map(words => [fromValues<number, number[], 'i32'>([...shape, 2], words, 'i32')]),
          options: fc.record({ dtype: fc.constantFrom('f32' as const, 'f64' as const) }),
        })
      }),
    oracle: ([words], { dtype }) => ({
      shape: words!.shape.slice(0, -1),
      dtype,
      at: index => {
        const [a, b] = [0, 1].map(i => BigInt.asUintN(32, BigInt(words!.at([...index, i])))) as [
          bigint,
          bigint,
        ]
        return dtype === 'f32' ? Number(a >> 8n) / 2 ** 24 : Number(((a >> 5n) << 26n) | (b >> 6n)) / 2 ** 53
      },
    }),
  },
}
