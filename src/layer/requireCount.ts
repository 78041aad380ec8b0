/**
 * Sizes given to layers are checked where a layer is made, not where it first runs.
 *
 * @module
 */
import { ArgumentError } from '../tensor/error.ts'

/**
 * Requires a positive integer.
 *
 * @throws ArgumentError that names the layer and the argument.
 */
export const requireCount = (layer: string, argument: string, value: number): void => {
  if (!Number.isSafeInteger(value) || value < 1)
    throw new ArgumentError(`${layer} needs a positive integer for ${argument}, but was given ${value}.`)
}

/**
 * Requires a share from 0 up to, not including, 1, of what is dropped.
 *
 * @throws ArgumentError that names the layer.
 */
export const requireRate = (layer: string, rate: number): void => {
  if (!(rate >= 0 && rate < 1))
    throw new ArgumentError(`${layer} needs a rate from 0 up to, not including, 1, but was given ${rate}.`)
}
