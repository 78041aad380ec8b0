/**
 * Operations on two tensors as they are exported in `op`: with both, `op.sub(x, y)`, or with the second alone, for a pipe:
 * `pipe(x, op.sub(y))`. What the library itself is written with takes both and asks nothing.
 *
 * @module
 */
import type { Kind } from '../tensor/dtype.ts'
import type { Fits, Words } from '../tensor/fits.ts'
import type { Shape } from '../tensor/shape.ts'
import type { AnyTensor, Integers, Tensor } from '../tensor/tensor.ts'
import * as arithmetic from './arithmetic.ts'
import { requireTensor } from './bind.ts'
import * as compare from './compare.ts'
import * as rows from './gather.ts'
import { requireAxisNumber } from './rule.ts'
import { takeAlongAxis } from './takeAlongAxis.ts'
import * as matrix from './matmul.ts'
import * as plane from './plane.ts'
import * as power from './pow.ts'
import * as division from './remainder.ts'
import * as safe from './safe.ts'

// -------------------------------------------------------------------------------------
// types
// -------------------------------------------------------------------------------------

/** The first tensor, if it has the shape and the kind of the second as far as they are known, else a sentence. */
export type Alike<X, Y> =
  Fits<X, Y> extends true ? X : `takes two tensors of one shape, but was given ${Words<X>} and ${Words<Y>}`

/** An operation on two tensors of one shape and kind, which it keeps. */
export interface Binary {
  <S extends Shape, K extends Kind>(y: Tensor<S, K>): <const X>(x: Alike<X, Tensor<S, K>>) => X
  <S extends Shape, K extends Kind>(x: Tensor<S, K>, y: Tensor<S, K>): Tensor<S, K>
}

/** An operation on two tensors of floats of one shape, which it keeps. */
export interface BinaryOfFloats {
  <S extends Shape>(y: Tensor<S>): <const X>(x: Alike<X, Tensor<S>>) => X
  <S extends Shape>(x: Tensor<S>, y: Tensor<S>): Tensor<S>
}

/** A comparison of two tensors of one shape and kind, which gives a mask of that shape. */
export interface Comparison {
  <S extends Shape, K extends Kind>(
    y: Tensor<S, K>,
  ): <const X>(
    x: Alike<X, Tensor<S, K>>,
  ) => X extends Tensor<infer R extends Shape, Kind> ? Integers<R> : Integers<S>
  <S extends Shape, K extends Kind>(x: Tensor<S, K>, y: Tensor<S, K>): Integers<S>
}

/** The first factor of a matrix product, if it fits a pattern as far as sizes are known, else a sentence. */
export type Factor<A, Pattern, B> =
  Fits<A, Pattern> extends true ? A : `multiplies ${Words<Pattern>} by ${Words<B>}, but was given ${Words<A>}`

type Leading<A> = A extends Tensor<readonly [...infer L extends Shape, number, number], Kind> ? L : number[]
type Rows<A> = A extends Tensor<readonly [...Shape, infer M extends number, number], Kind> ? M : number
type Columns<A> = A extends Tensor<readonly [...Shape, infer M extends number], Kind> ? M : number

// -------------------------------------------------------------------------------------
// constructor
// -------------------------------------------------------------------------------------

type Anything = (...given: never[]) => unknown

/** An operation on two tensors that can be given the second alone. */
export const dual = <F extends Anything>(name: string, f: (x: never, y: never) => AnyTensor): F => {
  const run = f as (x: AnyTensor, y: AnyTensor) => AnyTensor
  const both = function (x: AnyTensor, y?: AnyTensor): unknown {
    // biome-ignore lint/complexity/noArguments: what is left out differs from what is undefined
    if (arguments.length > 1) return run(x, y as AnyTensor)
    requireTensor(x)
    return (first: AnyTensor) => run(first, x)
  }
  const named: Anything = Object.defineProperty(both, 'name', { value: name })
  return named as F
}

// -------------------------------------------------------------------------------------
// operations
// -------------------------------------------------------------------------------------

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

/**
 * The matrix product `a b` of the last two axes; leading axes, if any, are a batch and must agree. In a pipe it is the product by
 * what is given: `op.matmul(b)(a)` is `a b`.
 *
 * @throws ShapeError if the columns of `a` are not as many as the rows of `b`, or the leading axes differ.
 *
 * @example
 * import { pipe } from 'fp-ts/lib/function.js'
 * import { ones, op } from 'pullback'
 * const [x, w, b] = [ones([5, 3]), ones([3, 2]), ones([2])]
 * pipe(x, op.matmul(w), op.add(op.broadcast([5, 2])(b)), op.tanh) // Tensor<[5, 2]>
 *
 * @category Operations
 * @since 0.1.0
 */
export const matmul: {
  <L extends Shape, K extends number, N extends number>(
    b: Tensor<[...L, K, N]>,
  ): <const A>(
    a: Factor<A, Tensor<[...L, number, K]>, Tensor<[...L, K, N]>>,
  ) => Tensor<[...Leading<A>, Rows<A>, N]>
  <L extends Shape, M extends number, K extends number, N extends number>(
    a: Tensor<[...L, M, K]>,
    b: Tensor<[...L, K, N]>,
  ): Tensor<[...L, M, N]>
} = dual('matmul', matrix.matmul)

/**
 * The matrix product `aᵀ b`, without making `aᵀ`; `op.matmulTN(b)(a)` is `aᵀ b` too.
 *
 * @category Operations
 * @since 0.1.0
 */
export const matmulTN: {
  <L extends Shape, K extends number, N extends number>(
    b: Tensor<[...L, K, N]>,
  ): <const A>(
    a: Factor<A, Tensor<[...L, K, number]>, Tensor<[...L, K, N]>>,
  ) => Tensor<[...Leading<A>, Columns<A>, N]>
  <L extends Shape, M extends number, K extends number, N extends number>(
    a: Tensor<[...L, K, M]>,
    b: Tensor<[...L, K, N]>,
  ): Tensor<[...L, M, N]>
} = dual('matmulTN', matrix.matmulTN)

/**
 * The matrix product `a bᵀ`, without making `bᵀ`; `op.matmulNT(b)(a)` is `a bᵀ` too.
 *
 * @category Operations
 * @since 0.1.0
 */
export const matmulNT: {
  <L extends Shape, K extends number, N extends number>(
    b: Tensor<[...L, N, K]>,
  ): <const A>(
    a: Factor<A, Tensor<[...L, number, K]>, Tensor<[...L, N, K]>>,
  ) => Tensor<[...Leading<A>, Rows<A>, N]>
  <L extends Shape, M extends number, K extends number, N extends number>(
    a: Tensor<[...L, M, K]>,
    b: Tensor<[...L, N, K]>,
  ): Tensor<[...L, M, N]>
} = dual('matmulNT', matrix.matmulNT)

/**
 * Row `indices[i]` of the table, for each index; `op.gather(indices)(table)` in a pipe.
 *
 * @throws IndexError if an index is outside of the table.
 * @category Operations
 * @since 0.1.0
 */
export const gather: {
  <I extends Shape>(
    indices: Integers<I>,
  ): <N extends number, R extends Shape, K extends Kind>(
    table: Tensor<[N, ...R], K>,
  ) => Tensor<[...I, ...R], K>
  <N extends number, R extends Shape, I extends Shape, K extends Kind>(
    table: Tensor<[N, ...R], K>,
    indices: Integers<I>,
  ): Tensor<[...I, ...R], K>
} = dual('gather', rows.gather)

/**
 * Along an axis, for each index the element that it names.
 *
 * @category Operations
 * @since 0.1.0
 */
export interface TakeAlongAxis {
  <I extends Shape>(indices: Integers<I>): <K extends Kind>(x: Tensor<Shape, K>) => Tensor<I, K>
  <I extends Shape, K extends Kind>(x: Tensor<Shape, K>, indices: Integers<I>): Tensor<I, K>
}

/**
 * `takeAlong` along a given axis, or of one element of each row.
 *
 * @category Operations
 * @since 0.1.0
 */
export interface TakeAlong {
  (axis: number): TakeAlongAxis
  <N extends number>(
    indices: Integers<[N]>,
  ): <C extends number, K extends Kind>(x: Tensor<[N, C], K>) => Tensor<[N], K>
  <N extends number, C extends number, K extends Kind>(
    x: Tensor<[N, C], K>,
    indices: Integers<[N]>,
  ): Tensor<[N], K>
}

const takeAlongRows = dual<(...given: readonly (AnyTensor | undefined)[]) => unknown>(
  'takeAlong',
  rows.takeAlong,
)

/**
 * With an axis, `op.takeAlong(axis)(x, indices)[…, i, …] = x[…, indices[…, i, …], …]`: the indices have the axes of x, and its sizes
 * but for that axis. NumPy's `take_along_axis`, PyTorch's `gather`. An index may occur many times; its cotangents add up.
 *
 * Without an axis, from each row of `x` the element at that row's index; `op.takeAlong(indices)(x)` in a pipe.
 *
 * @throws IndexError if an index is outside of its row.
 * @throws ShapeError if the axis does not exist, or the indices do not agree with x in the other axes.
 *
 * @example
 * import { op, tensor } from 'pullback'
 * const x = tensor([[3, 1, 2], [6, 5, 4]])
 * op.takeAlong(x, tensor([0, 2], 'i32')) // [3, 4]
 * op.takeAlong(1)(x, op.argsort(1)(x)) // [[1, 2, 3], [4, 5, 6]]
 *
 * @category Operations
 * @since 0.1.0
 */
export const takeAlong: TakeAlong = Object.defineProperty(
  (...given: readonly [first: number | AnyTensor, indices?: AnyTensor]): unknown => {
    const [first, ...others] = given
    if (typeof first !== 'number') return takeAlongRows(first, ...others)
    requireAxisNumber('takeAlong', first)
    return dual('takeAlong', (x: AnyTensor, indices: AnyTensor) => takeAlongAxis(first, x, indices))
  },
  'name',
  { value: 'takeAlong' },
) as TakeAlong
