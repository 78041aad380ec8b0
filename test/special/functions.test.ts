import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type FloatDType, op, type Tensor, tensor } from 'pullback'
import { describe, expect, test } from 'vitest'
import { cases, runBy } from './engines.ts'
import { binary, unary } from './functionTable.ts'
import { expectSame, listOf } from './same.ts'

type Words = readonly (number | string)[]
interface Stored {
  readonly values: Words
  readonly unary: { readonly [name: string]: Words }
  readonly binary: { readonly [name: string]: Words }
}

/** What NumPy and SciPy give, and mpmath of gamma functions; functions.py beside it made the file, which says which versions. */
const stored = JSON.parse(readFileSync(join(import.meta.dirname, 'functions.json'), 'utf8')) as Readonly<
  Record<FloatDType, Stored>
>

describe.each(cases)('functions at special values, %s, %s', (_, dtype, engine) => {
  const own = stored[dtype]
  const values = own.values.map(Number)
  const of = (list: readonly number[]): Tensor => tensor([...list], dtype) as Tensor
  for (const [name, f] of Object.entries(unary))
    test(`${name} is that of NumPy, SciPy or mpmath`, () => {
      const want = own.unary[name]!.map(Number)
      expectSame(dtype, listOf(runBy(engine, f)(of(values))), want, name)
    })
  const left = values.flatMap(a => values.map(() => a))
  const right = values.flatMap(() => values)
  for (const [name, f] of Object.entries(binary))
    test(`${name} is NumPy's`, () => {
      const want = own.binary[name]!.map(Number)
      // A sum of two logarithms that cancel is right to the units of its larger part.
      const floor = name === 'logaddexp' ? 1 : 0
      expectSame(dtype, listOf(runBy(engine, f)(of(left), of(right)) as Tensor), want, name, floor)
    })
  test('softsign is 1 at its ends', () => {
    const given = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 1, -3, Number.NaN]
    expect(listOf(runBy(engine, op.softsign<readonly number[]>)(of(given)))).toEqual([
      1,
      -1,
      -0,
      0.5,
      -0.75,
      Number.NaN,
    ])
  })
})
