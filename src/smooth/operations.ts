/**
 * The operations on tensors as smooth maps, to be composed point-free. A map of two arguments takes a pair.
 *
 * @module
 */
import { Add, Div, Mul, Neg, Sub } from '../primitive/arithmetic.ts'
import { Sum } from '../primitive/broadcast.ts'
import { Maximum, Minimum } from '../primitive/compare.ts'
import { Abs, Cos, Erf, Exp, Expm1, Log, Log1p, Sigmoid, Sin, Sqrt, Tanh } from '../primitive/elementary.ts'
import { Matmul } from '../primitive/matmul.ts'
import { type None, none, type Primitive } from '../primitive/primitive.ts'
import { Reshape } from '../primitive/reshape.ts'
import { Scale, Shift } from '../primitive/scale.ts'
import { Transpose } from '../primitive/transpose.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import type { AnyTensor, Sizes, Tensor } from '../tensor/tensor.ts'
import { fromPrimitive } from './fromPrimitive.ts'
import type { ElementwiseMap, Exchanged, PairwiseMap, Polymorphic } from './polymorphic.ts'
import type { Smooth } from './smooth.ts'

const single = <O>(primitive: Primitive<O>, options: O): Smooth<AnyTensor, AnyTensor> => {
  const run = fromPrimitive<readonly [AnyTensor], AnyTensor, O>(primitive, options)
  return x => {
    const [y, pull] = run([x])
    return [y, dy => (pull(dy) as readonly [never])[0]]
  }
}

const elementwise = (primitive: Primitive<None>): ElementwiseMap => single(primitive, none) as never
const pairwise = (primitive: Primitive<None>): PairwiseMap => fromPrimitive(primitive, none) as never

/**
 * `x + y` of a pair.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const add = takes('add', { pair: needs.pair }, () => addUnchecked)

const addUnchecked: PairwiseMap = pairwise(Add)
/**
 * `x - y` of a pair.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const sub = takes('sub', { pair: needs.pair }, () => subUnchecked)

const subUnchecked: PairwiseMap = pairwise(Sub)
/**
 * `x · y` of a pair, element by element.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const mul = takes('mul', { pair: needs.pair }, () => mulUnchecked)

const mulUnchecked: PairwiseMap = pairwise(Mul)
/**
 * `x / y` of a pair, element by element.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const div = takes('div', { pair: needs.pair }, () => divUnchecked)

const divUnchecked: PairwiseMap = pairwise(Div)
/**
 * The larger of a pair, element by element; ties share.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const maximum = takes('maximum', { pair: needs.pair }, () => maximumUnchecked)

const maximumUnchecked: PairwiseMap = pairwise(Maximum)
/**
 * The smaller of a pair, element by element; ties share.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const minimum = takes('minimum', { pair: needs.pair }, () => minimumUnchecked)

const minimumUnchecked: PairwiseMap = pairwise(Minimum)

/**
 * `-x`.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const neg: ElementwiseMap = elementwise(Neg)
/**
 * `eˣ`.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const exp: ElementwiseMap = elementwise(Exp)
/**
 * `eˣ - 1`.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const expm1: ElementwiseMap = elementwise(Expm1)
/**
 * The natural logarithm.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const log: ElementwiseMap = elementwise(Log)
/**
 * `log(1 + x)`.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const log1p: ElementwiseMap = elementwise(Log1p)
/**
 * The square root.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const sqrt: ElementwiseMap = elementwise(Sqrt)
/**
 * The sine.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const sin: ElementwiseMap = elementwise(Sin)
/**
 * The cosine.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const cos: ElementwiseMap = elementwise(Cos)
/**
 * The hyperbolic tangent.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const tanh: ElementwiseMap = elementwise(Tanh)
/**
 * The logistic function.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const sigmoid: ElementwiseMap = elementwise(Sigmoid)
/**
 * The error function.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const erf: ElementwiseMap = elementwise(Erf)
/**
 * The absolute value.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const abs: ElementwiseMap = elementwise(Abs)

/**
 * `constant · x`.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const scale = takes('scale', [{ constant: needs.number }, { x: needs.tensor }], () => scaleUnchecked)

const scaleUnchecked = (constant: number): ElementwiseMap => single(Scale, { constant }) as never
/**
 * `x + constant`.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const shift = takes('shift', [{ constant: needs.number }, { x: needs.tensor }], () => shiftUnchecked)

const shiftUnchecked = (constant: number): ElementwiseMap => single(Shift, { constant }) as never

/**
 * The sum of all elements.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const sum = takes('sum', { x: needs.tensor }, () => sumUnchecked)

const sumUnchecked: Polymorphic<Tensor, Tensor<[]>> = ((x: Tensor) =>
  single(Sum, { axes: x.shape.map((_, axis) => axis) })(x)) as never

/**
 * The same elements under another shape.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const reshape = takes('reshape', [{ shape: needs.shape }, { x: needs.tensor }], () => reshapeUnchecked)

const reshapeUnchecked = <N extends number, S extends Sizes<N>>(shape: S): Polymorphic<Tensor, Tensor<S>> =>
  single(Reshape, { shape }) as never

/**
 * A matrix with rows and columns exchanged.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const transpose = takes('transpose', [{}, { x: needs.tensor }], () => transposeUnchecked)

const transposeUnchecked = (): Polymorphic<Tensor<[number, number]>, Exchanged> =>
  single(Transpose, { axes: [1, 0] }) as never

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
