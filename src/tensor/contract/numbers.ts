/**
 * Arguments that are numbers.
 *
 * @module
 */
import { mostElements } from '../dtype.ts'
import { ArgumentError } from '../error.ts'
import { showValue } from '../showValue.ts'
import { type Argument, guarded } from './argument.ts'
import { fn } from './plain.ts'

/** The hint for a number that is given as text. */
const mend = (x: unknown): string | undefined =>
  typeof x === 'string' && x.trim() !== '' && Number.isFinite(Number(x))
    ? `Give a number: ${Number(x)}.`
    : undefined

const numeric = (asks: (name: string) => string, fits: (x: number) => boolean): Argument =>
  guarded({
    asks,
    holds: x => typeof x === 'number' && fits(x),
    mend,
  })

/**
 * A size: a positive integer, of no more than a tensor can have elements.
 *
 * @category Contracts
 * @since 0.1.0
 */
export const size: Argument = guarded({
  ...numeric(
    name => `a positive integer for ${name}`,
    x => Number.isSafeInteger(x) && x >= 1 && x <= mostElements,
  ),
  mend: x =>
    typeof x === 'number' && x > mostElements ? `No tensor has more than ${mostElements} elements.` : mend(x),
})

/**
 * A positive integer.
 *
 * @category Contracts
 * @since 0.1.0
 */
export const positiveInteger = numeric(
  name => `a positive integer for ${name}`,
  x => Number.isSafeInteger(x) && x >= 1,
)

/**
 * A non-negative integer.
 *
 * @category Contracts
 * @since 0.1.0
 */
export const count = numeric(
  name => `a non-negative integer for ${name}`,
  x => Number.isSafeInteger(x) && x >= 0,
)

/**
 * An integer between bounds, both of which it can be.
 *
 * @category Contracts
 * @since 0.1.0
 */
export const integerBetween = (low: number, high: number): Argument =>
  numeric(
    name => `an integer from ${low} to ${high} for ${name}`,
    x => Number.isSafeInteger(x) && x >= low && x <= high,
  )

/**
 * A finite number.
 *
 * @category Contracts
 * @since 0.1.0
 */
export const finite = numeric(name => `a finite number for ${name}`, Number.isFinite)

/**
 * A number, of which the function looks for itself whether it is in range.
 *
 * @category Contracts
 * @since 0.1.0
 */
export const number = numeric(
  name => `a number for ${name}`,
  () => true,
)

/**
 * A finite number above 0.
 *
 * @category Contracts
 * @since 0.1.0
 */
export const positive = numeric(
  name => `a finite ${name} > 0`,
  x => x > 0 && Number.isFinite(x),
)

/**
 * A finite number that is not negative.
 *
 * @category Contracts
 * @since 0.1.0
 */
export const nonNegative = numeric(
  name => `a finite ${name} >= 0`,
  x => x >= 0 && Number.isFinite(x),
)

/**
 * A share from 0 up to, not including, 1, of what is dropped.
 *
 * @category Contracts
 * @since 0.1.0
 */
export const rate = numeric(
  name => `a ${name} from 0 up to, not including, 1`,
  x => x >= 0 && x < 1,
)

/**
 * A factor of decay from 0 up to, not including, 1.
 *
 * @category Contracts
 * @since 0.1.0
 */
export const decay = numeric(
  name => `${name} from 0 up to, not including, 1`,
  x => x >= 0 && x < 1,
)

/**
 * A probability from 0 to 1.
 *
 * @category Contracts
 * @since 0.1.0
 */
export const probability = numeric(
  name => `a ${name} from 0 to 1`,
  x => x >= 0 && x <= 1,
)

/**
 * A learning rate: a finite number that is not negative, or a schedule of such.
 *
 * @category Contracts
 * @since 0.1.0
 */
export const learningRate: Argument = guarded({
  asks: name => `a finite ${name} >= 0, or a schedule`,
  holds: x => (typeof x === 'number' && x >= 0 && Number.isFinite(x)) || fn.holds(x),
  mend,
})

/**
 * A step of training, counted from 0.
 *
 * @category Contracts
 * @since 0.1.0
 */
export const step: Argument = guarded({
  ...numeric(
    name => `a number >= 0 for ${name}`,
    x => x >= 0,
  ),
  subject: true,
})

/**
 * Places in time: an array of non-negative integers, each after the one before.
 *
 * @category Contracts
 * @since 0.1.0
 */
export const ascending: Argument = guarded({
  asks: name => `integers >= 0 in ascending order for ${name}`,
  holds: x => Array.isArray(x) && outOfOrder(x) === -1,
  error: (of, name, x) => {
    const i = Array.isArray(x) ? outOfOrder(x) : -1
    const given = i === -1 ? showValue(x) : `${showValue((x as readonly unknown[])[i])} at position ${i}`
    return new ArgumentError(
      `${of} needs integers >= 0 in ascending order for ${name}, but was given ${given}.`,
    )
  },
})

/** The position of the first that is not an integer, or not after the one before; -1 without one. */
const outOfOrder = (x: readonly unknown[]): number => {
  for (let i = 0; i < x.length; i++)
    if (
      !Number.isSafeInteger(x[i]) ||
      (x[i] as number) < 0 ||
      (i > 0 && (x[i] as number) <= (x[i - 1] as number))
    )
      return i
  return -1
}

const oneOrEach = (what: string, one: Argument, axes: readonly string[], howMany: string): Argument =>
  guarded({
    asks: name =>
      `${what} for ${name}, or ${howMany} of them for ${axes.slice(0, -1).join(', ')} and ${axes.at(-1)}`,
    holds: x =>
      one.holds(x) || (Array.isArray(x) && x.length === axes.length && Array.from(x).every(one.holds)),
    mend,
  })

const ofImages = [['height', 'width'], 'two'] as const
const ofVolumes = [['depth', 'height', 'width'], 'three'] as const

const padding: Argument = {
  ...size,
  holds: x => Number.isSafeInteger(x) && (x as number) >= 0 && (x as number) <= mostElements,
}

/**
 * A size along both axes of an image, or one for each.
 *
 * @category Contracts
 * @since 0.1.0
 */
export const sizes = oneOrEach('a positive integer', size, ...ofImages)

/**
 * A padding along both axes of an image, or one for each.
 *
 * @category Contracts
 * @since 0.1.0
 */
export const paddings = oneOrEach('an integer from 0 on', padding, ...ofImages)

/**
 * A size along the three axes of a volume, or one for each.
 *
 * @category Contracts
 * @since 0.1.0
 */
export const volumeSizes = oneOrEach('a positive integer', size, ...ofVolumes)

/**
 * A padding along the three axes of a volume, or one for each.
 *
 * @category Contracts
 * @since 0.1.0
 */
export const volumePaddings = oneOrEach('an integer from 0 on', padding, ...ofVolumes)
