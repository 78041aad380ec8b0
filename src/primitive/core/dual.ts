/**
 * Operations on two tensors with both, `op.sub(x, y)`, or with the second alone, for a pipe, `pipe(x, op.sub(y))`: their types, and how
 * they are made. What the library itself is written with takes both and asks nothing.
 *
 * @module
 */
import type { Kind } from '../../tensor/dtype.ts'
import type { Fits, Words } from '../../tensor/fits.ts'
import type { Shape } from '../../tensor/shape.ts'
import type { AnyTensor, Integers, Tensor } from '../../tensor/tensor.ts'
import { requireTensor } from './bind.ts'

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
