/**
 * Specification of attention to what has come of a cache.
 *
 * @module
 */
import fc from 'fast-check'
import { type AnyTensor, scalar } from '../../src/index.ts'
import { filled, floats } from './inputs.ts'
import type { Specifications } from './specification.ts'

const small = fc.integer({ min: -16, max: 16 }).map(n => n / 16)
/** Values of one sign: their weighted means cancel nothing, so that engines can be compared by units in the last place. */
const positive = fc.integer({ min: 1, max: 16 }).map(n => n / 16)
const few = fc.integer({ min: 1, max: 2 })

/** Sizes, and where the first query is. */
const sizes = fc
  .record({
    batch: few,
    groups: few,
    each: few,
    time: fc.integer({ min: 1, max: 3 }),
    size: fc.constantFrom(1, 2, 4, 8),
    before: fc.nat(5),
    after: fc.nat(2),
  })
  .map(({ groups, each, time, before, after, ...others }) => ({
    ...others,
    ...{ groups, heads: groups * each, time, position: before, capacity: before + time + after },
  }))

export const attending: Specifications<'prefixAttention'> = {
  prefixAttention: {
    dtypes: floats,
    cases: dtype =>
      sizes.chain(({ batch, heads, groups, time, size, capacity, position }) =>
        fc.record({
          inputs: fc.tuple(
            filled([batch, heads, time, size], dtype, small),
            filled([batch, groups, capacity, size], dtype, small),
            filled([batch, groups, capacity, size], dtype, positive),
            fc.constantFrom('i32' as const, 'u8' as const).map(type => scalar(position, type) as AnyTensor),
          ),
          options: fc.constant({}),
        }),
      ),
    oracle: ([q, k, v, position]) => ({
      shape: q!.shape,
      dtype: q!.dtype,
      at: ([example, head, time, feature]) => {
        const group = Math.floor(head! / (q!.shape[1]! / k!.shape[1]!))
        const features = Array.from({ length: q!.shape[3]! }, (_, i) => i)
        const seen = Array.from({ length: position!.at([]) + time! + 1 }, (_, j) => j)
        const scores = seen.map(j =>
          features.reduce(
            (sum, i) => sum + q!.at([example!, head!, time!, i]) * k!.at([example!, group, j, i]),
            0,
          ),
        )
        const weights = scores.map(score => Math.exp(score - Math.max(...scores)))
        const total = weights.reduce((sum, w) => sum + w, 0)
        return seen.reduce((sum, j) => sum + (weights[j]! / total) * v!.at([example!, group, j, feature!]), 0)
      },
    }),
    terms: 64,
  },
}
