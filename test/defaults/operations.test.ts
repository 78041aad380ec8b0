import { op, type Tensor, tensor, toNested, tree } from 'pullback'
import { expect, test } from 'vitest'
import { signatureOf } from '../../src/tensor/form.ts'

const x: Tensor<[2, 3]> = tensor([
  [3, 1, 2],
  [-1, 5, 4],
])
const square: Tensor<[3, 3]> = tensor([
  [4, 1, 2],
  [1, 5, 3],
  [2, 3, 6],
])
const axes = [0, 1] as const
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
type Reduce = (axes?: readonly number[], options?: object) => (x: Tensor) => Tensor

// Without options, an operation gives what it gives with every default written out.
test.each<readonly [name: string, without: unknown, written: unknown]>([
  ['tril', op.tril()(square), op.tril(0)(square)],
  ['triu', op.triu()(square), op.triu(0)(square)],
  ['sort', op.sort(1)(x), op.sort(1, { descending: false })(x)],
  ['argsort', op.argsort(1)(x), op.argsort(1, { descending: false })(x)],
  ['transpose', op.transpose()(x), op.transpose([1, 0])(x)],
  ['argmax', op.argmax(x), op.argmax(1)(x)],
  ['argmin', op.argmin(x), op.argmin(1)(x)],
  ['eye', op.eye(3), op.eye(3, { dtype: 'f32' })],
  ['arange', op.arange(0, 3, 1), op.arange(0, 3, 1, { dtype: 'f32' })],
  ['linspace', op.linspace(0, 1, 3), op.linspace(0, 1, 3, { dtype: 'f32' })],
  ['variance', op.variance(axes)(x), op.variance(axes, { unbiased: false })(x)],
  ['std', op.std(axes)(x), op.std(axes, { unbiased: false })(x)],
  [
    'triangularSolve',
    op.triangularSolve({ lower: true })(square, op.transpose()(x)),
    op.triangularSolve({ lower: true, transpose: false })(square, op.transpose()(x)),
  ],
  ['fft', op.fft()({ re: x, im: x }), op.fft({ axis: 1 })({ re: x, im: x })],
  ['ifft', op.ifft()({ re: x, im: x }), op.ifft({ axis: 1 })({ re: x, im: x })],
  ['rfft', op.rfft()(x), op.rfft({ axis: 1 })(x)],
  ['irfft', op.irfft()({ re: x, im: x }), op.irfft({ axis: 1, length: 4 })({ re: x, im: x })],
])('%s', (_, without, written) => {
  const numbers = (value: unknown) => tree.tensors(value).map(each => [each.dtype, toNested(each)])
  expect(numbers(without)).toEqual(numbers(written))
})

test.each(reductions)('%s is over all axes, and keeps none', name => {
  const reduce = op[name] as unknown as Reduce
  expect(toNested(reduce()(x))).toEqual(toNested(reduce(axes, { keep: false })(x)))
  expect(reduce([1])(x).shape).toEqual([2])
})

test('forms distinguish -0 from 0, as static arguments have to', () => {
  expect(signatureOf(-0)).not.toBe(signatureOf(0))
  expect(signatureOf([-0])).not.toBe(signatureOf([0]))
})
