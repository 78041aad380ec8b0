/**
 * Numbers of a kind.
 *
 * @module
 */
import * as t from 'io-ts'

const number = (name: string, is: (x: number) => boolean): t.Type<number, number, unknown> =>
  new t.Type<number, number, unknown>(
    name,
    (x): x is number => typeof x === 'number' && is(x),
    (x, context) => (typeof x === 'number' && is(x) ? t.success(x) : t.failure(x, context)),
    t.identity,
  )

export const count = number('a positive integer', x => Number.isSafeInteger(x) && x > 0)
export const positive = number('a positive number', x => Number.isFinite(x) && x > 0)
export const share = number('a number from 0 up to, not including, 1', x => x >= 0 && x < 1)
export const finite = number('a finite number', Number.isFinite)
export const seed = number(
  'an integer from 0 to 2^32 - 1',
  x => Number.isSafeInteger(x) && x >= 0 && x < 2 ** 32,
)
