/**
 * Numbers that come as text.
 *
 * @module
 */
import * as t from 'io-ts'
import { checkedCodec, needs, showValue, takes } from '../tensor/contract/index.ts'

// Stricter than `Number`, which takes '', ' 1 ', '0x10' and 'Infinity'.
const decimal = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/

const withPoint = (text: string): string => text

/** A codec that explains a failure by a sentence, such as "'x' is not a number", in the message of the validation error. */
const fromString = (
  of: string,
  name: string,
  is: (x: number) => boolean,
  read: (text: string) => string = withPoint,
  write: (x: number) => string = String,
): t.Type<number, string, unknown> =>
  checkedCodec(
    of,
    new t.Type<number, string, unknown>(
      name,
      (x): x is number => typeof x === 'number' && is(x),
      (input, context) => {
        const text = typeof input === 'string' ? read(input) : ''
        const value = decimal.test(text) ? Number(text) : Number.NaN
        return is(value)
          ? t.success(value)
          : t.failure(
              input,
              context,
              `${typeof input === 'string' ? `'${input}'` : showValue(input)} is not ${name}`,
            )
      },
      write,
    ),
  )

/**
 * A finite number in decimal notation: `-0.5`, `3`, `1e-3`. Text, spaces, hexadecimals, NaN and infinities are refused,
 * also as overflow (`1e999`).
 *
 * @example
 * import { finiteFromString } from 'pullback/codec'
 * finiteFromString.decode('0.5') // right(0.5)
 *
 * @category Codecs
 * @since 0.1.0
 */
export const finiteFromString: t.Type<number, string, unknown> = fromString(
  'finiteFromString',
  'a finite number',
  Number.isFinite,
)

/**
 * A finite number with a decimal comma: `-0,5`, `3`, `1e-3`, as in tables whose delimiter is a semicolon.
 *
 * @example
 * import { finiteWithComma } from 'pullback/codec'
 * finiteWithComma.decode('0,5') // right(0.5)
 *
 * @category Codecs
 * @since 0.1.0
 */
export const finiteWithComma: t.Type<number, string, unknown> = fromString(
  'finiteWithComma',
  'a finite number with a decimal comma',
  Number.isFinite,
  text => (text.includes('.') ? '' : text.replace(',', '.')),
  x => String(x).replace('.', ','),
)

/**
 * An integer from `low` to `high`, both included, in decimal notation: a label, a pixel, a seed.
 *
 * @example
 * import { integerFromString } from 'pullback/codec'
 * const label = integerFromString(0, 9)
 * label.decode('10') // left: '10' is not an integer from 0 to 9
 *
 * @category Codecs
 * @since 0.1.0
 */
export const integerFromString = takes(
  'integerFromString',
  {
    low: needs.integerBetween(-(2 ** 53) + 1, 2 ** 53 - 1),
    high: needs.integerBetween(-(2 ** 53) + 1, 2 ** 53 - 1),
  },
  () => integerBetween,
)

const integerBetween = (low: number, high: number): t.Type<number, string, unknown> =>
  fromString(
    'integerFromString',
    `an integer from ${low} to ${high}`,
    x => Number.isSafeInteger(x) && x >= low && x <= high,
  )
