/**
 * Smooth maps of tensors of any shape, where those of one shape come.
 *
 * @module
 */
import type { Smooth } from '../smooth/map/smooth.ts'
import { described } from '../smooth/map/typed.ts'
import type { Tensor } from '../tensor/tensor.ts'

/** A map of tensors at those of a shape: the cotangent of the input has the shape of the input, which its type does not say. */
export const shaped = <A extends Tensor, B>(map: Smooth<Tensor, B>): Smooth<A, B> => described(map)
