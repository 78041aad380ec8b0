/**
 * Defaults of operations.
 *
 * @module
 */
import { op, type Tensor, tensor } from '../../src/index.ts'
import { loosely } from '../oracle/loose.ts'
import type { Assumed, Options } from './default.ts'

const x: Tensor<[2, 3]> = tensor([
  [3, 1, 2],
  [-1, 5, 4],
])
const square: Tensor<[3, 3]> = tensor([
  [4, 1, 2],
  [1, 5, 3],
  [2, 3, 6],
])
const complex = { re: x, im: op.scale(2)(x) }

type Make = (...given: readonly unknown[]) => unknown

/** An operation that is given its arguments by name, and what it is applied to. */
const assumes = (
  name: keyof typeof op,
  make: (f: Make, options: Options) => unknown,
  defaults: Options,
  others: Options = {},
): Assumed => ({
  name: `op.${name}`,
  make: (options: Options) => make(loosely(op[name]), options),
  seen: made => made,
  defaults,
  others,
})

/** An operation that is called with options, and then with tensors. */
const later =
  (given: readonly unknown[], ...tensors: readonly unknown[]) =>
  (f: Make, options: Options): unknown =>
    loosely(f(...given, options))(...tensors)

/** One whose only parameter has a default. */
const first =
  (parameter: string, ...tensors: readonly unknown[]) =>
  (f: Make, options: Options): unknown =>
    loosely(Object.hasOwn(options, parameter) ? f(options[parameter]) : f())(...tensors)

/** One that takes an axis, or nothing, before the tensor. */
const along = (f: Make, { axis }: Options): unknown => (axis === undefined ? f(x) : loosely(f(axis))(x))

const reductions = [
  'sum',
  'mean',
  'prod',
  'max',
  'min',
  'variance',
  'std',
  'norm',
  'logSumExp',
  'all',
  'any',
] as const
const some = tensor([
  [0, 0, 2],
  [0, 0, 4],
])

/** The defaults of `op`. */
export const operationDefaults: readonly Assumed[] = [
  assumes('tril', first('diagonal', square), { diagonal: 0 }, { diagonal: 1 }),
  assumes('triu', first('diagonal', square), { diagonal: 0 }, { diagonal: 1 }),
  assumes('sort', later([1], x), { descending: false }),
  assumes('argsort', later([1], x), { descending: false }),
  assumes('transpose', first('axes', x), { axes: [1, 0] }, { axes: [0, 1] }),
  assumes('argmax', along, { axis: 1 }, { axis: 0 }),
  assumes('argmin', along, { axis: 1 }, { axis: 0 }),
  assumes('eye', (f, options) => f(3, options), { dtype: 'f32' }, { dtype: 'f64' }),
  assumes('arange', (f, options) => f(0, 3, 1, options), { dtype: 'f32' }, { dtype: 'f64' }),
  assumes('linspace', (f, options) => f(0, 1, 3, options), { dtype: 'f32' }, { dtype: 'f64' }),
  ...reductions.map(name =>
    assumes(
      name,
      (f, { axes, ...options }) => loosely(f(axes, options))(some),
      { axes: [0, 1], keep: false },
      { axes: [1] },
    ),
  ),
  assumes('variance', later([[0, 1]], x), { unbiased: false }),
  assumes('std', later([[0, 1]], x), { unbiased: false }),
  assumes('triangularSolve', (f, options) => loosely(f({ lower: true, ...options }))(square, square), {
    transpose: false,
  }),
  assumes('fft', later([], complex), { axis: 1 }, { axis: 0 }),
  assumes('ifft', later([], complex), { axis: 1 }, { axis: 0 }),
  assumes('rfft', later([], x), { axis: 1 }, { axis: 0 }),
  assumes('irfft', later([], complex), { axis: 1, length: 4 }, { axis: 0, length: 5 }),
]
