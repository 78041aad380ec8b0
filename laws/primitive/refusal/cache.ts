/**
 * Refusals of queries that do not fit a cache, and of positions that it has no room for.
 *
 * @module
 */
import fc from 'fast-check'
import { type AnyTensor, type DType, full, type Shape } from '../../../src/index.ts'
import { every } from '../../close.ts'
import { type Law, law } from '../../law.ts'
import { refusedSaying } from '../../oracle/refusal.ts'
import { apply, notIntegers, of, otherType, refuses, show, sizes } from './refusal.ts'

/** Queries that do not fit a cache. */
export const cacheRefusals: readonly Law[] = [
  law(
    'V7',
    'queries fit a cache, and there is room for them',
    [sizes, fc.tuple(sizes, sizes), fc.boolean()],
    (groups, [time, more], before) => {
      const [q, k] = [
        [1, 2 * groups, time, 2],
        [1, groups, time + more, 2],
      ] as const
      const at = (value: number, dtype: DType = 'i32') => full([], value, dtype as 'i32') as AnyTensor
      const attend = (position: AnyTensor, queries: Shape = q, values: Shape = k, dtype: DType = 'f32') =>
        apply('prefixAttention', {}, of(queries), of(k), of(values, dtype), position)
      const wrong = before ? -1 : more + 1
      const misfit = (queries: Shape, values: Shape) =>
        refuses(
          'prefixAttention needs queries [batch, heads, time, size], keys and values [batch, groups, capacity, size] and a position [], but ' +
            `was given ${show(queries)}, ${show(k)}, ${show(values)} and [].`,
          attend(at(0), queries, values),
        )
      return every(
        refusedSaying(
          'IndexError',
          `prefixAttention was given position ${wrong}, but ${time} of ${time + more} positions begin from 0 to ${more}.`,
          attend(at(wrong)),
        ),
        misfit([1, 2 * groups, time + more + 1, 2], k),
        misfit([1, 2 * groups + (groups > 1 ? 1 : 0), time, groups > 1 ? 2 : 3], k),
        misfit(q, [1, groups, time + more + 1, 2]),
        notIntegers('prefixAttention (position)', [], attend(at(0, 'f32'))),
        otherType('prefixAttention', attend(at(0), q, k, 'f64')),
      )
    },
  ),
]
