/**
 * Decoding data that came as JSON, with a sentence about what is wrong.
 *
 * @module
 */
import { chain, type Either, mapLeft, tryCatch } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type * as t from 'io-ts'

const sentence = (errors: t.Errors): string => {
  const [first] = errors
  if (first === undefined) return 'it does not decode'
  const path = first.context
    .map(({ key }) => key)
    .filter(key => key !== '')
    .join('.')
  const place = path === '' ? 'it' : `'${path}'`
  if (first.message !== undefined) return `${place} is wrong: ${first.message}`
  const wanted = first.context.at(-1)?.type.name ?? 'something else'
  return `${place} has to be ${wanted}, but is ${first.value === undefined ? 'missing' : JSON.stringify(first.value)}`
}

/** A value of a codec's kind, or what is wrong with it, as text that follows "x: ". */
export const decodeWith =
  <A>(codec: t.Type<A, unknown, unknown>) =>
  (value: unknown): Either<string, A> =>
    pipe(codec.decode(value), mapLeft(sentence))

/** Text as JSON of a codec's kind, or what is wrong with it. */
export const decodeJson =
  <A>(codec: t.Type<A, unknown, unknown>) =>
  (text: string): Either<string, A> =>
    pipe(
      tryCatch(
        () => JSON.parse(text) as unknown,
        cause => `it is no JSON (${(cause as Error).message})`,
      ),
      chain(decodeWith(codec)),
    )
