import { type AnyTensor, fromValues, op, smooth, type Tensor, toValues, zeros } from 'pullback'
import { describe, expect, test } from 'vitest'
import { dense, denseIn } from '../../src/primitive/dense/dense.ts'

describe('matrices of more than a block, and of no whole number of them', () => {
  const random01 = (seed: number) => {
    let state = seed
    return (): number => {
      state = (Math.imul(state, 1664525) + 1013904223) | 0
      return (state >>> 0) / 2 ** 32 - 0.5
    }
  }
  const matrix = (m: number, n: number, seed: number): Tensor => {
    const next = random01(seed)
    return fromValues([m, n], Array.from({ length: m * n }, next), 'f64') as Tensor
  }
  const times = (equation: string, ...xs: readonly Tensor[]): Tensor =>
    (op.einsum as (e: string) => (...xs: readonly Tensor[]) => Tensor)(equation)(...xs)
  const largest = (x: AnyTensor): number =>
    Array.from(toValues(x)).reduce((most, v) => Math.max(most, Math.abs(v)), 0)
  const near = (x: Tensor, y: Tensor): void => {
    expect(largest(op.sub(x, y))).toBeLessThan(1e-11 * Math.max(1, largest(y)))
  }
  /** The transpose is solved for by pullbacks. */
  const smoothBack = (a: Tensor, dx: Tensor): Tensor =>
    smooth.lift((b: Tensor) => op.solve(a, b) as Tensor)(zeros(dx.shape, 'f64') as Tensor)[1](
      dx as never,
    ) as unknown as Tensor
  const identity = (n: number): Tensor => op.eye(n, { dtype: 'f64' }) as Tensor

  test.each([1, 2, 3, 5, 16, 17, 31, 33, 36, 64, 65, 100])('%i rows', n => {
    const [a, b] = [op.add(matrix(n, n, n), op.scale(2)(identity(n))) as Tensor, matrix(n, 7, n + 1)]
    near(times('ij,jk->ik', a, op.solve(a, b) as Tensor), b)
    const turned = times('ij->ji', a)
    near(times('ij,jk->ik', turned, op.solve(turned, b) as Tensor), b)
    near(smoothBack(a, b), op.solve(turned, b) as Tensor)
    for (const lower of [true, false])
      for (const transpose of [true, false]) {
        const triangle = (lower ? op.tril() : op.triu())(a) as Tensor
        const x = op.triangularSolve({ lower, transpose })(a, b) as Tensor
        near(times(transpose ? 'ji,jk->ik' : 'ij,jk->ik', triangle, x), b)
      }
    const definite = op.add(times('ij,kj->ik', a, a), identity(n)) as Tensor
    const l = op.cholesky(definite) as Tensor
    near(times('ij,kj->ik', l, l), definite)
    near(op.tril()(l) as Tensor, l)
    const tall = matrix(n + 9, n, 3 * n)
    for (const x of [a, tall]) {
      const { q, r } = op.qr(x)
      near(times('ij,jk->ik', q, r), x)
      near(times('ji,jk->ik', q, q), identity(n))
      near(op.triu()(r) as Tensor, r)
    }
    const { values, vectors } = op.symmetricEigen(definite)
    near(times('ij,j,kj->ik', vectors as Tensor, values as Tensor, vectors as Tensor), definite)
    near(times('ji,jk->ik', vectors as Tensor, vectors as Tensor), identity(n))
    near(op.symmetricEigenvalues(definite) as Tensor, values as Tensor)
    near(op.sort(0)(values) as Tensor, values as Tensor)
  })

  test('eigenvalues of any size, equal ones, and none at all', () => {
    for (const scale of [1e-300, 1e-160, 1, 1e160, 1e300]) {
      const a = op.scale(scale)(times('ij,kj->ik', matrix(40, 40, 5), matrix(40, 40, 5)))
      const { values, vectors } = op.symmetricEigen(a as Tensor)
      const back = times(
        'ij,j,kj->ik',
        vectors as Tensor,
        op.scale(1 / scale)(values) as Tensor,
        vectors as Tensor,
      )
      near(back, op.scale(1 / scale)(a) as Tensor)
    }
    expect(Array.from(toValues(op.symmetricEigenvalues(identity(35))))).toEqual(Array(35).fill(1))
    expect(Array.from(toValues(op.symmetricEigenvalues(zeros([35, 35], 'f64'))))).toEqual(Array(35).fill(0))
  })

  test('plain loops, where there is no WebAssembly, do what vector code does', () => {
    const [code, plain] = [dense(), denseIn(undefined)]
    const next = random01(9)
    const numbers = Array.from({ length: 4000 }, next)
    for (const [m, n, k] of [
      [1, 4, 1],
      [1, 20, 3],
      [3, 36, 7],
      [4, 4, 9],
      [7, 12, 5],
      [13, 40, 16],
    ] as const) {
      const results = [code, plain].map(each => {
        const xs = each.room(4000)
        xs.set(numbers)
        each.subtractProduct(0, 1000, 2000, m, n, k, 44, 21, 1, 44)
        each.subtractProduct(4, 1000, 2000, m, n, k, 44, 1, 21, 44)
        each.turnRows(3000, 24, 1, 6, 3500, 16)
        return xs.slice(0, 4000)
      })
      for (const [i, x] of results[0]!.entries()) expect(x).toBeCloseTo(results[1]![i]!, 12)
    }
  })
})
