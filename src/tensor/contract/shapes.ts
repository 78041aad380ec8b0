/**
 * Arguments that are shapes, axes and element types.
 *
 * @module
 */
import { isDType, kindOf, mostElements } from '../dtype.ts'
import { ArgumentError, type PullbackError, ShapeError } from '../error.ts'
import { longestShape, mostAxes, sizeOf } from '../shape.ts'
import { showValue } from '../showValue.ts'
import { type Argument, guarded } from './argument.ts'
import { nonNegative } from './numbers.ts'
import { described, optional, record } from './plain.ts'

const isSize = (n: unknown): boolean => Number.isSafeInteger(n) && (n as number) >= 0

// Loops that see what a sparse array has not, and that cost little where shapes are given in loops.
const allSizes = (x: readonly unknown[]): boolean => {
  for (let i = 0; i < x.length; i++) if (!isSize(x[i])) return false
  return true
}

const allNumbers = (x: readonly unknown[]): boolean => {
  for (let i = 0; i < x.length; i++) if (typeof x[i] !== 'number') return false
  return true
}

/** `[2, -1]`, with descriptions of what is not a number. */
const showSizes = (sizes: readonly unknown[]): string =>
  `[${Array.from(sizes.slice(0, 8), n => (typeof n === 'number' ? String(n) : showValue(n))).join(', ')}${sizes.length > 8 ? ', …' : ''}]`

const asSizes = (x: readonly unknown[]): readonly number[] =>
  Array.from(x.slice(0, mostAxes)).filter(n => typeof n === 'number')

/**
 * A shape: the sizes of the axes.
 *
 * @category Contracts
 * @since 0.1.0
 */
export const shape: Argument = guarded({
  asks: name => `a shape, such as [2, 3], for ${name}`,
  holds: x => Array.isArray(x) && x.length <= longestShape && allSizes(x) && sizeOf(x) <= mostElements,
  error: (of, name, x): PullbackError => {
    if (!Array.isArray(x))
      return new ArgumentError(
        `${of} needs a shape, such as [2, 3], for ${name}, but was given ${showValue(x)}.` +
          (isSize(x) ? ` For a vector of ${x} give [${x}].` : ''),
      )
    if (x.length > longestShape)
      return new ShapeError(
        `${of} was given a shape of ${x.length} axes for ${name}. No tensor has more than ${longestShape}.`,
        [asSizes(x)],
      )
    return allSizes(x)
      ? new ShapeError(
          `${of} was given the shape ${showSizes(x)}, of ${sizeOf(x)} elements. No tensor has more than ${mostElements}.`,
          [x],
        )
      : new ShapeError(
          `${of} needs sizes that are non-negative integers for ${name}, but was given ${showSizes(x)}.`,
          [asSizes(x)],
        )
  },
})

/**
 * Axes or places: an array of non-negative integers.
 *
 * @category Contracts
 * @since 0.1.0
 */
export const axes: Argument = guarded({
  asks: name => `an array of axes, such as [0], for ${name}`,
  holds: x => Array.isArray(x) && x.length <= mostAxes && allSizes(x),
  error: (of, name, x) =>
    Array.isArray(x)
      ? x.length > mostAxes
        ? new ShapeError(`${of} was given ${x.length} axes for ${name}. It takes up to ${mostAxes}.`, [
            asSizes(x),
          ])
        : new ShapeError(`${of} needs non-negative integers for ${name}, but was given ${showSizes(x)}.`, [
            asSizes(x),
          ])
      : new ArgumentError(
          `${of} needs an array of axes, such as [0], for ${name}, but was given ${showValue(x)}.` +
            (isSize(x) ? ` Give [${x}].` : ''),
        ),
})

/**
 * An array of something for each axis, of which the function looks for itself at each.
 *
 * @category Contracts
 * @since 0.1.0
 */
export const perAxis: Argument = described(
  `an array of up to ${mostAxes} entries, one for each axis,`,
  x => Array.isArray(x) && x.length <= mostAxes,
)

/**
 * An array of numbers, of which the function looks for itself whether they are in range.
 *
 * @category Contracts
 * @since 0.1.0
 */
export const numbers: Argument = guarded({
  ...axes,
  asks: name => `an array of numbers for ${name}`,
  holds: x => Array.isArray(x) && x.length <= mostAxes && allNumbers(x),
})

/**
 * An axis, counted from the front.
 *
 * @category Contracts
 * @since 0.1.0
 */
export const axis: Argument = described('an axis, counted from 0', isSize)

/**
 * How many inputs and outputs meet in a parameter; may be left out.
 *
 * @category Contracts
 * @since 0.1.0
 */
export const fans: Argument = optional(record({ in: nonNegative, out: nonNegative }))

/**
 * An element type.
 *
 * @category Contracts
 * @since 0.1.0
 */
export const dtype: Argument = described("an element type, 'f32', 'f64', 'i32' or 'u8',", isDType)

/**
 * An element type of floats.
 *
 * @category Contracts
 * @since 0.1.0
 */
export const floatDType: Argument = described(
  "an element type of floats, 'f32' or 'f64',",
  x => isDType(x) && kindOf(x) === 'float',
)
