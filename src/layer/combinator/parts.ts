/**
 * Inputs of several parts.
 *
 * @module
 */
import { ArgumentError } from '../../tensor/error.ts'
import { showShape } from '../../tensor/shape.ts'
import { isTensor } from '../../tensor/tensor.ts'
import type { Tree } from '../../tensor/tree.ts'

const given = (input: unknown): string =>
  isTensor(input)
    ? `one tensor of shape ${showShape(input.shape)}`
    : Array.isArray(input)
      ? `${input.length} parts`
      : 'something else'

/**
 * Requires a tuple with so many parts, which it names.
 *
 * @throws ArgumentError that names the layer and the parts.
 */
export const requireParts = (layer: string, parts: readonly string[], input: unknown): readonly Tree[] => {
  if (!Array.isArray(input) || input.length !== parts.length)
    throw new ArgumentError(`${layer} takes the tuple [${parts.join(', ')}], but was given ${given(input)}.`)
  return input as readonly Tree[]
}

/**
 * Requires one tensor.
 *
 * @throws ArgumentError that names the layer, and says what more parts would need.
 */
export const requireAlone = (layer: string, input: unknown, otherwise: string): void => {
  if (!isTensor(input))
    throw new ArgumentError(`${layer} takes one tensor, but was given ${given(input)}. ${otherwise}`)
}
