import { ones, op, type Tensor } from 'pullback'
import { expect, expectTypeOf, test } from 'vitest'

const [x, y, square] = [ones([2, 3]), ones([3, 4]), ones([3, 3])]

test('the shape of a sum of products is known where sizes are', () => {
  expectTypeOf(op.einsum('ij,jk->ik')(x, y)).toEqualTypeOf<Tensor<[2, 4]>>()
  expectTypeOf(op.einsum('ij, jk')(x, y)).toEqualTypeOf<Tensor<[2, 4]>>()
  expectTypeOf(op.einsum('ba')(x)).toEqualTypeOf<Tensor<[3, 2]>>()
  expectTypeOf(op.einsum('ii')(square)).toEqualTypeOf<Tensor<[]>>()
  expectTypeOf(op.einsum('ii->i')(square)).toEqualTypeOf<Tensor<[3]>>()
  expectTypeOf(op.einsum('b...i,ij->b...j')(ones([7, 5, 3]), y)).toEqualTypeOf<Tensor<[7, 5, 4]>>()
  const open = op.einsum('ij,jk->ik')(x as Tensor<[number, 3]>, y)
  expectTypeOf(open).toEqualTypeOf<Tensor<[number, 4]>>()
  expect(open.shape).toEqual([2, 4])
})

test('what does not fit does not compile, and is refused', () => {
  // @ts-expect-error no tensor has the axis of the result
  expect(() => op.einsum('ij,jk->il')).toThrow(/'l' of the result/)
  // @ts-expect-error not a letter
  expect(() => op.einsum('i1->i')).toThrow(/not a letter/)
  // @ts-expect-error an axis of the result twice
  expect(() => op.einsum('ij->ii')).toThrow(/twice/)
  // @ts-expect-error two sizes of one axis
  expect(() => op.einsum('ij,jk->ik')(x, x)).toThrow(/axis 'j' is 3 and 2/)
  // @ts-expect-error a rank that the equation has not
  expect(() => op.einsum('ijk->ik')(x)).toThrow(/needs 3 axes/)
  // @ts-expect-error a matrix that is not square
  expect(() => op.inverse(x)).toThrow(/needs square matrices/)
})
