/**
 * Normalisation by statistics of batches, or by those that were kept.
 *
 * @module
 */
import * as op from '../../operation/index.ts'
import type { AnyTensor, Tensor } from '../../tensor/tensor.ts'
import { add, any, convert, div, mul, range, scale, sub } from '../node/arrays.ts'
import { floatsOf, need } from '../node/make.ts'
import type { Operator } from '../node/operator.ts'
import { unsupported } from '../node/refusal.ts'
import { computed } from '../node/value.ts'
import { perChannel, rootOf } from './statistics.ts'
export const batch: Operator = {
  inputs: [5, 5],
  outputs: 5,
  attributes: { epsilon: 'float', momentum: 'float', training_mode: 'int', is_test: 'int', spatial: 'int' },
  prepare: node => {
    const [epsilon, momentum] = [node.float('epsilon', 1e-5), node.float('momentum', 0.9)]
    const training = node.opset >= 14 ? node.flag('training_mode', false) : false
    if (node.opset < 7 && !node.flag('is_test', false))
      unsupported('statistics of batches are not read before opset 14: set is_test to 1')
    if (!node.flag('spatial', true)) unsupported('statistics for each place (spatial = 0) are not read')
    if (!training && [1, 2, 3, 4].some(node.wants))
      unsupported('outputs other than the first are only read in training_mode from opset 14 on')
    return inputs => {
      const x = need(inputs, 0)
      const y = floatsOf(x)
      const [weight, bias, mean, variance] = [1, 2, 3, 4].map(i =>
        convert(y.dtype, floatsOf(need(inputs, i))),
      )
      const along = (parameter: Tensor): Tensor => perChannel(y, parameter)
      if (!training) {
        const unit = div(sub(y, along(mean!)), rootOf(along(variance!), epsilon))
        return computed(x.type, add(mul(unit, along(weight!)), along(bias!)))
      }
      const axes = range(y.shape.length).filter(axis => axis !== 1)
      const own = any(op.mean(axes)(y) as AnyTensor)
      const spread = any(op.variance(axes)(y) as AnyTensor)
      const unit = div(sub(y, along(own)), rootOf(along(spread), epsilon))
      const running = (old: Tensor, now: Tensor): Tensor =>
        add(scale(momentum, old), scale(1 - momentum, now))
      return [
        computed(x.type, add(mul(unit, along(weight!)), along(bias!))),
        computed(need(inputs, 3).type, running(mean!, own)),
        computed(need(inputs, 4).type, running(variance!, spread)),
      ]
    }
  },
}
