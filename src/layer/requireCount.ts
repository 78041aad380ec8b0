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
