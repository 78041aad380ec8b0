/**
 * Tensors are values: what one puts in comes out, and nothing can change them.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import {
  type AnyTensor,
  type DType,
  fromElements,
  fromValues,
  full,
  isTensor,
  item,
  ones,
  onesLike,
  type Shape,
  scalar,
  tensor,
  toNested,
  toValues,
  zeros,
  zerosLike,
} from '../../src/index.ts'
import { lattice, shapes, tensors } from '../arbitraries.ts'
import { every, exact, holds } from '../close.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { refused } from '../oracle/refusal.ts'

const dtypes = fc.constantFrom<DType>('f64', 'f32', 'i32', 'u8')
const sizeOf = (shape: Shape): number => shape.reduce((product, n) => product * n, 1)

/** Numbers that an element type holds without turning into others, also the odd ones. */
const storable = (dtype: DType): Arbitrary<number> =>
  dtype === 'f64'
    ? fc.oneof(lattice, fc.double())
    : dtype === 'f32'
      ? fc.oneof(lattice, fc.float())
      : dtype === 'i32'
        ? fc.integer()
        : fc.nat(255)

const listed = fc.tuple(shapes({ min: 0 }), dtypes).chain(([shape, dtype]) =>
  fc.record({
    shape: fc.constant(shape),
    dtype: fc.constant(dtype),
    values: fc.array(storable(dtype), { minLength: sizeOf(shape), maxLength: sizeOf(shape) }),
  }),
)

const made = ({
  shape,
  values,
  dtype,
}: {
  shape: Shape
  values: readonly number[]
  dtype: DType
}): AnyTensor => fromValues(shape, values, dtype) as AnyTensor

const listEquals = (lhs: ArrayLike<number>, rhs: ArrayLike<number>) =>
  holds(
    lhs.length === rhs.length && Array.from(lhs).every((value, i) => Object.is(value, rhs[i])),
    Array.from(lhs),
    Array.from(rhs),
  )

/** A nested array does not tell the sizes behind an axis of size 0. */
const nestable = fc
  .tuple(shapes({ rank: 4, max: 3 }), fc.boolean(), dtypes)
  .chain(([shape, empty, dtype]) =>
    tensors(empty ? [...shape, 0] : shape, { dtype, entries: fc.nat(200) }),
  ) as Arbitrary<AnyTensor>

/** Numbers in and out of tensors. */
export const numbersLaws: LawSet = lawSet('numbers in tensors', [
  law('X1', 'toValues gives what fromValues took, every bit of it', [listed], given =>
    listEquals(toValues(made(given)), given.values),
  ),
  law('X2', 'a tensor has the shape and element type that it was given', [listed], given => {
    const x = made(given)
    return holds(
      isTensor(x) &&
        x.dtype === given.dtype &&
        x.shape.join() === given.shape.join() &&
        x.kind === (given.dtype === 'f64' || given.dtype === 'f32' ? 'float' : 'integer'),
      x,
      given,
    )
  }),
  law('X3', 'fromElements keeps the element type of a typed array', [listed], given => {
    const x = made(given)
    return exact(fromElements(given.shape, toValues(x)), x)
  }),
  law(
    'X4',
    'a tensor is not reached through the arrays that it was made from or that it gave',
    [listed],
    given => {
      const values = [...given.values]
      const elements = toValues(made(given))
      const [x, y] = [made({ ...given, values }), fromElements(given.shape, elements) as AnyTensor]
      values.fill(7)
      elements.fill(7)
      toValues(x).fill(7)
      return every(
        listEquals(toValues(x), given.values),
        listEquals(toValues(y), given.values),
        holds(Object.isFrozen(x.shape), x.shape, 'frozen'),
      )
    },
  ),
  law('X5', 'tensor gives back what toNested took apart', [nestable], x =>
    exact(tensor(toNested(x) as never, x.dtype), x),
  ),
  law('X6', 'toNested lists rows in order', [nestable], x => {
    const nested = toNested(x)
    return listEquals(Array.isArray(nested) ? nested.flat(8) : [nested as number], toValues(x))
  }),
  law('X7', 'full, zeros, ones and scalar say what they hold', [shapes({ min: 0 }), lattice], (shape, c) => {
    const same = (value: number) =>
      made({ shape, values: Array.from({ length: sizeOf(shape) }, () => value), dtype: 'f64' })
    const [filled, zero, one] = [full(shape, c, 'f64'), zeros(shape, 'f64'), ones(shape, 'f64')]
    return every(
      exact(filled, same(c)),
      exact(zero, same(0)),
      exact(one, same(1)),
      exact(zerosLike(filled), zero),
      exact(onesLike(filled), one),
      exact(scalar(c, 'f64'), made({ shape: [], values: [c], dtype: 'f64' })),
      exact(item(scalar(c, 'f64')), c),
    )
  }),
  law(
    'X8',
    'a count that does not fit the shape, and numbers that do not fit the type, are refused',
    [listed],
    given =>
      every(
        refused('ShapeError', () => made({ ...given, values: [...given.values, 0] })),
        refused('ShapeError', () => made({ ...given, shape: [given.values.length + 1] })),
        refused('ShapeError', () => made({ ...given, shape: [-1] })),
        refused('ArgumentError', () => made({ shape: [1], values: [0.5], dtype: 'i32' })),
        refused('ArgumentError', () => made({ shape: [1], values: [256], dtype: 'u8' })),
        refused('ArgumentError', () => made({ shape: [1], values: [2 ** 31], dtype: 'i32' })),
        refused('ArgumentError', () => made({ shape: [1], values: [Number.NaN], dtype: 'i32' })),
        refused('ShapeError', () => item(made({ shape: [2], values: [1, 2], dtype: 'f64' }))),
      ),
  ),
  law('X9', 'ragged arrays are refused', [nestable], x => {
    const nested = toNested(x)
    return every(
      refused('ShapeError', () => tensor([[0, 1], [2]])),
      refused('ShapeError', () => tensor([nested, [nested]] as never)),
    )
  }),
])
