import {
  batchNorm,
  compile,
  type FloatDType,
  fromValues,
  full,
  init,
  key,
  meanSquaredError,
  op,
  random,
  reference,
  smooth,
  smoothOf,
  type Tensor,
  tensor,
  toValues,
  wasm,
  zeros,
} from 'pullback'
import { describe, expect, test } from 'vitest'
import { core, coreWays } from '../engines.ts'

type AnyMap = (x: Tensor) => Tensor

const valuesOf = (x: Tensor): readonly number[] => Array.from(toValues(x) as ArrayLike<number>)

/** The largest relative error. */
const worst = (got: readonly number[], want: (i: number) => number): number =>
  got.reduce((most, y, i) => Math.max(most, Math.abs(y / want(i) - 1)), 0)

/** A sum over some axes on its own, and one at the end of a loop. */
const sums = (axes: readonly number[]): readonly (readonly [string, AnyMap, (x: number) => number])[] => [
  ['a sum', x => op.sum(axes)(x) as Tensor, x => x],
  ['a sum of what a loop makes', x => op.sum(axes)(op.mul(x, x)) as Tensor, x => x * x],
]

const tenth = Math.fround(0.1)

describe.each(coreWays)('$name', engine => {
  // Rows, columns, and the whole; of few terms, of blocks, of blocks and a rest.
  const shapes = [
    [1, 2e5],
    [2, 1031],
    [3, 257],
    [70, 3],
    [33, 9],
    [1000, 31],
    [1e6, 1],
    [3e5, 3],
  ] as const
  test.each(shapes)('sums of equal terms %i × %i are right to 10⁻⁶ in f32', (rows, columns) => {
    const x = full([rows, columns], 0.1) as Tensor
    for (const axes of [[0], [1], [0, 1]]) {
      const terms = axes.reduce((n, axis) => n * ([rows, columns][axis] as number), 1)
      for (const [what, f, of] of sums(axes))
        expect(
          worst(valuesOf(compile(f, { engine })(x)), () => terms * of(tenth)),
          `${what} over ${axes} on ${engine.name}`,
        ).toBeLessThan(1e-6)
    }
  })

  test('sums of random terms are those of f64, rounded, up to 10⁻⁶ of the sum of their sizes', () => {
    const x = random.normal([500, 67])(key(4))
    const values = valuesOf(x as Tensor)
    const columns = valuesOf(compile((y: Tensor) => op.sum([0])(y) as Tensor, { engine })(x as Tensor))
    columns.forEach((total, j) => {
      const own = values.filter((_, i) => i % 67 === j)
      const size = own.reduce((a, b) => a + Math.abs(b), 0)
      expect(Math.abs(total - own.reduce((a, b) => a + b, 0)) / size).toBeLessThan(1e-6)
    })
  })

  test('rows that meet in one row are added up right', () => {
    const count = 100_000
    const indices = op.convert('i32')(op.scale(0)(random.uniform([count])(key(1))))
    const rows = compile((x: Tensor) => op.scatterAdd(3)(x as never, indices) as Tensor, { engine })(
      full([count, 2], 0.1) as Tensor,
    )
    expect(valuesOf(rows).slice(2)).toEqual([0, 0, 0, 0])
    expect(worst(valuesOf(rows).slice(0, 2), () => count * tenth)).toBeLessThan(1e-6)
  })

  test('means, the statistics of batch norm, mean losses and pullbacks of broadcasts are right', () => {
    const count = 50_000
    const rows = full([count, 3], 0.1) as Tensor
    const mean = compile((x: Tensor) => op.scale(1 / count)(op.sum([0])(x) as Tensor), { engine })(rows)
    expect(worst(valuesOf(mean), () => tenth)).toBeLessThan(1e-6)

    const loss = compile((x: Tensor) => meanSquaredError()(zeros(x.shape) as Tensor)(x)[0] as Tensor, {
      engine,
    })(rows)
    expect(worst(valuesOf(loss), () => tenth * tenth)).toBeLessThan(1e-6)

    const spread = compile(
      (b: Tensor) =>
        smooth.lift((y: Tensor) => op.sum()(op.scale(0.1)(op.broadcast([count, 3])(y) as Tensor)))(b)[1](
          full([], 1),
        ) as Tensor,
      { engine },
    )(zeros([3]) as Tensor)
    expect(worst(valuesOf(spread), () => count * tenth)).toBeLessThan(1e-6)

    // Entries 0.15 and 0.05 by turns: mean 0.1 and variance 0.0025.
    const turns = Float32Array.from({ length: 3 * count }, (_, i) =>
      Math.floor(i / 3) % 2 === 0 ? 0.15 : 0.05,
    )
    const norm = batchNorm(3)
    const { params, state } = init(norm)(key(0))
    const normalised = smoothOf(norm, state, { mode: 'training', key: key(0) })
    const y = compile((x: Tensor) => normalised([params, x])[0] as Tensor, { engine })(
      fromValues([count, 3], turns) as Tensor,
    )
    const size = 0.05 / Math.sqrt(0.0025 + 1e-5)
    expect(worst(valuesOf(y).slice(0, 6), i => (i < 3 ? size : -size))).toBeLessThan(1e-5)
  })
})

test.each(core)('$name adds 10⁷ terms up to 10⁻⁶ in f32', engine => {
  const count = 1e7
  const all = compile((x: Tensor) => op.sum()(x) as Tensor, { engine })(full([count], 0.1) as Tensor)
  expect(worst(valuesOf(all), () => count * tenth)).toBeLessThan(1e-6)
})

test('sum([0]) of 10⁷ × 3 equal numbers is right to 10⁻⁶, compiled', () => {
  const columns = compile((x: Tensor) => op.sum([0])(x) as Tensor, { engine: wasm })(
    full([1e7, 3], 0.1) as Tensor,
  )
  expect(worst(valuesOf(columns), () => 1e7 * tenth)).toBeLessThan(1e-6)
})

test.each(['f32', 'f64'] as const satisfies readonly FloatDType[])(
  'NaN and infinities pass through sums of %s',
  dtype => {
    for (const engine of coreWays)
      for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])
        for (const at of [0, 517, 1299]) {
          const values = Array.from({ length: 1300 }, (_, i) => (i === at ? bad : 1))
          for (const shape of [[1300], [1, 1300], [1300, 1], [650, 2]]) {
            const x = op.reshape(shape)(tensor(values, dtype))
            const total = compile((y: Tensor) => op.sum()(op.scale(1)(y)) as Tensor, { engine })(x as Tensor)
            expect(valuesOf(total)).toEqual([bad])
          }
        }
  },
)

test('parts of a sum overflow where they are f32, as in NumPy, and not where they are f64', () => {
  const most = 2 ** 128 - 2 ** 104
  // numpy.sum and torch.sum of [most, most, -most] in float32 are inf.
  const x = tensor([most, most, -most]) as Tensor
  for (const engine of coreWays)
    for (const f of [(y: Tensor) => op.sum()(y), (y: Tensor) => op.sum()(op.scale(1)(y))])
      expect(valuesOf(compile(f, { engine })(x) as Tensor), engine.name).toEqual([
        engine === reference ? most : Number.POSITIVE_INFINITY,
      ])
  expect(valuesOf(op.sum()(x) as Tensor)).toEqual([most])
})
