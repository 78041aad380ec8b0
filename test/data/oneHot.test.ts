import * as fc from 'fast-check'
import { fromValues, oneHot, op, tensor, toNested, toValues, zeros } from 'pullback'
import { expect, test } from 'vitest'

test('a row of zeros with a one at the label', () => {
  expect(toNested(oneHot(3)(tensor([0, 2], 'i32')))).toEqual([
    [1, 0, 0],
    [0, 0, 1],
  ])
  expect(oneHot(3, { dtype: 'f64' })(zeros([2, 4], 'u8')).shape).toEqual([2, 4, 3])
  expect(oneHot(3, { dtype: 'f64' })(zeros([2], 'u8')).dtype).toBe('f64')
})

test('one class is enough', () => {
  expect(toNested(oneHot(1)(tensor([0, 0], 'i32')))).toEqual([[1], [1]])
})

test('argmax is its inverse', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(9)), labels => {
      const rows = oneHot(10)(fromValues([labels.length], labels, 'i32'))
      expect(Array.from(toValues(op.argmax(rows)))).toEqual(labels)
    }),
  )
})

test('refuses a label that is not a class, and names its position', () => {
  expect(() => oneHot(10)(tensor([0, 10], 'i32'))).toThrow(
    'oneHot was given label 10 at position 1, but there are 10 classes: labels run from 0 to 9.',
  )
  expect(() => oneHot(10)(tensor([-1], 'i32'))).toThrow('label -1 at position 0')
})

test.each([0, -1, 2.5])('refuses %d classes', classes => {
  expect(() => oneHot(classes)).toThrow(
    `oneHot needs a positive number of classes, but was given ${classes}.`,
  )
})
