// Products and convolutions in f32 whose every element is the sum of very many terms.
import {
  compile,
  dense,
  fromValues,
  full,
  init,
  key,
  op,
  type Shape,
  smoothOf,
  type Tensor,
  toValues,
} from 'pullback'
import { describe, expect, test } from 'vitest'
import { bareProduct } from '../../src/wasm/matmul/bare.ts'
import { coreWays } from '../engines.ts'

const tenth = Math.fround(0.1)
const valuesOf = (x: Tensor): readonly number[] => Array.from(toValues(x) as ArrayLike<number>)

/** The largest relative error, or NaN. */
const worst = (got: ArrayLike<number>, want: number): number =>
  Array.from(got).reduce((most, y) => Math.max(most, Math.abs(y / want - 1)), 0)

const alike = (...shape: Shape): Tensor => full(shape, 0.1) as Tensor

describe.each(coreWays)('$name', engine => {
  const product = (name: 'matmul' | 'matmulNT' | 'matmulTN', a: Tensor, b: Tensor): readonly number[] =>
    valuesOf(compile((x: Tensor, y: Tensor) => op[name](x as never, y as never) as Tensor, { engine })(a, b))

  test.each([
    ['matmul', [1, 1e6], [1e6, 1]],
    ['matmulNT', [2, 3e5], [1, 3e5]],
    ['matmulTN', [3e5, 3], [3e5, 2]],
    ['matmulTN', [1e5, 5], [1e5, 9]],
    ['matmul', [3, 40_001], [40_001, 7]],
  ] as const)('%s of %j and %j is right to 10⁻⁶', (name, a, b) => {
    const k = Math.max(...a)
    expect(worst(product(name, alike(...a), alike(...b)), k * tenth * tenth)).toBeLessThan(1e-6)
  })

  test('the gradient of a dense layer over 10⁵ rows is right to 10⁻⁶', () => {
    const net = dense(2, 3)
    const { params, state } = init(net)(key(0))
    const gradient = (x: Tensor) =>
      (smoothOf(net, state)([params, x])[1] as unknown as (dy: Tensor) => readonly unknown[])(
        alike(1e5, 3),
      )[0]
    const { w, b } = compile(gradient, { engine })(alike(1e5, 2)) as {
      readonly w: Tensor
      readonly b: Tensor
    }
    expect(worst(valuesOf(w), 1e5 * tenth * tenth)).toBeLessThan(1e-6)
    expect(worst(valuesOf(b), 1e5 * tenth)).toBeLessThan(1e-6)
  })

  test.each([
    [5003, [3, 3]],
    [3, [200, 201]],
    [97, [20, 20]],
  ] as const)('the gradient of a kernel over %i images of %j is right to 10⁻⁶', (batch, image) => {
    const options = { strides: [1, 1], padding: [0, 0], dilations: [1, 1], groups: 2, size: [2, 3] } as const
    const windows = [image[0] - 1, image[1] - 2] as const
    const f = compile(
      (x: Tensor, y: Tensor) => op.convolveKernel(options)(x as never, y as never) as Tensor,
      {
        engine,
      },
    )
    const got = f(alike(batch, 2, ...image), alike(batch, 2, ...windows))
    const terms = batch * windows[0] * windows[1]
    expect(worst(valuesOf(got), terms * tenth * tenth)).toBeLessThan(2e-6)
  })

  test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    '%d passes through long products to its row alone',
    bad => {
      const k = 9001
      for (const at of [0, 4321, 9000]) {
        const values = Float32Array.from({ length: 2 * k }, (_, i) => (i === at ? bad : 1))
        const left = fromValues([2, k], values) as Tensor
        for (const columns of [1, 5]) {
          const got = product('matmul', left, full([k, columns], 1) as Tensor)
          expect(got.slice(0, columns)).toEqual(Array.from({ length: columns }, () => bad))
          expect(got.slice(columns)).toEqual(Array.from({ length: columns }, () => k))
        }
      }
    },
  )
})

// Whole tiles and parts of them, passes and blocks with a rest, and operands that are copied first.
test.each([
  [1, 2049, 1, 'NN'],
  [7, 2050, 5, 'NT'],
  [40, 4099, 37, 'NN'],
  [40, 4099, 37, 'TN'],
  [13, 3000, 70, 'NT'],
  [97, 2311, 260, 'NN'],
  [2, 9973, 300, 'TN'],
] as const)('%i × %i × %i %s is the product of f64, up to 10⁻⁶ of the sizes', (m, k, n, sides) => {
  const shape = {
    dtype: 'f32',
    batch: 1,
    m,
    n,
    k,
    transposeA: sides === 'TN',
    transposeB: sides === 'NT',
  } as const
  const { memory, places, run } = bareProduct(shape)
  let seed = m + k
  const fill = (at: number, count: number): Float32Array =>
    new Float32Array(memory, at, count).map(() => {
      seed = (Math.imul(seed, 1103515245) + 12345) | 0
      return seed / 2 ** 31
    })
  const [a, b] = [fill(places.a, m * k), fill(places.b, k * n)]
  new Float32Array(memory, places.a, m * k).set(a)
  new Float32Array(memory, places.b, k * n).set(b)
  run()
  run()
  const got = new Float32Array(memory, places.c, m * n)
  let most = 0
  for (let index = 0; index < m * n; index += 1 + Math.floor((m * n) / 97)) {
    const [i, j] = [Math.floor(index / n), index % n]
    let [sum, size] = [0, 0]
    for (let p = 0; p < k; p++) {
      const x = a[sides === 'TN' ? p * m + i : i * k + p] as number
      const term = x * (b[sides === 'NT' ? j * k + p : p * n + j] as number)
      sum += term
      size += Math.abs(term)
    }
    most = Math.max(most, Math.abs((got[index] as number) - sum) / size)
  }
  expect(most).toBeLessThan(2e-7)
})
