/**
 * Sums of records that are distinguished by their `kind`.
 *
 * @module
 */
import * as t from 'io-ts'

/**
 * The codec of a sum: the member that `kind` names decides, and its errors are the only ones. (A union of io-ts tries all
 * members and reports what is wrong with each.)
 */
export const tagged = <M extends { readonly [kind: string]: t.Mixed }>(
  members: M,
): t.Type<t.TypeOf<M[keyof M]>, t.OutputOf<M[keyof M]>, unknown> => {
  const name = `a record whose kind is ${Object.keys(members).join(', ')}`
  const memberOf = (x: unknown): t.Mixed | undefined => {
    const kind = (x as { readonly kind?: unknown } | null | undefined)?.kind
    return typeof kind === 'string' && Object.hasOwn(members, kind) ? members[kind] : undefined
  }
  return new t.Type(
    name,
    (x): x is t.TypeOf<M[keyof M]> => memberOf(x)?.is(x) ?? false,
    (x, context) => memberOf(x)?.validate(x, context) ?? t.failure(x, context),
    x => memberOf(x)?.encode(x) as t.OutputOf<M[keyof M]>,
  )
}
