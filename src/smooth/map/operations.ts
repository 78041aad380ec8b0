/**
 * The operations on tensors as smooth maps, to be composed point-free. A map of two arguments takes a pair.
 *
 * @module
 */

import { type None, none, type Primitive } from '../../primitive/core/primitive.ts'
import { Add, Div, Mul, Neg, Sub } from '../../primitive/elementwise/arithmetic.ts'
import { Maximum, Minimum } from '../../primitive/elementwise/compare.ts'
import {
  Abs,
  Cos,
  Erf,
  Exp,
  Expm1,
  Log,
  Log1p,
  Sigmoid,
  Sin,
  Sqrt,
  Tanh,
} from '../../primitive/elementwise/elementary.ts'
import { Scale, Shift } from '../../primitive/elementwise/scale.ts'
import { Reshape } from '../../primitive/movement/reshape.ts'
import { Transpose } from '../../primitive/movement/transpose.ts'
import { Matmul } from '../../primitive/product/matmul.ts'
import { Sum } from '../../primitive/reduction/broadcast.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Sizes, Tensor } from '../../tensor/tensor.ts'
import { fromPrimitive } from './fromPrimitive.ts'
import type { ElementwiseMap, Exchanged, PairwiseMap, Polymorphic } from './polymorphic.ts'
import type { Smooth } from './smooth.ts'
import { elementwise, pairwise, polymorphic } from './typed.ts'

const single = <O>(primitive: Primitive<O>, options: O): Smooth<Tensor, Tensor> => {
  const run = fromPrimitive<readonly [Tensor], Tensor, O>(primitive, options)
  return x => {
    const [y, pull] = run([x])
    return [y, dy => pull(dy)[0]]
  }
}

const ofOne = (primitive: Primitive<None>): ElementwiseMap => elementwise(single(primitive, none))
const ofTwo = (primitive: Primitive<None>): PairwiseMap => pairwise(fromPrimitive(primitive, none))

/**
 * `x + y` of a pair.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const add = takes('add', { pair: needs.pair }, () => addUnchecked)

const addUnchecked: PairwiseMap = ofTwo(Add)
/**
 * `x - y` of a pair.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const sub = takes('sub', { pair: needs.pair }, () => subUnchecked)

const subUnchecked: PairwiseMap = ofTwo(Sub)
/**
 * `x · y` of a pair, element by element.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const mul = takes('mul', { pair: needs.pair }, () => mulUnchecked)

const mulUnchecked: PairwiseMap = ofTwo(Mul)
/**
 * `x / y` of a pair, element by element.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const div = takes('div', { pair: needs.pair }, () => divUnchecked)

const divUnchecked: PairwiseMap = ofTwo(Div)
/**
 * The larger of a pair, element by element; ties share.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const maximum = takes('maximum', { pair: needs.pair }, () => maximumUnchecked)

const maximumUnchecked: PairwiseMap = ofTwo(Maximum)
/**
 * The smaller of a pair, element by element; ties share.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const minimum = takes('minimum', { pair: needs.pair }, () => minimumUnchecked)

const minimumUnchecked: PairwiseMap = ofTwo(Minimum)

/**
 * `-x`.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const neg: ElementwiseMap = ofOne(Neg)
/**
 * `eˣ`.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const exp: ElementwiseMap = ofOne(Exp)
/**
 * `eˣ - 1`.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const expm1: ElementwiseMap = ofOne(Expm1)
/**
 * The natural logarithm.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const log: ElementwiseMap = ofOne(Log)
/**
 * `log(1 + x)`.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const log1p: ElementwiseMap = ofOne(Log1p)
/**
 * The square root.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const sqrt: ElementwiseMap = ofOne(Sqrt)
/**
 * The sine.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const sin: ElementwiseMap = ofOne(Sin)
/**
 * The cosine.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const cos: ElementwiseMap = ofOne(Cos)
/**
 * The hyperbolic tangent.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const tanh: ElementwiseMap = ofOne(Tanh)
/**
 * The logistic function.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const sigmoid: ElementwiseMap = ofOne(Sigmoid)
/**
 * The error function.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const erf: ElementwiseMap = ofOne(Erf)
/**
 * The absolute value.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const abs: ElementwiseMap = ofOne(Abs)

/**
 * `constant · x`.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const scale = takes('scale', [{ constant: needs.number }, { x: needs.tensor }], () => scaleUnchecked)

const scaleUnchecked = (constant: number): ElementwiseMap => elementwise(single(Scale, { constant }))
/**
 * `x + constant`.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const shift = takes('shift', [{ constant: needs.number }, { x: needs.tensor }], () => shiftUnchecked)

const shiftUnchecked = (constant: number): ElementwiseMap => elementwise(single(Shift, { constant }))

/**
 * The sum of all elements.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const sum = takes('sum', { x: needs.tensor }, () => sumUnchecked)

const sumUnchecked: Polymorphic<Tensor, Tensor<[]>> = polymorphic(x =>
  single(Sum, { axes: x.shape.map((_, axis) => axis) })(x),
)

/**
 * The same elements under another shape.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const reshape = takes('reshape', [{ shape: needs.shape }, { x: needs.tensor }], () => reshapeUnchecked)

const reshapeUnchecked = <N extends number, S extends Sizes<N>>(shape: S): Polymorphic<Tensor, Tensor<S>> =>
  polymorphic(single(Reshape, { shape }))

/**
 * A matrix with rows and columns exchanged.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const transpose = takes('transpose', [{}, { x: needs.tensor }], () => transposeUnchecked)

const transposeUnchecked = (): Polymorphic<Tensor<[number, number]>, Exchanged> =>
  polymorphic(single(Transpose, { axes: [1, 0] }))

/**
 * The matrix product of a pair.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const matmul = takes('matmul', [{}, { pair: needs.pair }], () => matmulUnchecked)

const matmulUnchecked = <M extends number, K extends number, N extends number>(): Smooth<
  readonly [Tensor<[M, K]>, Tensor<[K, N]>],
  Tensor<[M, N]>
> => fromPrimitive(Matmul, { transposeA: false, transposeB: false })
