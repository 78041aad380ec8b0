/**
 * Operations on two tensors, element by element, as they are exported in `op`.
 *
 * @module
 */

import { type Binary, type BinaryOfFloats, type Comparison, dual } from './core/dual.ts'
import * as arithmetic from './elementwise/arithmetic.ts'
import * as compare from './elementwise/compare.ts'
import * as plane from './elementwise/plane.ts'
import * as power from './elementwise/pow.ts'
import * as division from './elementwise/remainder.ts'
import * as safe from './reduction/safe.ts'

/**
 * `x + y`, element by element. Integers wrap around.
 *
 * @example
 * import { pipe } from 'fp-ts/lib/function.js'
 * import { op, tensor } from 'pullback'
 * const [x, y] = [tensor([1, 2]), tensor([3, 4])]
 * op.add(x, y) // [4, 6]
 * pipe(x, op.add(y), op.scale(2), op.sum()) // 20
 *
 * @category Operations
 * @since 0.1.0
 */
export const add: Binary = dual('add', arithmetic.add)

/**
 * `x - y`, element by element; `op.sub(y)(x)` is `x - y` too. Integers wrap around.
 *
 * @example
 * import { pipe } from 'fp-ts/lib/function.js'
 * import { op, tensor } from 'pullback'
 * pipe(tensor([3, 4]), op.sub(tensor([1, 1]))) // [2, 3]
 *
 * @category Operations
 * @since 0.1.0
 */
export const sub: Binary = dual('sub', arithmetic.sub)

/**
 * `x * y`, element by element. Integers wrap around, exactly.
 *
 * @category Operations
 * @since 0.1.0
 */
export const mul: Binary = dual('mul', arithmetic.mul)

/**
 * `x / y`, element by element, for floats; `op.div(y)(x)` is `x / y` too.
 *
 * @category Operations
 * @since 0.1.0
 */
export const div: BinaryOfFloats = dual('div', arithmetic.div)

/**
 * 1 where `x > y`, else 0, also where one is NaN; `op.greater(y)(x)` asks whether `x > y` too.
 *
 * @category Operations
 * @since 0.1.0
 */
export const greater: Comparison = dual('greater', compare.greater)

/**
 * 1 where `x ≥ y`, else 0, also where one is NaN; `op.greaterEqual(y)(x)` asks whether `x ≥ y` too.
 *
 * @category Operations
 * @since 0.1.0
 */
export const greaterEqual: Comparison = dual('greaterEqual', compare.greaterEqual)

/**
 * 1 where `x = y`, else 0. NaN equals nothing, not even itself, and -0 equals 0.
 *
 * @category Operations
 * @since 0.1.0
 */
export const equal: Comparison = dual('equal', compare.equal)

/**
 * The larger of two, element by element; NaN where one is NaN, and of -0 and 0 the larger is 0 (IEEE 754-2019 `maximum`, as in
 * `Math.max` and in PyTorch but for the zeros; NumPy's `maximum`). Where both are equal, each gets half of the cotangent (as in
 * PyTorch and JAX); where one is NaN, neither gets any (as in JAX; PyTorch gives it to both).
 *
 * @category Operations
 * @since 0.1.0
 */
export const maximum: BinaryOfFloats = dual('maximum', compare.maximum)

/**
 * The smaller of two, element by element; NaN where one is NaN, and of -0 and 0 the smaller is -0 (IEEE 754-2019 `minimum`, as in
 * `Math.min`). Where both are equal, each gets half of the cotangent (as in PyTorch and JAX); where one is NaN, neither gets any
 * (as in JAX; PyTorch gives it to both).
 *
 * @category Operations
 * @since 0.1.0
 */
export const minimum: BinaryOfFloats = dual('minimum', compare.minimum)

/**
 * `x / y`, element by element, and 0 where y is 0, with derivative 0 in both there. NaN stays NaN, where y is not 0.
 *
 * @example
 * import { op, tensor } from 'pullback'
 * op.safeDiv(tensor([1, 1]), tensor([4, 0])) // [0.25, 0]
 *
 * @category Operations
 * @since 0.1.0
 */
export const safeDiv: BinaryOfFloats = dual('safeDiv', safe.safeDiv)

/**
 * `xʸ`, element by element, for floats; `op.pow(y)(x)` is `xʸ` too. Of a negative x with a fraction as y it is NaN, and `x⁰` and
 * `1ʸ` are 1, also of NaN (IEEE 754, as in NumPy; JavaScript's `**` differs). Its derivative in x where y is 0, and in y where x is
 * 0 and y is not negative, is 0 (as in PyTorch); in y where x is negative it is NaN. NumPy's `power`.
 *
 * @example
 * import { pipe } from 'fp-ts/lib/function.js'
 * import { op, tensor } from 'pullback'
 * pipe(tensor([2, 9]), op.pow(tensor([3, 0.5]))) // [8, 3]
 *
 * @category Operations
 * @since 0.1.0
 */
export const pow: BinaryOfFloats = dual('pow', power.pow)

/**
 * `x − y ⌊x / y⌋`, element by element, for floats, with the sign of y, as in NumPy's and PyTorch's `remainder` and Python's `%`, and
 * unlike JavaScript's; exact but for the last sum. NaN where y is 0. Its derivative in x is 1, and in y `-⌊x / y⌋`.
 *
 * @example
 * import { op, tensor } from 'pullback'
 * op.remainder(tensor([5, -5]), tensor([3, 3])) // [2, 1]
 *
 * @category Operations
 * @since 0.1.0
 */
export const remainder: BinaryOfFloats = dual('remainder', division.remainder)

/**
 * `√(x² + y²)`, element by element, without overflow of the squares; infinite if one is, even beside NaN. Its derivative at the origin
 * is 0. NumPy's `hypot`.
 *
 * @example
 * import { op, tensor } from 'pullback'
 * op.hypot(tensor([3]), tensor([4])) // [5]
 *
 * @category Operations
 * @since 0.1.0
 */
export const hypot: BinaryOfFloats = dual('hypot', plane.hypot)

/**
 * The angle in [-π, π] of the point whose height is the first tensor and whose width is the second, `op.atan2(y, x)`, element by
 * element; `op.atan2(x)(y)` too. Signs of zeros count, as in IEEE 754. Its derivative at the origin is 0. NumPy's `arctan2`.
 *
 * @example
 * import { op, tensor } from 'pullback'
 * op.atan2(tensor([1, -1]), tensor([0, -1])) // [π/2, -3π/4]
 *
 * @category Operations
 * @since 0.1.0
 */
export const atan2: BinaryOfFloats = dual('atan2', plane.atan2)
