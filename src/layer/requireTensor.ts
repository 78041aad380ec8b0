/**
 * The check of a layer's input.
 *
 * @module
 */
import { ArgumentError } from '../tensor/error.ts'
import { describe, mendOf } from '../tensor/stranger.ts'
import { isTensor } from '../tensor/tensor.ts'

/**
 * Requires a tensor as a layer's input.
 *
 * @throws ArgumentError that names the layer.
 */
export const requireTensor = (layer: string, x: unknown): void => {
  if (!isTensor(x))
    throw new ArgumentError(`${layer} takes a tensor, but was given ${describe(x)}. ${mendOf(x)}`)
}
