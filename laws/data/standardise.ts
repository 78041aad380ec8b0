/**
 * Laws of standardised features: mean 0 and deviation 1 in each column, and back again.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import {
  type FloatDType,
  fromValues,
  standardisation,
  standardise,
  type Tensor,
  toValues,
  unstandardise,
  zeros,
} from '../../src/index.ts'
import { lattice } from '../arbitraries.ts'
import { epsilon, every, holds, summed } from '../close.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { loosely } from '../oracle/loose.ts'
import { refusedSaying } from '../oracle/refusal.ts'

interface Table {
  readonly rows: number
  readonly columns: number
  readonly values: readonly number[]
  readonly dtype: FloatDType
}

const dtypes = fc.constantFrom('f32' as const, 'f64' as const)

/** Columns of small dyadic numbers around a mean of their own, some of them constant, which a power of two makes large or small. */
const tables = (powers: Arbitrary<number>): Arbitrary<Table> =>
  fc
    .record({
      rows: fc.integer({ min: 1, max: 9 }),
      columns: fc.integer({ min: 1, max: 4 }),
      dtype: dtypes,
      numbers: fc.array(lattice, { minLength: 36, maxLength: 36 }),
      powers: fc.array(powers, { minLength: 4, maxLength: 4 }),
      constant: fc.nat(15),
      far: fc.nat(15),
    })
    .map(({ rows, columns, dtype, numbers, powers, constant, far }) => ({
      rows,
      columns,
      dtype,
      values: Array.from({ length: rows * columns }, (_, i) => {
        const j = i % columns
        const own = (constant >> j) % 2 === 1 ? j : i
        const offset = (far >> j) % 2 === 1 ? 2 ** 10 : 0
        const power = powers[j] as number
        return ((numbers[own] as number) + offset) * 2 ** (dtype === 'f32' ? power / 10 : power)
      }),
    }))

const matrixOf = ({ rows, columns, values, dtype }: Table): Tensor<[number, number]> =>
  fromValues<number, [number, number], 'f64'>([rows, columns], values, dtype as 'f64')

const moderate = fc.constantFrom(0, 0, 0, -20, 20)
const columnOf = ({ columns, values }: Table, j: number): readonly number[] =>
  values.filter((_, i) => i % columns === j)

/** Mean and population deviation by the textbook, of numbers brought to about 1 by a power of two, which is exact. */
const figuresOf = (column: readonly number[]): readonly [mean: number, deviation: number] => {
  const [low, high] = [Math.min(...column), Math.max(...column)]
  if (low === high) return [low, 1]
  const scale = 2 ** Math.floor(Math.log2(high - low))
  const mean = low + scale * (column.reduce((sum, x) => sum + (x - low) / scale, 0) / column.length)
  const variance = column.reduce((sum, x) => sum + ((x - mean) / scale) ** 2, 0) / column.length
  return [mean, scale * Math.sqrt(variance)]
}

const numbers = (x: Tensor): readonly number[] => Array.from(toValues(x))
const kept = (dtype: FloatDType, x: number): number => (dtype === 'f32' ? Math.fround(x) : x)

/** Laws of standardised features. */
export const standardiseLaws: LawSet = lawSet('standardise', [
  law(
    'H1',
    'the figures of a column are its mean and its population deviation, which of a constant one is 1, however large or small it is',
    [tables(fc.constantFrom(0, 0, -300, -600, 300))],
    table => {
      const { mean, deviation } = standardisation(matrixOf(table))
      const [means, deviations] = [numbers(mean), numbers(deviation)]
      return every(
        holds(
          [mean, deviation].every(x => x.dtype === table.dtype && `${x.shape}` === `${table.columns}`),
          [mean.dtype, mean.shape, deviation.dtype, deviation.shape],
          [table.dtype, [table.columns]],
        ),
        ...means.flatMap((own, j) => {
          const column = columnOf(table, j)
          const [wanted, spread] = figuresOf(column)
          const size = Math.max(...column.map(Math.abs))
          // In units of what is compared, as squares of these would overflow; a mean of numbers that cancel is rounding.
          const near = summed(table.rows, epsilon[table.dtype] / 8, 1)
          return [
            near(own / (size || 1), wanted / (size || 1)),
            near((deviations[j] as number) / spread, 1),
            holds(new Set(column).size > 1 || (own === column[0] && deviations[j] === 1), own, column),
          ]
        }),
      )
    },
  ),
  law(
    'H2',
    'standardise is (x - mean) / deviation and unstandardise x · deviation + mean, rounded once, in the shape and type of x',
    [tables(moderate), tables(moderate)],
    (one, other) => {
      const figures = standardisation(matrixOf(one))
      const table = { ...other, dtype: one.dtype, columns: one.columns }
      const rows = Math.floor(other.values.length / one.columns)
      const x = matrixOf({ ...table, rows, values: other.values.slice(0, rows * one.columns) })
      const [means, deviations] = [numbers(figures.mean), numbers(figures.deviation)]
      const each = (f: (x: number, mean: number, deviation: number) => number): readonly number[] =>
        numbers(x).map((value, i) =>
          kept(one.dtype, f(value, means[i % one.columns]!, deviations[i % one.columns]!)),
        )
      const [there, back] = [standardise(figures)(x), unstandardise(figures)(x)]
      const same = (got: Tensor, want: readonly number[]) =>
        holds(
          got.dtype === one.dtype &&
            `${got.shape}` === `${x.shape}` &&
            want.every((value, i) => Object.is(value, numbers(got)[i])),
          got,
          want,
        )
      return every(
        same(
          there,
          each((value, mean, deviation) => (value - mean) / deviation),
        ),
        same(
          back,
          each((value, mean, deviation) => value * deviation + mean),
        ),
      )
    },
  ),
  law(
    'H3',
    'standardised columns have mean 0 and deviation 1, or are 0 throughout, and unstandardise gives back what there was',
    [tables(moderate)],
    table => {
      const x = matrixOf(table)
      const figures = standardisation(x)
      const there = standardise(figures)(x)
      const near = summed(table.rows, epsilon[table.dtype], 2 ** 10)
      return every(
        ...Array.from({ length: table.columns }, (_, j) => {
          const column = numbers(there).filter((__, i) => i % table.columns === j)
          if (new Set(columnOf(table, j)).size === 1)
            return holds(
              column.every(value => value === 0),
              column,
              0,
            )
          const mean = column.reduce((sum, value) => sum + value, 0) / table.rows
          const square = column.reduce((sum, value) => sum + value ** 2, 0) / table.rows
          return near([mean, square], [0, 1])
        }),
        near(numbers(unstandardise(figures)(there)), table.values),
      )
    },
  ),
  law(
    'H4',
    'what has no figures, or other figures, is refused, with its row and column or its shape',
    [
      dtypes,
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 4 }),
      fc.nat(),
      fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
    ],
    (dtype, rows, columns, at, wrong) => {
      const place = at % (rows * columns)
      const [row, column] = [Math.floor(place / columns), place % columns]
      const matrix = (fill: (i: number) => number): Tensor<[number, number]> =>
        matrixOf({ rows, columns, dtype, values: Array.from({ length: rows * columns }, (_, i) => fill(i)) })
      const plain = matrix(i => i)
      const figures = standardisation(plain)
      const spoilt = matrix(i => (i === place ? wrong : i))
      const other = dtype === 'f32' ? 'f64' : 'f32'
      const all = {
        standardisation,
        standardise: standardise(figures),
        unstandardise: unstandardise(figures),
      } as const
      const applied = { standardise: all.standardise, unstandardise: all.unstandardise }
      const [huge, tiny] = dtype === 'f32' ? [3e38, 2 ** -149] : [1.7e308, 2 ** -1074]
      const pair = (a: number, b: number) =>
        fromValues<number, [number, number], 'f64'>([2, 1], [a, b], dtype as 'f64')
      const one = (a: number) => fromValues<number, [number, number], 'f64'>([1, 1], [a], dtype as 'f64')
      const many = [0, ...Array.from({ length: 999 }, () => tiny)]
      const thin = fromValues<number, [number, number], 'f64'>([1000, 1], many, dtype as 'f64')
      return every(
        ...Object.entries(all).flatMap(([name, f]) => [
          refusedSaying(
            'ArgumentError',
            `${name} needs finite numbers, but was given ${wrong} in row ${row}, column ${column}.`,
            () => f(spoilt),
          ),
          refusedSaying('ShapeError', `${name} takes [examples, features], but was given [${columns}].`, () =>
            loosely(f)(zeros([columns], dtype)),
          ),
        ]),
        ...Object.entries(applied).flatMap(([name, f]) => [
          refusedSaying(
            'ShapeError',
            `${name} knows ${columns} features, but was given [${rows}, ${columns + 1}].`,
            () => loosely(f)(zeros([rows, columns + 1], dtype)),
          ),
          refusedSaying(
            'DTypeError',
            `${name} knows the features as ${dtype}, but was given ${other}: use op.convert.`,
            () => loosely(f)(zeros([rows, columns], other)),
          ),
        ]),
        refusedSaying(
          'ShapeError',
          `standardisation needs at least one example, but was given [0, ${columns}].`,
          () => standardisation(zeros([0, columns], dtype)),
        ),
        refusedSaying(
          'ArgumentError',
          /^standardise of \S+ in row 0, column 0 is too large for f\d\d: is it in the units of the examples that the figures are from\?$/,
          () => standardise(standardisation(pair(0, 1 / huge)))(pair(huge, 0)),
        ),
        refusedSaying(
          'ArgumentError',
          /^unstandardise of \S+ in row 0, column 0 is too large for f\d\d: /,
          () =>
            unstandardise(standardisation(pair(0, dtype === 'f32' ? huge : 1e154)))(
              one(dtype === 'f32' ? 1e5 : 1e155),
            ),
        ),
        refusedSaying(
          'ArgumentError',
          `standardisation needs columns whose deviation ${dtype} can hold, but that of column 0 is ${figuresOf(many)[1]}: scale it up first.`,
          () => standardisation(thin),
        ),
      )
    },
  ),
])
