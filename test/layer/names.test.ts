import {
  avgPool2d,
  conv2d,
  dense,
  dropout,
  label,
  leakyRelu,
  maxPool2d,
  pad,
  repeat,
  residual,
} from 'pullback'
import { expect, test } from 'vitest'

test.each([
  [pad([1]), 'pad([1])'],
  [pad([1], { value: 2 }), 'pad([1]) with 2'],
  [pad([[1, 0], 2]), 'pad([[1, 0], 2])'],
  [pad([1], { value: 0 }), 'pad([1])'],
  [repeat(2)(residual(dense(3, 3))), 'repeat(2)(residual(dense(3, 3)))'],
  [label('h')(dense(3, 2)), 'dense(3, 2)'],
  [dropout(0.5), 'dropout(0.5)'],
  [leakyRelu(), 'leakyRelu(0.01)'],
  [conv2d(1, 2, 3), 'conv2d(1, 2, 3)'],
  [maxPool2d(2), 'maxPool2d(2)'],
  [avgPool2d(2), 'avgPool2d(2)'],
] as const)('$1 ($0.name)', (layer, name) => {
  expect(layer.name).toBe(name)
})
