/**
 * Values that may be missing.
 *
 * @module
 */
import * as t from 'io-ts'
import { needs, takes } from '../tensor/contract/index.ts'
import { textCodec, texts } from './contract.ts'

/**
 * How missing values are written, and what stands for them.
 *
 * @category Codecs
 * @since 0.1.0
 */
export interface MissingOptions<A> {
  /** What a missing value becomes, such as `Number.NaN` or a mean. */
  readonly as: A
  /** The texts that say that a value is missing. Defaults to `['']`, an empty field. */
  readonly texts?: readonly string[]
}

/** What stands for a missing value: anything but nothing. */
const something = needs.described('a value', x => x !== undefined)

/**
 * A codec that takes what another does, and before that texts that say that there is no value, such as '-999'.
 *
 * It encodes what stands for a missing value as the first of the texts.
 *
 * @throws ArgumentError if nothing is said to stand for missing values.
 *
 * @example
 * import { finiteFromString, orMissing } from 'pullback/codec'
 * const age = orMissing({ as: Number.NaN, texts: ['', 'NA'] })(finiteFromString)
 * age.decode('NA') // right(NaN)
 * age.decode('many') // left: 'many' is not a finite number
 *
 * @category Codecs
 * @since 0.1.0
 */
export const orMissing = takes(
  'orMissing',
  [{ options: needs.givenOptions({ as: something, texts: needs.optional(texts) }) }, { codec: textCodec }],
  () => orMissingUnchecked,
)

const orMissingUnchecked = <M>({ as, texts = [''] }: MissingOptions<M>) => {
  const isMissing = (x: unknown): boolean => Object.is(x, as)
  return <A>(codec: t.Type<A, string, unknown>): t.Type<A | M, string, unknown> =>
    new t.Type<A | M, string, unknown>(
      `${codec.name}, or missing`,
      (x): x is A | M => isMissing(x) || codec.is(x),
      (input, context) =>
        texts.includes(input as string) ? t.success<A | M>(as) : codec.validate(input, context),
      x => (isMissing(x) && !codec.is(x) ? (texts[0] ?? '') : codec.encode(x as A)),
    )
}
