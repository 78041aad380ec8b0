/**
 * A tensor times a scalar that the program computes or is given.
 *
 * @module
 */
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Shape } from '../../tensor/shape.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import { requireTensor } from '../core/bind.ts'
import { mul } from '../elementwise/arithmetic.ts'
import { convert } from '../elementwise/convert.ts'
import { broadcast } from './broadcast.ts'

/**
 * `s · x` for a scalar tensor `s` of any float element type; the result has the element type of `x`.
 *
 * @category Operations
 * @since 0.1.0
 */
export const scaleBy = takes('scaleBy', { s: needs.tensor }, () => scaleByUnchecked)

const scaleByUnchecked =
  (s: Tensor<[]>) =>
  <S extends Shape>(x: Tensor<S>): Tensor<S> =>
    mul(x, broadcast(requireTensor(x).shape)(convert(x.dtype)(s)) as Tensor<S>)
