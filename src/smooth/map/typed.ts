/**
 * The seam between maps of many types and those that compute.
 *
 * What a map gives as a function of what it takes, and what the cotangents of a type are that is not known yet, is beyond what the
 * compiler can follow. So maps compute on tensors of any shape, and their types are said here, once for each form. That they are
 * true is what the laws of each map check.
 *
 * @module
 */
import type { Cotangent } from '../../tensor/function/cotangent.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { AnySmooth, ElementwiseMap, PairwiseMap, Polymorphic } from './polymorphic.ts'
import type { Smooth } from './smooth.ts'

// -------------------------------------------------------------------------------------
// maps of many types
// -------------------------------------------------------------------------------------

/** A map as the one of many types that its maker answers for. */
export const described = <F extends AnySmooth>(map: AnySmooth): F => map as F

/** A map of tensors that keeps the shape, whichever it is. */
export const elementwise = (map: Smooth<Tensor, Tensor>): ElementwiseMap => described(map)

/** A map of pairs of tensors of one shape, which it keeps, whichever it is. */
export const pairwise = (map: Smooth<readonly [Tensor, Tensor], Tensor>): PairwiseMap => described(map)

/** A map of everything that is an `A`, which gives of an `X` the tensor that `B` says. */
export const polymorphic = <A extends Tensor, B>(map: Smooth<Tensor, Tensor>): Polymorphic<A, B> =>
  described(map)

// -------------------------------------------------------------------------------------
// cotangents of types that are not known yet
// -------------------------------------------------------------------------------------

/** The cotangent of a pair is the pair of the cotangents of its parts. */
export const partsOf = <A, B>(
  pair: Cotangent<readonly [A, B]>,
): readonly [da: Cotangent<A>, db: Cotangent<B>] => pair as readonly [Cotangent<A>, Cotangent<B>]
