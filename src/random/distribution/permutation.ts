/**
 * Random orders.
 *
 * @module
 */
import { needs, takes } from '../../tensor/contract/index.ts'
import { mostElements } from '../../tensor/dtype.ts'
import { ArgumentError } from '../../tensor/error.ts'
import { elementsOf, type Integers, unsafeFromElements } from '../../tensor/tensor.ts'
import type { Key } from '../key.ts'
import { uniform } from './sample.ts'

/**
 * The numbers from 0 to `n - 1` in a random order, each with the same probability, by the method of Fisher and Yates
 * (Durstenfeld 1964).
 *
 * @throws ArgumentError unless `n` is a non-negative integer.
 *
 * @example
 * import { key, random } from 'pullback'
 * const order = random.permutation(5)(key(0))
 *
 * @category Random numbers
 * @since 0.1.0
 */
export const permutation = takes(
  'permutation',
  [{ n: needs.integerBetween(0, mostElements) }, { key: needs.key }],
  () => permutationUnchecked,
)

const permutationUnchecked =
  <N extends number>(n: N) =>
  (key: Key): Integers<[N]> => {
    if (!Number.isInteger(n) || n < 0)
      throw new ArgumentError(`permutation needs a count, but was given ${n}.`)
    const order = new Int32Array(n)
    for (let i = 0; i < n; i++) order[i] = i
    const draws = elementsOf(uniform([n], 0, 1, { dtype: 'f64' })(key))
    for (let i = n - 1; i > 0; i--) {
      const j = Math.floor(draws[i]! * (i + 1))
      const kept = order[i]!
      order[i] = order[j]!
      order[j] = kept
    }
    return unsafeFromElements<[N], 'integer'>([n], 'i32', order)
  }
