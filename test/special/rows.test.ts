import {
  type AnyTensor,
  compose,
  dense,
  fromValues,
  full,
  init,
  key,
  onesLike,
  op,
  random,
  relu,
  smooth,
  smoothOf,
  softmaxCrossEntropy,
  tensor,
  tree,
} from 'pullback'
import { describe, expect, test } from 'vitest'
import { cases, runBy } from './engines.ts'
import { expectSame, listOf } from './same.ts'

type Map = (...xs: never[]) => AnyTensor
const bad = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]

describe.each(cases)('numbers, %s, %s', (_, dtype, engine) => {
  const run = (f: Map, ...xs: readonly unknown[]): readonly number[] =>
    listOf(runBy(engine, f)(...(xs as never[])))

  test('sin and cos of 1e7 and more are within 2 ulp', () => {
    const angles = [1e7, 12345678, 2 ** 24, 1e8, 1e15, 1e22, 2 ** 120, -1e7, -3e30]
    const x = fromValues([angles.length], angles, dtype)
    const ulp = (y: number): number => 2 ** (Math.floor(Math.log2(Math.abs(y))) - (dtype === 'f32' ? 23 : 52))
    for (const name of ['sin', 'cos'] as const)
      run(op[name], x).forEach((y, i) => {
        const want = Math[name](listOf(x)[i] as number)
        expect(Math.abs(y - want), `${name} ${angles[i]}`).toBeLessThanOrEqual(2 * ulp(want))
      })
  })

  test('i32 123456789 · 987654321 wraps to -67153019', () => {
    const [x, y] = [tensor([123456789], 'i32'), tensor([987654321], 'i32')]
    expect(run(op.mul, x, y)).toEqual([-67153019])
  })

  test('sums of many equal numbers are right to 10⁻⁶ over every axis, also of what is transposed', () => {
    for (const shape of [
      [3, 20_001],
      [20_001, 3],
      [31, 11, 57],
    ]) {
      const x = full(shape, 0.1, dtype)
      const tenth = listOf(full([1], 0.1, dtype))[0] as number
      const axes = shape.map((_, axis) => axis)
      const turn = op.transpose([...axes].reverse())
      for (const over of [...axes.map(axis => [axis]), axes, axes.slice(1), axes.slice(0, -1)]) {
        const terms = (sizes: readonly number[]) => over.reduce((n, axis) => n * (sizes[axis] as number), 1)
        const plain = run(((y: never) => op.sum(over)(y)) as Map, x)
        const turned = run(((y: never) => op.sum(over)(turn(y))) as Map, x)
        for (const [sums, count] of [
          [plain, terms(shape)],
          [turned, terms([...shape].reverse())],
        ] as const)
          for (const total of new Set(sums))
            expect(Math.abs(total / (count * tenth) - 1), `[${shape}] over ${over}`).toBeLessThan(1e-6)
      }
    }
  })

  test('max, argmax and logSumExp see NaN and ∞ at every place, tails of vectors included', () => {
    const three = (x: never) => [op.max([1])(x), op.argmax(x), smooth.logSumExp(x)[0]]
    for (const n of [1, 7, 8, 9, 31, 32, 33]) {
      const rows = bad.flatMap(value =>
        Array.from({ length: n }, (_, at) => Array.from({ length: n }, (_, i) => (i === at ? value : -i))),
      )
      const outputs = runBy(engine, three)(tensor(rows, dtype) as never) as readonly AnyTensor[]
      const [most, places, levels] = outputs.map(listOf) as [number[], number[], number[]]
      rows.forEach((row, r) => {
        const value = bad[Math.floor(r / n)] as number
        const [largest, at] = [Math.max(...row), r % n]
        expect(most[r], `max of ${n}`).toBe(largest)
        expect(places[r], `argmax of ${n}`).toBe(
          value === Number.NEGATIVE_INFINITY ? row.indexOf(largest) : at,
        )
        const level = row.reduce((sum, x) => sum + Math.exp(x - largest), 0)
        const want = Number.isFinite(largest) ? largest + Math.log(level) : largest
        expectSame(dtype, [levels[r] as number], [want], `logSumExp of ${n}`, 1)
      })
    }
  })

  test('products pass NaN and infinities to their row and column, and to nothing else', () => {
    const products = {
      matmul: runBy(engine, op.matmul as Map),
      matmulTN: runBy(engine, op.matmulTN as Map),
      matmulNT: runBy(engine, op.matmulNT as Map),
    }
    const product = (name: keyof typeof products, x: unknown, y: unknown): readonly number[] =>
      listOf(products[name](x as never, y as never))
    for (const [m, n, k] of [
      [3, 5, 4],
      [17, 33, 9],
      [1, 64, 10],
      [64, 1, 65],
    ] as const) {
      const [a, b] = [m * k, k * n].map((count, seed) =>
        Array.from({ length: count }, (_, i) => ((i * 7 + seed) % 5) + 1),
      )
      for (const value of bad)
        for (const at of [0, k - 1, (m - 1) * k, m * k - 1]) {
          const left = (a as number[]).map((x, i) => (i === at ? value : x))
          const [x, y] = [fromValues([m, k], left, dtype), fromValues([k, n], b as number[], dtype)]
          const want = Array.from({ length: m * n }, (_, place) => {
            const [i, j] = [Math.floor(place / n), place % n]
            let sum = 0
            for (let l = 0; l < k; l++) sum += (left[i * k + l] as number) * (b?.[l * n + j] as number)
            return sum
          })
          expect(product('matmul', x, y)).toEqual(want)
          expect(product('matmulTN', op.transpose([1, 0])(x), y)).toEqual(want)
          expect(product('matmulNT', x, op.transpose([1, 0])(y))).toEqual(want)
        }
    }
  })

  test('a network passes one NaN to the loss and to every gradient that depends on it', () => {
    const net = compose(dense(5, 9), relu(), dense(9, 3))
    const { params, state } = init(net, { dtype })(key(1))
    const labels = tensor([0, 2, 1, 2], 'i32')
    const f = (p: never, x: never) => {
      const [y, pullback] = smoothOf(net, state)([p, x])
      const [loss, back] = softmaxCrossEntropy()(labels)(y as never)
      const [dp, dx] = pullback(back(onesLike(loss)) as never) as readonly [unknown, AnyTensor]
      return [loss, dx, ...tree.tensors(dp)]
    }
    const x = random.normal([4, 5], 0, 1, { dtype })(key(2))
    const spoilt = fromValues(
      [4, 5],
      listOf(x).map((v, i) => (i === 7 ? Number.NaN : v)),
      dtype,
    )
    const of = (input: unknown) =>
      (runBy(engine, f as never) as typeof f)(params as never, input as never) as readonly AnyTensor[]
    expect(
      of(x)
        .flatMap(t => listOf(t))
        .every(Number.isFinite),
    ).toBe(true)
    const [loss, dx, ...dp] = of(spoilt).map(t => listOf(t))
    expect(loss).toEqual([Number.NaN])
    // Rows do not look at each other.
    expect(dx?.map(Number.isNaN)).toEqual(Array.from({ length: 20 }, (_, i) => i >= 5 && i < 10))
    expect(dp.every(list => list.some(Number.isNaN))).toBe(true)
  })
})
