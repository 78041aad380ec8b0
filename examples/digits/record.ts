/**
 * Records that have just the fields that their codec knows.
 *
 * @module
 */
import { isLeft } from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'

/** The types of a record's fields. */
type Fields<P extends t.Props> = { readonly [K in keyof P]: t.TypeOf<P[K]> }

const unknownField = (props: t.Props, x: unknown): string | undefined =>
  typeof x === 'object' && x !== null ? Object.keys(x).find(key => !Object.hasOwn(props, key)) : undefined

/**
 * `t.type`, but another field is an error and not ignored: a misspelt name must not pass for a wish.
 *
 * @example
 * record({ rate: t.number }).decode({ rate: 1, decay: 0.9 }) // left: 'decay' is not a field of a record of rate
 */
export const record = <P extends t.Props>(props: P): t.Type<Fields<P>, unknown, unknown> => {
  const fields = t.type(props)
  const name = `a record of ${Object.keys(props).join(', ')}`
  return new t.Type<Fields<P>, unknown, unknown>(
    name,
    (x): x is Fields<P> => fields.is(x) && unknownField(props, x) === undefined,
    (x, context) => {
      const decoded = fields.validate(x, context)
      if (isLeft(decoded)) return decoded
      const extra = unknownField(props, x)
      return extra === undefined
        ? t.success(decoded.right as Fields<P>)
        : t.failure(x, context, `'${extra}' is not a field of ${name}`)
    },
    x => fields.encode(x as t.TypeOf<typeof fields>),
  )
}
