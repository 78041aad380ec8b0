import { compile, fromValues, op, smooth, type Tensor, tensor, toValues } from 'pullback'
import { describe, expect, test } from 'vitest'
import { named } from '../engines.ts'

const singular = tensor(
  [
    [
      [2, 0],
      [0, 1],
    ],
    [
      [1, 2],
      [2, 4],
    ],
  ],
  'f64',
)
/** Of rank 2, but elimination leaves a rounding error instead of 0. */
const nearlySingular = tensor(
  [
    [1, 2, 3],
    [4, 5, 6],
    [7, 8, 9],
  ],
  'f64',
)
const indefinite = tensor(
  [
    [1, 2],
    [2, 1],
  ],
  'f64',
)
const equalValues = tensor(
  [
    [2, 0],
    [0, 2],
  ],
  'f64',
)

/** A matrix with entries that look random, and more on the diagonal. */
const matrix = (n: number, diagonal: number): Tensor =>
  fromValues(
    [n, n],
    Array.from({ length: n * n }, (_, k) => Math.sin(k * k + 1) + (k % (n + 1) === 0 ? diagonal : 0)),
    'f64',
  )

const largest = (x: Tensor): number => Math.max(...Array.from(toValues(x), Math.abs))
const distance = (x: Tensor, y: Tensor): number => largest(op.sub(x, y))

const total = op.sum() as (x: Tensor) => Tensor<[]>
const gradientOf = (f: (x: Tensor) => Tensor) => smooth.gradient(smooth.lift((x: Tensor) => total(f(x))))

describe('what has no answer is refused with a sentence', () => {
  const refusals: readonly (readonly [
    what: string,
    run: (x: Tensor) => unknown,
    at: Tensor,
    words: RegExp,
  ])[] = [
    [
      'solve',
      x => op.solve(x, x),
      singular,
      /^solve needs matrices that can be inverted, but the matrix at \[1\]/,
    ],
    [
      'solve of rank 2',
      x => op.solve(x, x),
      nearlySingular,
      /^solve .* the matrix \(shape \[3, 3\]\) is singular/,
    ],
    ['inverse', x => op.inverse(x), singular, /^inverse needs matrices .* the matrix at \[1\]/],
    ['logDet', x => op.logDet(x), singular, /^logDet needs matrices .* the matrix at \[1\]/],
    [
      'slope of det',
      gradientOf(op.det),
      singular,
      /^The derivative of det needs matrices that can be inverted/,
    ],
    [
      'triangularSolve',
      x => op.triangularSolve({ lower: true })(x, x),
      tensor(
        [
          [0, 1],
          [1, 1],
        ],
        'f64',
      ),
      /^triangularSolve needs matrices that can be inverted/,
    ],
    [
      'cholesky',
      x => op.cholesky(x),
      indefinite,
      /^cholesky needs symmetric matrices that are positive definite/,
    ],
    ['cholesky of rank 1', x => op.cholesky(x), singular, /the matrix at \[1\]/],
    ['qr', x => op.qr(x), singular, /^qr needs matrices whose columns do not depend on each other/],
    [
      'slope of eigenvectors',
      gradientOf(x => op.symmetricEigen(x).vectors),
      equalValues,
      /^The derivative of symmetricEigen is not defined where eigenvalues are equal, .* has 2 and 2/,
    ],
  ]
  test.each(refusals)('%s', (_, run, at, words) => {
    expect(() => run(at)).toThrow(words)
    for (const engine of named) expect(() => compile(run, { engine })(at), engine.name).toThrow(words)
  })

  test('a compiled program computes on after it refused', () => {
    for (const engine of named) {
      const solve = compile((a: Tensor) => op.solve(a, a), { engine })
      expect(() => solve(indefinite)).not.toThrow()
      expect(() => solve(nearlySingular)).toThrow(/singular/)
      expect(Array.from(toValues(solve(indefinite)))).toEqual([1, 0, 0, 1])
    }
  })
})

test('shapes that do not fit are refused at once', () => {
  const wide = matrix(4, 0)
  const row = op.reshape([2, 8])(wide) as Tensor
  expect(() => op.cholesky(row)).toThrow(/cholesky needs square matrices, but was given shape \[2, 8\]/)
  expect(() => op.inverse(row)).toThrow(/inverse needs square matrices/)
  expect(() => op.solve(wide, row)).toThrow(/4 columns meet 2 rows/)
  expect(() => op.solve(singular, wide)).toThrow(/solve was given matrices/)
})

test('matrices of other scales are not taken for singular', () => {
  const scaled = tensor(
    [
      [1e-30, 0],
      [0, 1e30],
    ],
    'f64',
  )
  expect(Array.from(toValues(op.solve(scaled, tensor([1e-30, 1e30], 'f64'))))).toEqual([1, 1])
  expect(Array.from(toValues(op.cholesky(scaled)))[0]).toBeCloseTo(1e-15, 25)
})

test('NaN is passed on', () => {
  const broken = tensor(
    [
      [Number.NaN, 1],
      [1, 2],
    ],
    'f64',
  )
  for (const f of [op.cholesky, op.inverse, op.symmetricEigenvalues, op.logDet, (x: Tensor) => op.qr(x).r])
    expect(Array.from(toValues(f(broken as never))).some(Number.isNaN), f.name).toBe(true)
})

test.each([1, 2, 3, 4, 5, 8, 17, 40])('factors of %i rows multiply to the matrix', n => {
  const a = matrix(n, 0)
  const { q, r } = op.qr(a)
  expect(distance(op.einsum('ij,jk->ik')(q, r) as Tensor, a)).toBeLessThan(1e-12)
  const b = matrix(n, 1)
  expect(distance(op.einsum('ij,jk->ik')(a, op.solve(a, b)) as Tensor, b)).toBeLessThan(1e-8)
  const symmetric = op.einsum('ij,kj->ik')(b, b) as Tensor
  const { values, vectors } = op.symmetricEigen(symmetric)
  const again = op.einsum('ij,j,kj->ik')(vectors, values as Tensor, vectors) as Tensor
  expect(distance(again, symmetric)).toBeLessThan(1e-11)
  const sorted = Array.from(toValues(values as Tensor))
  expect(sorted).toEqual(sorted.toSorted((x, y) => x - y))
})

test('where eigenvalues are equal, their own derivative is defined, and that of both without vectors', () => {
  expect(Array.from(toValues(gradientOf(x => op.symmetricEigenvalues(x) as Tensor)(equalValues)))).toEqual([
    1, 0, 0, 1,
  ])
  expect(Array.from(toValues(gradientOf(x => op.symmetricEigen(x).values as Tensor)(equalValues)))).toEqual([
    1, 0, 0, 1,
  ])
})

test('transforms of any length are undone by their inverses', () => {
  for (const n of [1, 2, 3, 7, 12, 30, 97, 128, 1000]) {
    const x = fromValues(
      [n],
      Array.from({ length: n }, (_, k) => Math.sin(k * k)),
      'f64',
    ) as Tensor
    const both = op.ifft()(op.fft()({ re: x, im: op.neg(x) }))
    expect(distance(both.re, x), `${n}`).toBeLessThan(1e-13)
    expect(distance(both.im, op.neg(x)), `${n}`).toBeLessThan(1e-13)
    expect(distance(op.irfft({ length: n })(op.rfft()(x)), x), `${n}`).toBeLessThan(1e-13)
  }
})
