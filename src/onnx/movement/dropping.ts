/**
 * Dropout.
 *
 * @module
 */
import { randomState } from '../../numpy/randomState.ts'
import { randomSample } from '../../numpy/uniform.ts'
import type { AnyTensor } from '../../tensor/tensor.ts'
import { convert, filled, greaterEqual, mul, scale } from '../node/arrays.ts'
import { knownNumber, need } from '../node/make.ts'
import type { NodeView } from '../node/nodeView.ts'
import type { Operator } from '../node/operator.ts'
import { unsupported } from '../node/refusal.ts'
import { computed, type Value } from '../node/value.ts'

/** Dropout as ONNX defines it: drawn from NumPy's generator by the node's seed, so that each run drops the same. */
const dropped = (node: NodeView, x: Value, ratio: number): readonly Value[] => {
  if (!node.has('seed'))
    return unsupported(
      'dropout without a seed is not read: export the model for predictions, and put dropout beside it',
    )
  const [drawn] = randomSample(x.shape)(randomState(node.int('seed')))
  const kept = greaterEqual(drawn as AnyTensor, filled([], ratio, 'f64'))
  const y = x.tensor()
  return [computed(x.type, scale(1 / (1 - ratio), mul(y, convert(y.dtype, kept)))), computed('bool', kept)]
}

export const dropout: Operator = {
  inputs: [1, 3],
  outputs: 2,
  known: [1, 2],
  attributes: { ratio: 'float', seed: 'int', is_test: 'int' },
  prepare: node => {
    if (node.opset < 7 && !node.flag('is_test', false)) unsupported('dropout is not drawn: set is_test to 1')
    return inputs => {
      const x = need(inputs, 0)
      const ratio = knownNumber(inputs, 1) ?? 0.5
      if ((knownNumber(inputs, 2) ?? 0) !== 0 && ratio !== 0) return dropped(node, x, ratio)
      return [x, computed('bool', filled(x.shape, 1, 'u8'))]
    }
  },
}
