/**
 * Uniform integers, as NumPy's legacy `RandomState` draws them.
 *
 * @module
 */
import type { State } from 'fp-ts/lib/State.js'
import { needs, takes } from '../tensor/contract/index.ts'
import { ArgumentError } from '../tensor/error.ts'
import type { Integers, Sizes } from '../tensor/tensor.ts'
import type { RandomState } from './randomState.ts'
import { integers } from './shaped.ts'
import { upTo } from './source.ts'

const limit = 2 ** 31

/**
 * Integers from `low` up to but not including `high`, each with the same probability: NumPy's `randint(low, high, shape)`,
 * the same ones for its `dtype=int32` and its default of 64 bits. A range of one integer draws nothing.
 *
 * @throws ArgumentError unless the bounds are integers with `-2³¹ ≤ low < high ≤ 2³¹`, ShapeError unless the shape is one.
 *
 * @example
 * import { randint, randomState } from 'pullback/numpy'
 * const [labels] = randint(0, 10, [6])(randomState(0)) // 5, 0, 3, 3, 7, 9
 *
 * @category NumPy's random numbers
 * @since 0.1.0
 */
export const randint = takes(
  'randint',
  [{ low: needs.number, high: needs.number, shape: needs.shape }, { state: needs.randomState }],
  () => randintUnchecked,
)

const randintUnchecked = <N extends number, S extends Sizes<N>>(
  low: number,
  high: number,
  shape: S,
): State<RandomState, Integers<S>> => {
  if (!(Number.isInteger(low) && Number.isInteger(high) && -limit <= low && low < high && high <= limit))
    throw new ArgumentError(
      `randint needs integers with low < high, of 32 bits with sign, but was given ${low} and ${high}.`,
    )
  const most = high - 1 - low
  return integers('randint', shape, source => low + upTo(source, most))
}
