/**
 * Arithmetic of which openings are made: on tensors of one shape, with numbers where they are constant.
 *
 * @module
 */
import { add, div, mul, neg, sub } from '../../primitive/elementwise/arithmetic.ts'
import { equal, greater, greaterEqual, select } from '../../primitive/elementwise/compare.ts'
import { convert } from '../../primitive/elementwise/convert.ts'
import { scale, shift } from '../../primitive/elementwise/scale.ts'
import type { FloatDType } from '../../tensor/dtype.ts'
import { full } from '../../tensor/function/constructors.ts'
import type { AnyTensor, Integers, Tensor } from '../../tensor/tensor.ts'

/** A number, everywhere in a tensor like another. */
export const everywhere = (x: Tensor, value: number): Tensor =>
  full(x.shape, value, x.dtype as FloatDType) as Tensor

/** A tensor, or a number that is everywhere in one. */
export type Operand = Tensor | number

const like = (x: Tensor, y: Operand): Tensor => (typeof y === 'number' ? everywhere(x, y) : y)

export const plus = (x: Tensor, y: Operand): Tensor => (typeof y === 'number' ? shift(y)(x) : add(x, y))
export const minus = (x: Tensor, y: Operand): Tensor => (typeof y === 'number' ? shift(-y)(x) : sub(x, y))
export const times = (x: Tensor, y: Operand): Tensor => (typeof y === 'number' ? scale(y)(x) : mul(x, y))
export const over = (x: Operand, y: Tensor): Tensor => div(like(y, x), y)
export const from = (x: Operand, y: Tensor): Tensor => (typeof x === 'number' ? shift(x)(neg(y)) : sub(x, y))

export const above = (x: Tensor, y: Operand): Integers => greater(x, like(x, y))
export const below = (x: Tensor, y: Operand): Integers => greater(like(x, y), x)
export const atLeast = (x: Tensor, y: Operand): Integers => greaterEqual(x, like(x, y))
export const atMost = (x: Tensor, y: Operand): Integers => greaterEqual(like(x, y), x)
export const equals = (x: Tensor, y: Operand): Integers => equal(x, like(x, y))

/** What a mask chooses, of tensors like the third. */
export const where = (mask: Integers, x: Operand, y: Tensor): Tensor => select(mask, like(y, x), y)

/** The first whose mask holds, else the last. */
export const firstOf = (
  cases: readonly (readonly [mask: Integers, x: Operand])[],
  otherwise: Tensor,
): Tensor => cases.reduceRight((rest, [mask, x]) => where(mask, x, rest), otherwise)

export const both = (x: Integers, y: Integers): Integers => mul(x, y)
export const either = (x: Integers, y: Integers): Integers => select(x, x, y)
export const not = (x: Integers): Integers => equal(x, full(x.shape, 0, 'u8') as Integers)

/** `Σ coefficients[i] · xⁱ` */
export const polynomial = (coefficients: readonly number[], x: Tensor): Tensor => {
  const [highest, ...rest] = coefficients.toReversed() as [number, ...number[]]
  return rest.reduce((sum: Tensor, coefficient) => shift(coefficient)(mul(sum, x)), everywhere(x, highest))
}

/** What is computed in double precision, and rounded once, as kernels do. */
export const inDouble =
  (f: (...xs: Tensor[]) => Tensor) =>
  (...xs: readonly AnyTensor[]): AnyTensor => {
    const dtype = (xs.find(x => x.kind === 'float') as Tensor).dtype as FloatDType
    return convert(dtype)(f(...xs.map(x => (x.kind === 'float' ? convert('f64')(x as Tensor) : x) as Tensor)))
  }
