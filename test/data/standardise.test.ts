import * as fc from 'fast-check'
import {
  fromValues,
  standardisation,
  standardise,
  tensor,
  toNested,
  toValues,
  unstandardise,
  zeros,
} from 'pullback'
import { describe, expect, test } from 'vitest'

const rows = 7
const matrix = fc
  .array(fc.integer({ min: -64, max: 64 }), { minLength: rows * 3, maxLength: rows * 3 })
  .map(values =>
    fromValues(
      [rows, 3],
      values.map(value => value / 16),
      'f64',
    ),
  )

const column = (x: ReturnType<typeof toValues>, j: number): readonly number[] =>
  Array.from(x).filter((_, i) => i % 3 === j)

test('mean and population deviation', () => {
  const { mean, deviation } = standardisation(
    tensor([
      [1, 10],
      [3, 10],
      [5, 10],
      [7, 10],
    ]),
  )
  expect(toNested(mean)).toEqual([4, 10])
  expect(toNested(deviation)).toEqual([Math.fround(Math.sqrt(5)), 1])
})

test('standardised columns have mean 0 and deviation 1, or are 0 throughout', () => {
  fc.assert(
    fc.property(matrix, x => {
      const standardised = toValues(standardise(standardisation(x))(x))
      for (const j of [0, 1, 2]) {
        const values = column(standardised, j)
        expect(values.reduce((sum, v) => sum + v, 0) / rows).toBeCloseTo(0, 12)
        const variance = values.reduce((sum, v) => sum + v * v, 0) / rows
        if (values.some(v => v !== 0)) expect(variance).toBeCloseTo(1, 12)
      }
    }),
  )
})

test('unstandardise is the inverse', () => {
  fc.assert(
    fc.property(matrix, x => {
      const figures = standardisation(x)
      const back = toValues(unstandardise(figures)(standardise(figures)(x)))
      toValues(x).forEach((value, i) => {
        expect(back[i]).toBeCloseTo(value, 12)
      })
    }),
  )
})

test('standardised columns do not change when they are standardised again', () => {
  fc.assert(
    fc.property(matrix, x => {
      const once = standardise(standardisation(x))(x)
      const twice = toValues(standardise(standardisation(once))(once))
      toValues(once).forEach((value, i) => {
        expect(twice[i]).toBeCloseTo(value, 12)
      })
    }),
  )
})

test('a constant column becomes 0, also where its mean would be rounded', () => {
  const x = fromValues([3, 1], [0.1, 0.1, 0.1], 'f64')
  expect(toNested(standardise(standardisation(x))(x))).toEqual([[0], [0], [0]])
})

test('the element type is kept', () => {
  const x = fromValues([2, 1], [1, 2], 'f64')
  const { mean, deviation } = standardisation(x)
  expect([mean.dtype, deviation.dtype, standardise({ mean, deviation })(x).dtype]).toEqual([
    'f64',
    'f64',
    'f64',
  ])
})

describe('refuses', () => {
  const x = tensor([
    [1, 2],
    [3, 5],
  ])
  const bad = tensor([
    [1, 2],
    [3, Number.NaN],
  ])
  const operations = {
    standardisation,
    standardise: standardise(standardisation(x)),
    unstandardise: unstandardise(standardisation(x)),
  }

  test.each(Object.entries(operations))('non-finite numbers in %s, and names row and column', (name, f) => {
    expect(() => f(bad)).toThrow(`${name} needs finite numbers, but was given NaN in row 1, column 1.`)
    expect(() => f(tensor([[1, Number.NEGATIVE_INFINITY]]))).toThrow('-Infinity in row 0, column 1.')
  })

  test('another number of features', () => {
    expect(() => operations.standardise(zeros([2, 3]) as never)).toThrow(
      'standardise knows 2 features, but was given [2, 3].',
    )
  })

  test('another element type', () => {
    expect(() => operations.standardise(zeros([2, 2], 'f64'))).toThrow(
      'standardise knows the features as f32, but was given f64',
    )
  })

  test('what is not a matrix', () => {
    expect(() => standardisation(zeros([4]) as never)).toThrow(
      'takes [examples, features], but was given [4].',
    )
  })

  test('no examples', () => {
    expect(() => standardisation(zeros([0, 4]))).toThrow('needs at least one example, but was given [0, 4].')
  })

  test('a spread that overflows', () => {
    expect(() => standardisation(fromValues([2, 2], [0, -1e200, 1, 1e200], 'f64'))).toThrow(
      'column 1 overflows',
    )
  })
  test('a spread that the element type cannot hold', () => {
    const column = Array.from({ length: 1000 }, (_, i) => (i === 0 ? 2 ** -149 : 0))
    expect(() => standardisation(fromValues([1000, 1], column))).toThrow(
      'standardisation needs columns whose deviation f32 can hold, but that of column 0 is',
    )
  })

  test('an example that becomes too large', () => {
    const figures = standardisation(fromValues([2, 1], [0, 1e-38]))
    expect(() => standardise(figures)(fromValues([2, 1], [0, 3e38]))).toThrow(
      /^standardise of 3\.\d+e\+38 in row 1, column 0 is too large for f32/,
    )
    const wide = standardisation(fromValues([2, 1], [0, 3e38]))
    expect(() => unstandardise(wide)(fromValues([1, 1], [1e5]))).toThrow(
      'unstandardise of 100000 in row 0, column 0',
    )
  })
})

test('columns whose squares no number holds are not constant', () => {
  for (const scale of [1e-160, 1e-200, 1e-300]) {
    const x = fromValues([2, 1], [scale, 2 * scale], 'f64')
    const [low, high] = Array.from(toValues(standardise(standardisation(x))(x)))
    expect(low).toBeCloseTo(-1, 12)
    expect(high).toBeCloseTo(1, 12)
  }
})
