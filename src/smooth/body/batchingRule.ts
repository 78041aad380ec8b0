/**
 * The type of a rule for a batch of examples.
 *
 * @module
 */
import { broadcastAlong } from '../../primitive/reduction/broadcast.ts'
import type { AnyTensor, Tensor } from '../../tensor/tensor.ts'

/** An input of a primitive: with an axis of examples in front, or the same for all of them. */
export interface Operand {
  readonly tensor: AnyTensor
  readonly batched: boolean
}

/** A primitive applied to each of `size` examples: the results with an axis of examples in front. */
export type BatchingRule<O = never> = (operands: readonly Operand[], options: O, size: number) => AnyTensor

/** An operand with an axis of examples, along which it is repeated if it is the same for all. */
export const spread = ({ tensor, batched }: Operand, size: number): AnyTensor =>
  batched
    ? tensor
    : broadcastAlong(
        [size, ...tensor.shape],
        tensor.shape.map((_, axis) => axis + 1),
      )(tensor as Tensor)
