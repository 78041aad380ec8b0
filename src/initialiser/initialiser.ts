/**
 * Initialisers: how the parameters of a layer begin. An initialiser makes a tensor of a shape from a key.
 *
 * @module
 */
import type { Key } from '../random/key.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import type { FloatDType } from '../tensor/dtype.ts'
import { type Shape, sizeOf } from '../tensor/shape.ts'
import type { Tensor } from '../tensor/tensor.ts'

/**
 * Makes a tensor of a shape and element type from a key. A layer whose weight has its inputs and outputs in other places than
 * `fansOf` takes them to be in says its fans.
 *
 * @category Initialisers
 * @since 0.1.0
 */
export type Initialiser = <S extends Shape>(
  shape: S,
  dtype: FloatDType,
  fans?: Fans,
) => (key: Key) => Tensor<S>

/**
 * How many values go into each output of a weight, and how many outputs each input goes to.
 *
 * @category Initialisers
 * @since 0.1.0
 */
export interface Fans {
  readonly in: number
  readonly out: number
}

/**
 * The fans of a weight: of shape [in, out], as a dense layer has it, or of a kernel [out, in / groups, ...sizes], as a convolution
 * has it; a vector of n counts as [n, n].
 *
 * @category Initialisers
 * @since 0.1.0
 */
export const fansOf = takes('fansOf', { shape: needs.shape }, () => fansOfUnchecked)

const fansOfUnchecked = (shape: Shape): Fans => {
  if (shape.length < 3) return { in: shape.at(-2) ?? shape.at(-1) ?? 1, out: shape.at(-1) ?? 1 }
  const [outputs, inputs, ...kernel] = shape as readonly [number, number, ...number[]]
  const places = sizeOf(kernel)
  return { in: inputs * places, out: outputs * places }
}
