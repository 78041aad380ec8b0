import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type AnyTensor,
  elu,
  type FloatDType,
  gelu,
  hardtanh,
  init,
  key,
  leakyRelu,
  mish,
  onesLike,
  op,
  perExample,
  relu,
  selu,
  sigmoid,
  silu,
  smooth,
  smoothOf,
  softplus,
  type Tensor,
  tanh,
  tensor,
  optimiser as transformations,
} from 'pullback'
import { describe, expect, test } from 'vitest'
import { type OptimiserName, optimisers } from '../optimisers.ts'
import { cases, runBy } from './engines.ts'
import { binary as binaryFunctions, unary as unaryFunctions } from './functionTable.ts'
import { expectSame, listOf } from './same.ts'

type Word = number | 'NaN' | 'Infinity' | '-Infinity' | '-0'
type Words = readonly Word[]
type Both = readonly [values: Words, gradients: Words]
interface Stored {
  readonly values: Words
  readonly unary: { readonly [name: string]: Words }
  readonly binary: { readonly [name: string]: Words }
  readonly argmax: readonly number[]
  readonly max: Words
  readonly activations: { readonly [name: string]: Both }
  readonly losses: { readonly [name: string]: Both }
  readonly logSumExp: Words
  readonly softmax: readonly Words[]
  readonly logSoftmax: readonly Words[]
  readonly optimisers: { readonly [name: string]: Words }
}

/** What NumPy, SciPy and PyTorch give; values.py beside it made the file, which says which versions. */
const stored = JSON.parse(readFileSync(join(import.meta.dirname, 'values.json'), 'utf8')) as {
  readonly source: string
} & Readonly<Record<FloatDType, Stored>>

/** Whether an operation is tried on special values here, and how; or where it is, or why not. */
type Entry = 'unary' | 'binary' | { readonly elsewhere: string }

const moves = { elsewhere: 'moves numbers as they are: laws of exact equality' }
const sums = { elsewhere: 'adds up: test/engine/sums.test.ts' }
const matrices = { elsewhere: 'test/operation/linearAlgebra.test.ts' }
const transforms = { elsewhere: 'adds up, as sums do: laws of its definition' }
const along = { elsewhere: 'test/operation/cumulative.test.ts' }
const order = { elsewhere: 'test/operation/order.test.ts' }
const reductions = { elsewhere: 'test/operation/reduction.test.ts' }
const tabled = { elsewhere: 'in functions.test.ts' }
const integers = { elsewhere: 'makes or takes integers: test/engine/integers.test.ts' }

/** Every operation: one without an entry does not compile. */
const operations: { readonly [Name in keyof typeof op]: Entry } = {
  ...{ abs: 'unary', cos: 'unary', erf: 'unary', exp: 'unary', expm1: 'unary', log: 'unary', log1p: 'unary' },
  ...{ neg: 'unary', sigmoid: 'unary', sign: 'unary', sin: 'unary', sqrt: 'unary', tanh: 'unary' },
  ...{ add: 'binary', div: 'binary', equal: 'binary', greater: 'binary', greaterEqual: 'binary' },
  ...{ maximum: 'binary', minimum: 'binary', mul: 'binary', sub: 'binary' },
  ...{ acos: tabled, acosh: tabled, asin: tabled, asinh: tabled, atan: tabled, atan2: tabled, atanh: tabled },
  ...{
    ceil: tabled,
    cosh: tabled,
    digamma: tabled,
    erfc: tabled,
    erfinv: tabled,
    floor: tabled,
    hypot: tabled,
  },
  ...{ lgamma: tabled, log10: tabled, log2: tabled, logit: tabled, polygamma: tabled, pow: tabled },
  ...{ remainder: tabled, round: tabled, sinh: tabled, softsign: tabled, tan: tabled, trunc: tabled },
  ...{
    square: tabled,
    reciprocal: tabled,
    rsqrt: tabled,
    clip: tabled,
    logaddexp: tabled,
    logSigmoid: tabled,
  },
  ...{ isFinite: tabled, isNaN: tabled, and: integers, or: integers, not: integers, where: moves },
  argmax: { elsewhere: 'below' },
  max: { elsewhere: 'below' },
  select: { elsewhere: 'below' },
  argmaxWindows: { elsewhere: 'test/engine/convolve.test.ts' },
  ...{
    barrier: moves,
    dynamicSlice: moves,
    dynamicUpdateSlice: moves,
    broadcast: moves,
    broadcastAlong: moves,
    concat: moves,
    gather: moves,
    pad: moves,
  },
  ...{ takeAlong: moves, reshape: moves, slice: moves, transpose: moves },
  ...{ sum: sums, scatterAdd: sums, norm: { elsewhere: 'test/smooth/limits.test.ts' } },
  ...{ matmul: sums, matmulNT: sums, matmulTN: sums },
  ...{ convolve: sums, convolveKernel: sums, convolveTransposed: sums },
  convert: integers,
  scale: { elsewhere: 'multiplies, as mul does' },
  scaleBy: { elsewhere: 'multiplies, as mul does' },
  shift: { elsewhere: 'adds, as add does' },
  ...{ min: reductions, mean: reductions, variance: reductions, std: reductions, logSumExp: reductions },
  ...{
    cholesky: matrices,
    det: matrices,
    inverse: matrices,
    logDet: matrices,
    qr: matrices,
    solve: matrices,
  },
  ...{ symmetricEigen: matrices, symmetricEigenvalues: matrices, triangularSolve: matrices },
  ...{ einsum: sums, fft: transforms, ifft: transforms, irfft: transforms, rfft: transforms },
  ...{ prod: reductions, cumMax: along, cumProd: along, cumSum: along, logCumSumExp: along },
  ...{
    flip: moves,
    repeat: moves,
    roll: moves,
    split: moves,
    stack: moves,
    tile: moves,
    tril: moves,
    triu: moves,
  },
  ...{ arange: moves, eye: moves, linspace: moves, meshgrid: moves },
  ...{ argsort: order, sort: order, topK: order },
  ...{ all: reductions, any: reductions, argmin: reductions },
  safeDiv: { elsewhere: 'test/smooth/limits.test.ts' },
  safeLog: { elsewhere: 'test/smooth/limits.test.ts' },
  safeSqrt: { elsewhere: 'test/smooth/limits.test.ts' },
}

const activations = {
  ...{
    elu: elu(),
    gelu: gelu(),
    hardtanh: hardtanh(),
    leakyRelu: leakyRelu(0.01),
    mish: mish(),
    relu: relu(),
  },
  ...{ selu: selu(), sigmoid: sigmoid(), silu: silu(), softplus: softplus(), tanh: tanh() },
}

/** PyTorch passes over a NaN in these slopes; here it stays. */
const keepsNaN = new Set(['elu', 'selu', 'absoluteError'])

/** Optimisers that are not in PyTorch, and are tried against what is said of them. */
const isUnshared = (name: string): boolean =>
  (['adabelief', 'lamb', 'lars', 'lion'] satisfies readonly OptimiserName[]).some(each => each === name)

/** What an optimiser leaves of a parameter of 1 where that is not what PyTorch leaves, and why. */
const leaves: { readonly [name: string]: (g: number, want: number, got: number) => number } = {
  // PyTorch looks at the sign of a product of gradients, which is 0 for small ones, and passes over NaN.
  rprop: (g, want) =>
    Number.isNaN(g) ? g : 0 < Math.abs(g) && Math.abs(g) < 1e-30 ? 1 - Math.sign(g) * 0.22 : want,
  // PyTorch's mean of two equal infinities is NaN. Of the largest number it overflows, as may the corrected mean here, or not:
  // that hangs on the last rounding.
  radam: (g, want, got) =>
    Math.abs(g) === Number.POSITIVE_INFINITY
      ? -g
      : Math.abs(g) > 1e38 && got === Math.fround(-0.2 * g)
        ? got
        : want,
}

const numbers = (words: Words): readonly number[] => words.map(Number)
describe.each(cases)('special values, %s, %s', (_, dtype, engine) => {
  const own = stored[dtype]
  const values = numbers(own.values)
  const left = values.flatMap(a => values.map(() => a))
  const right = values.flatMap(() => values)
  const run = (f: (...xs: never[]) => unknown, ...xs: readonly unknown[]): readonly AnyTensor[] => {
    const y = runBy(engine, f)(...(xs as never[]))
    return (Array.isArray(y) ? y : [y]) as readonly AnyTensor[]
  }
  const of = (list: readonly number[]): Tensor => tensor([...list], dtype) as Tensor

  for (const [name, entry] of Object.entries(operations)) {
    if (entry === 'unary')
      test(`op.${name} is NumPy's`, () => {
        const [y] = run(op[name as 'abs'] as never, of(values))
        expectSame(dtype, listOf(y as Tensor), numbers(own.unary[name] as Words), name)
      })
    if (entry === 'binary')
      test(`op.${name} is NumPy's`, () => {
        const [y] = run(op[name as 'add'] as never, of(left), of(right))
        expectSame(dtype, listOf(y as Tensor), numbers(own.binary[name] as Words), name)
      })
  }

  test('signs of zeros are those of IEEE 754', () => {
    const [product] = run(op.mul as never, of([0, -0, 1, -1]), of([-1, -1, -0, 0]))
    expect(listOf(product as Tensor)).toEqual([-0, 0, -0, -0])
    const [larger] = run(op.maximum as never, of([0, -0, -0]), of([-0, 0, -0]))
    expect(listOf(larger as Tensor)).toEqual([0, 0, -0])
    const [smaller] = run(op.minimum as never, of([0, -0, 0]), of([-0, 0, 0]))
    expect(listOf(smaller as Tensor)).toEqual([-0, -0, 0])
  })

  test('op.argmax takes the first NaN, op.max is NaN then, as in NumPy', () => {
    const rows = tensor(
      left.map((a, i) => [a, 1, right[i] as number]),
      dtype,
    )
    const [at, largest] = run(
      ((x: Tensor<[number, number]>) => [op.argmax(x), op.max([1])(x)]) as never,
      rows,
    )
    expect(listOf(at as Tensor)).toEqual(own.argmax)
    expectSame(dtype, listOf(largest as Tensor), numbers(own.max), 'max')
    const [scaled] = run(((x: Tensor) => op.max([1])(op.scale(1)(x))) as never, rows)
    expectSame(dtype, listOf(scaled as Tensor), numbers(own.max), 'max of what a loop makes')
  })

  test('op.select takes what is chosen, whatever stands beside it', () => {
    const ones = of(values.map(() => 1))
    const [y] = run(
      ((x: Tensor, o: Tensor) => op.select(op.equal(o, o), x, op.div(o, op.sub(o, o)))) as never,
      of(values),
      ones,
    )
    expect(listOf(y as Tensor)).toEqual(values)
  })

  test('logSumExp, softmax and logSoftmax are those of PyTorch', () => {
    const rows = tensor(
      left.map((a, i) => [a, 1, right[i] as number]),
      dtype,
    ) as unknown as Tensor
    const maps = { logSumExp: smooth.logSumExp, softmax: smooth.softmax, logSoftmax: smooth.logSoftmax }
    for (const [name, f] of Object.entries(maps)) {
      const [y] = run(((x: Tensor) => (f as smooth.Smooth<Tensor, Tensor>)(x)[0]) as never, rows)
      expectSame(
        dtype,
        listOf(y as Tensor),
        numbers((own[name as 'softmax'] as readonly Words[]).flat()),
        name,
        1,
      )
    }
  })

  for (const [name, layer] of Object.entries(activations))
    test(`${name} and its slope are those of PyTorch`, () => {
      const { params, state } = init(layer as never)(key(0)) as { params: never; state: never }
      const both = (x: Tensor) => {
        const [y, pullback] = smoothOf(layer as never, state)([params, x] as never) as unknown as readonly [
          Tensor,
          (dy: Tensor) => readonly [unknown, Tensor],
        ]
        return [y, pullback(onesLike(y))[1]]
      }
      const [y, dx] = run(both as never, of(values))
      const [want, slope] = own.activations[name] as Both
      expectSame(dtype, listOf(y as Tensor), numbers(want), name)
      const kept = keepsNaN.has(name)
        ? numbers(slope).map((d, i) => (Number.isNaN(values[i]) ? Number.NaN : d))
        : numbers(slope)
      expectSame(dtype, listOf(dx as Tensor), kept, `the slope of ${name}`)
    })

  for (const [name, optimiser] of Object.entries(optimisers).filter(([name]) => !isUnshared(name)))
    test(`two steps of ${name} on special gradients are those of PyTorch`, () => {
      const start = of(values.map(() => 1))
      const steps = (p: Tensor, g: Tensor) => {
        const [first, state] = optimiser.update(g, optimiser.init(p), p, optimiser.rates(0))
        const next = transformations.applyUpdates(p, first) as Tensor
        return transformations.applyUpdates(next, optimiser.update(g, state, next, optimiser.rates(1))[0])
      }
      const [after] = run(steps as never, start, of(values))
      const given = numbers(own.optimisers[name] as Words)
      const left = listOf(after as Tensor)
      const want = given.map((w, i) => leaves[name]?.(values[i] as number, w, left[i] as number) ?? w)
      // PyTorch keeps the product of NAdam's momenta in f32, whatever the parameters are.
      expectSame(name === 'nadam' ? 'f32' : dtype, left, want, name)
    })

  for (const [name, optimiser] of Object.entries(optimisers).filter(([name]) => isUnshared(name)))
    test(`two steps of ${name} stay finite for any finite gradient, and a gradient of 0 moves nothing`, () => {
      const steps = (p: Tensor, g: Tensor) => {
        const [first, state] = optimiser.update(g, optimiser.init(p) as never, p, optimiser.rates(0) as never)
        const next = transformations.applyUpdates(p, first) as Tensor
        const [second] = optimiser.update(g, state as never, next, optimiser.rates(1) as never)
        return transformations.applyUpdates(next, second)
      }
      const twice = runBy(engine, steps)
      const lengths = values.filter(Number.isFinite).map(g => {
        const [left] = listOf(twice(of([1]), of([g])) as Tensor) as [number]
        expect(left, `${name} of ${g}`).toSatisfy(Number.isFinite)
        // Downhill or not at all.
        expect(Math.sign(1 - left) * Math.sign(g), `${name} of ${g}`).not.toBe(-1)
        return [g, left] as const
      })
      expect(lengths.filter(([g]) => g === 0).map(([, left]) => left)).toEqual([1, 1])
      expect(lengths.filter(([g]) => Math.abs(g) === 0.5).every(([, left]) => left !== 1)).toBe(true)
    })

  for (const name of ['squaredError', 'absoluteError', 'huber', 'smoothL1'] as const)
    test(`perExample.${name} and its slope are those of PyTorch`, () => {
      const loss = name === 'huber' || name === 'smoothL1' ? perExample[name]() : perExample[name]()
      const both = (y: Tensor, t: Tensor) => {
        const [value, pullback] = loss(t)(y)
        return [value, pullback(onesLike(value) as never)]
      }
      const [y, dx] = run(both as never, of(left), of(right))
      const [want, slope] = own.losses[name] as Both
      expectSame(dtype, listOf(y as Tensor), numbers(want), name)
      const hasNaN = (i: number) => Number.isNaN((left[i] as number) - (right[i] as number))
      const kept = keepsNaN.has(name)
        ? numbers(slope).map((d, i) => (hasNaN(i) ? Number.NaN : d))
        : numbers(slope)
      expectSame(dtype, listOf(dx as Tensor), kept, `the slope of ${name}`)
    })
})

test('what is said to be in the table of functions is there', () => {
  const said = Object.entries<Entry>(operations).flatMap(([name, entry]) => (entry === tabled ? [name] : []))
  // By their derivatives, and in a test of its own.
  const otherwise = ['polygamma', 'softsign']
  const there = [...Object.keys(unaryFunctions), ...Object.keys(binaryFunctions)]
  expect(said.filter(name => !there.includes(name) && !otherwise.includes(name))).toEqual([])
})
