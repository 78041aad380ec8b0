/**
 * Inputs that several primitives are tried on.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import type { AnyTensor, DType, Shape } from '../../src/index.ts'
import { lattice, shapes, tensors } from '../arbitraries.ts'
import type { Case } from './specification.ts'

/** All element types. */
export const everyDType: readonly DType[] = ['f64', 'f32', 'i32', 'u8']

/** The float element types. */
export const floats: readonly DType[] = ['f64', 'f32']

/** Squares and cubes: only there does an exchange of axes keep the shape, and show in the numbers alone. */
const equalSided: Arbitrary<Shape> = fc
  .tuple(fc.constantFrom(2, 3, 3), fc.integer({ min: 2, max: 3 }))
  .map(([rank, n]) => Array.from({ length: rank }, () => n))

/** Shapes of few elements, some without any. */
export const smallShapes: Arbitrary<Shape> = fc.oneof(
  { weight: 2, arbitrary: shapes({ rank: 3, max: 3, min: 0 }) },
  { weight: 1, arbitrary: equalSided },
)

/** Numbers of an element type, so small that sums and products of a few are exact and in range. */
export const numbersIn = (dtype: DType, inFloats: Arbitrary<number> = lattice): Arbitrary<number> =>
  dtype === 'i32'
    ? fc.integer({ min: -15, max: 15 })
    : dtype === 'u8'
      ? fc.integer({ min: 0, max: 15 })
      : inFloats

/** A tensor of a shape and element type. */
export const filled = (
  shape: Shape,
  dtype: DType,
  inFloats: Arbitrary<number> = lattice,
): Arbitrary<AnyTensor> =>
  tensors(shape, { dtype, entries: numbersIn(dtype, inFloats) }) as Arbitrary<AnyTensor>

/** So many tensors of one shape and element type, each with entries of its own, and options. */
export const together =
  <O>(options: Arbitrary<O>, ...entries: readonly Arbitrary<number>[]) =>
  (dtype: DType): Arbitrary<Case<O>> =>
    smallShapes.chain(shape =>
      fc.record({ inputs: fc.tuple(...entries.map(inFloats => filled(shape, dtype, inFloats))), options }),
    )
