/**
 * Codecs of io-ts that can be asked about anything: what cannot be looked at is not valid, and what is to be written has to be what
 * the codec reads.
 *
 * @module
 */
import { ArgumentError } from '../error.ts'
import { showValue } from '../showValue.ts'
import { requireArgument } from './argument.ts'
import { described, list } from './plain.ts'

type Anything = (...given: never[]) => unknown

/** As much of a codec of io-ts as is looked at here. */
interface Codec {
  readonly name: string
  readonly is: (x: unknown) => boolean
  readonly validate: Anything
  readonly encode: Anything
  readonly pipe: Anything
}

const codecLike = described(
  'a codec',
  x =>
    typeof x === 'object' &&
    x !== null &&
    ['is', 'validate', 'encode'].every(name => typeof Reflect.get(x, name) === 'function'),
)

/** A codec whose methods look at what they are given. */
export const checkedCodec = <C extends Codec>(of: string, codec: C): C => {
  const { is, validate, encode, pipe } = codec
  const holds = (x: unknown): boolean => {
    try {
      return is(x)
    } catch {
      return false
    }
  }
  return Object.defineProperties(
    codec,
    Object.fromEntries(
      Object.entries({
        is: holds,
        validate: (x: unknown, context: unknown) => {
          requireArgument(`${of}.validate`, 'context', list, context)
          try {
            return Reflect.apply(validate, codec, [x, context])
          } catch {
            const message = `${showValue(x)} is not ${codec.name}`
            return { _tag: 'Left', left: [{ value: x, context, message }] }
          }
        },
        encode: (x: unknown) => {
          if (!holds(x))
            throw new ArgumentError(`${of}.encode needs ${codec.name}, but was given ${showValue(x)}.`)
          return Reflect.apply(encode, codec, [x])
        },
        pipe: (other: unknown, name?: unknown) => {
          requireArgument(`${of}.pipe`, 'codec', codecLike, other)
          return Reflect.apply(pipe, codec, [other, typeof name === 'string' ? name : undefined])
        },
      }).map(([name, value]) => [name, { value, enumerable: true, configurable: true, writable: true }]),
    ),
  ) as C
}
