/**
 * Rows of a table that come as lists of texts.
 *
 * @module
 */
import { isLeft } from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { takes } from '../tensor/contract/index.ts'
import { textCodec } from './contract.ts'

/**
 * What a row holds, field by field.
 *
 * @category Codecs
 * @since 0.1.0
 */
export type FieldsOf<Cs extends readonly t.Mixed[]> = { readonly [I in keyof Cs]: t.TypeOf<Cs[I]> }

/**
 * A row of a table, one codec for each column. The first field that does not decode ends it: its validation error has the
 * position of the column (from 0) as the key of its context, and a row with too few or too many fields fails as a whole.
 *
 * @example
 * import { finiteFromString, integerFromString, row } from 'pullback/codec'
 * const point = row(finiteFromString, finiteFromString, integerFromString(0, 2))
 * point.decode(['0.5', '-1', '2']) // right([0.5, -1, 2])
 *
 * @category Codecs
 * @since 0.1.0
 */
export const row = takes('row', { '...columns': textCodec }, () => rowUnchecked)

const rowUnchecked = <const Cs extends readonly t.Mixed[]>(
  ...columns: Cs
): t.Type<FieldsOf<Cs>, readonly unknown[], unknown> => {
  const name = `row(${columns.map(column => column.name).join(', ')})`
  return new t.Type<FieldsOf<Cs>, readonly unknown[], unknown>(
    name,
    (x): x is FieldsOf<Cs> =>
      Array.isArray(x) && x.length === columns.length && columns.every((column, i) => column.is(x[i])),
    (input, context) => {
      if (!Array.isArray(input)) return t.failure(input, context, `${String(input)} is not a list of fields`)
      if (input.length !== columns.length)
        return t.failure(input, context, `the row has ${input.length} fields instead of ${columns.length}`)
      const values: unknown[] = []
      for (const [i, column] of columns.entries()) {
        const field = column.validate(input[i], t.appendContext(context, String(i), column, input[i]))
        if (isLeft(field)) return field
        values.push(field.right)
      }
      return t.success(values as FieldsOf<Cs>)
    },
    fields => columns.map((column, i) => column.encode(fields[i])),
  )
}
