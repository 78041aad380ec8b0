import { expect, test } from 'vitest'
import {
  ArgumentError,
  dense,
  fromValues,
  full,
  init,
  item,
  key,
  predict,
  ShapeError,
  smooth,
  TracingError,
  tensor,
  toValues,
  zeros,
} from '../../src/index.ts'

// What goes in by hand: each mistake gets one error that names the place.

test.each([
  ['a short row', [[1, 2], [3]], 'Ragged array: [1] has 1 entries, but its first sibling has 2.'],
  ['a long row', [[1], [2, 3]], 'Ragged array: [1] has 2 entries, but its first sibling has 1.'],
  ['a number among rows', [[1], 2], 'Ragged array: [1] is a number where an array of 1 is needed.'],
  ['a row among numbers', [1, [2]], 'Ragged array: [1] is an array where a number is needed.'],
  ['text', [[1, 'two']], 'A nested array holds numbers only, but [0][1] is two.'],
  ['a hole', [[1, undefined]], 'A nested array holds numbers only, but [0][1] is undefined.'],
])('a nested array with %s', (_, nested, message) => {
  expect(() => tensor(nested as never)).toThrow(ShapeError)
  expect(() => tensor(nested as never)).toThrow(message)
})

test('values that do not fill a shape', () => {
  expect(() => fromValues([2, 3], [1, 2, 3, 4, 5])).toThrow(
    'Shape [2, 3] has 6 elements, but 5 values were given.',
  )
})

test.each([
  ['i32', 0.5],
  ['i32', 2 ** 31],
  ['u8', -1],
  ['u8', 256],
  ['i32', Number.NaN],
] as const)('%s cannot hold %d, and nothing is clamped or wrapped', (dtype, value) => {
  expect(() => fromValues([1], [value], dtype)).toThrow(ArgumentError)
  expect(() => fromValues([1], [value], dtype)).toThrow(`is not a valid ${dtype}`)
  expect(() => full([2], value, dtype)).toThrow(`is not a valid ${dtype}`)
})

test.each([[[2.5]], [[-1]], [[Number.NaN]]])('the shape %j', shape => {
  expect(() => zeros(shape)).toThrow('sizes that are non-negative integers')
})

test('a number of a tensor that has several', () => {
  expect(() => item(zeros([2]))).toThrow('item needs a tensor of one element, but was given [2].')
})

test('shapes are copied and frozen: what a caller does to an array afterwards changes nothing', () => {
  const shape = [2, 2]
  const x = zeros(shape)
  shape[0] = 7
  expect(x.shape).toEqual([2, 2])
  expect(() => {
    ;(x.shape as number[])[0] = 3
  }).toThrow(TypeError)
  const values = toValues(x)
  values[0] = 9
  expect(toValues(x)[0]).toBe(0)
})

test('values cannot be read under a tangent', () => {
  expect(() =>
    smooth.jvp((x: ReturnType<typeof zeros<number, [2]>>) => [item(x)])(zeros([2]), zeros([2])),
  ).toThrow(TracingError)
})

test('a model of another element type, with the mend', () => {
  const layer = dense(3, 2)
  const model = init(layer, { dtype: 'f64' })(key(0))
  expect(() => predict(layer, model)(zeros([4, 3]))).toThrow(
    'matmul needs one element type, but was given f32 and f64. Nothing is converted silently',
  )
})

test('a scalar, a wrong width and an empty batch', () => {
  const layer = dense(3, 2)
  const use = predict(layer, init(layer)(key(0)))
  expect(() => use(zeros([]) as never)).toThrow(
    'dense(3, 2) takes [..., 3], but was given []: a scalar has no axes.',
  )
  expect(() => use(zeros([4, 5]) as never)).toThrow(
    'dense(3, 2) takes [..., 3], but was given [4, 5]: axis 1 is 5, not 3.',
  )
  expect(use(zeros([0, 3])).shape).toEqual([0, 2])
})
