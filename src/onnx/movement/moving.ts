/**
 * Operators that move the elements of their first input.
 *
 * @module
 */
import type { Tensor } from '../../tensor/tensor.ts'
import { need } from '../node/make.ts'
import type { NodeView } from '../node/nodeView.ts'
import type { Operator } from '../node/operator.ts'
import type { Inputs } from '../node/subgraph.ts'
import { computed } from '../node/value.ts'
/** Something that moves the elements of its first input. */
export const moving = (
  prepare: (node: NodeView) => (x: Tensor, inputs: Inputs) => Tensor,
  more: Partial<Operator> = {},
): Operator => ({
  inputs: [1, 1],
  moves: [0],
  ...more,
  prepare: node => {
    const move = prepare(node)
    return inputs => {
      const x = need(inputs, 0)
      return computed(x.type, move(x.tensor(), inputs))
    }
  },
})
