/**
 * Integers of a range, each with the same probability.
 *
 * @module
 */
import { add } from '../../primitive/elementwise/arithmetic.ts'
import { convert } from '../../primitive/elementwise/convert.ts'
import { scale } from '../../primitive/elementwise/scale.ts'
import { needs, showValue, takes } from '../../tensor/contract/index.ts'
import { ArgumentError } from '../../tensor/error.ts'
import { full } from '../../tensor/function/constructors.ts'
import type { Integers, Sizes } from '../../tensor/tensor.ts'
import type { Key } from '../key.ts'
import { standardUniform } from '../unit.ts'

/**
 * The element type of integers.
 *
 * @category Random numbers
 * @since 0.1.0
 */
export interface IntegerOptions {
  /** Defaults to i32. */
  readonly dtype?: 'i32' | 'u8'
}

const ranges = { i32: [-(2 ** 31), 2 ** 31], u8: [0, 256] } as const

/**
 * Integers from `low` up to, but without, `high`: `low + ⌊u · (high - low)⌋` for a uniform sample u of 53 bits, so that no
 * probability is off by more than 2⁻²¹ of itself, and for up to 2¹⁶ integers by 2⁻³⁷. Two words of the key for each sample.
 *
 * NumPy's `integers(low, high)`, JAX's and PyTorch's `randint`.
 *
 * @throws ArgumentError unless `low` and `high` are integers, `low < high`, and all between fit the element type.
 *
 * @example
 * import { key, random } from 'pullback'
 * const dice = random.integers([10], 1, 7)(key(0))
 *
 * @category Random numbers
 * @since 0.1.0
 */
export const integers = takes(
  'integers',
  [
    {
      shape: needs.shape,
      low: needs.number,
      high: needs.number,
      options: needs.options({ dtype: needs.oneOf('i32', 'u8') }),
    },
    { key: needs.key },
  ],
  () => integersUnchecked,
)

const integersUnchecked = <N extends number, S extends Sizes<N>>(
  shape: S,
  low: number,
  high: number,
  { dtype = 'i32' }: IntegerOptions = {},
): ((key: Key) => Integers<S>) => {
  const [least, end] = ranges[dtype]
  if (!(Number.isInteger(low) && Number.isInteger(high) && low < high && low >= least && high <= end))
    throw new ArgumentError(
      `integers needs integers low < high from ${least} to ${end}, for samples of ${dtype}, but was given ${showValue(low)} and ` +
        `${showValue(high)}.`,
    )
  return key => {
    // Above 2³¹ the conversion wraps around, and so does the sum, back again.
    const steps = convert(dtype)(scale(high - low)(standardUniform(shape, 'f64', key)))
    return add(steps, full(shape, low, dtype) as Integers<S>) as Integers<S>
  }
}
