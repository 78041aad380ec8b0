/**
 * Normalisations.
 *
 * @module
 */
import * as op from '../../operation/index.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import { typeOf } from '../element/logic.ts'
import {
  add,
  any,
  axesOf,
  axisOf,
  div,
  filled,
  mul,
  padded,
  pow,
  range,
  reshape,
  scale,
  shift,
  sub,
} from '../node/arrays.ts'
import { floatsOf, need, ofFloats } from '../node/make.ts'
import type { Operator } from '../node/operator.ts'
import { wrong } from '../node/refusal.ts'
import { computed } from '../node/value.ts'
import { batch } from './batchNormalisation.ts'
import { meanOver, perChannel, rootOf, standardised } from './statistics.ts'

/** Over the axes from one on, with the statistics in the type that the node names. */
const layer: Operator = {
  since: 17,
  inputs: [2, 3],
  outputs: 3,
  attributes: { axis: 'int', epsilon: 'float', stash_type: 'int' },
  prepare: node => {
    const [axis, epsilon] = [node.int('axis', -1), node.float('epsilon', 1e-5)]
    return inputs => {
      const x = need(inputs, 0)
      const y = floatsOf(x)
      const axes = range(y.shape.length - axisOf(axis, y.shape.length), axisOf(axis, y.shape.length))
      const { y: unit, mean, inverse } = standardised(y, axes, epsilon)
      const weighted = mul(unit, floatsOf(need(inputs, 1)))
      const bias = inputs[2]
      const result = bias === undefined ? weighted : add(weighted, floatsOf(bias))
      return [computed(x.type, result), computed(x.type, mean), computed(x.type, inverse)]
    }
  },
}

const rms: Operator = {
  since: 23,
  inputs: [2, 2],
  attributes: { axis: 'int', epsilon: 'float', stash_type: 'int' },
  prepare: node => {
    const [axis, epsilon] = [node.int('axis', -1), node.float('epsilon', 1e-5)]
    if (node.has('stash_type')) typeOf(node.int('stash_type'))
    return inputs => {
      const x = need(inputs, 0)
      const y = floatsOf(x)
      const axes = range(y.shape.length - axisOf(axis, y.shape.length), axisOf(axis, y.shape.length))
      const root = rootOf(meanOver(axes, mul(y, y)), epsilon)
      return computed(x.type, mul(div(y, root), floatsOf(need(inputs, 1))))
    }
  },
}

const instance: Operator = {
  inputs: [3, 3],
  attributes: { epsilon: 'float' },
  prepare: node => {
    const epsilon = node.float('epsilon', 1e-5)
    return inputs => {
      const x = need(inputs, 0)
      const y = floatsOf(x)
      const { y: unit } = standardised(y, range(y.shape.length - 2, 2), epsilon)
      const [weight, bias] = [1, 2].map(i => perChannel(y, floatsOf(need(inputs, i))))
      return computed(x.type, add(mul(unit, weight!), bias!))
    }
  },
}

const group: Operator = {
  since: 18,
  inputs: [3, 3],
  attributes: { epsilon: 'float', num_groups: 'int', stash_type: 'int' },
  prepare: node => {
    const [epsilon, groups] = [node.float('epsilon', 1e-5), node.int('num_groups')]
    return inputs => {
      const x = need(inputs, 0)
      const y = floatsOf(x)
      const [n, c] = y.shape as readonly [number, number]
      if (c % groups !== 0) wrong(`${c} channels are not ${groups} groups`)
      const rest = y.shape.slice(2)
      const split = reshape([n, groups, c / groups, ...rest], y)
      const unit = standardised(split, range(split.shape.length - 2, 2), epsilon).y
      const [weight, bias] = [1, 2].map(i => {
        const parameter = floatsOf(need(inputs, i))
        // Before opset 21 a number for each group, from then on for each channel.
        return parameter.shape[0] === c && node.opset >= 21 ? parameter : repeated(parameter, c / groups)
      })
      return computed(x.type, add(mul(reshape(y.shape, unit), perChannel(y, weight!)), perChannel(y, bias!)))
    }
  },
}

const repeated = (x: Tensor, times: number): Tensor => any(op.repeat(0, times)(x))

/** Divided by sums of squares over channels nearby (Krizhevsky, Sutskever and Hinton, 2012). */
const local: Operator = ofFloats(
  node => {
    const [alpha, beta, bias, size] = [
      node.float('alpha', 1e-4),
      node.float('beta', 0.75),
      node.float('bias', 1),
      node.int('size'),
    ]
    return x => {
      const channels = x.shape[1]!
      const [before, after] = [Math.floor((size - 1) / 2), Math.ceil((size - 1) / 2)]
      const along = (n: number): readonly number[] => x.shape.map((_, i) => (i === 1 ? n : 0))
      const squares = padded(along(before), along(after), filled([], 0, x.dtype), mul(x, x))
      const sums = range(size)
        .map(k =>
          any(
            op.slice(
              along(k),
              x.shape.map((n, i) => (i === 1 ? channels : n)),
            )(squares),
          ),
        )
        .reduce((a, b) => add(a, b))
      return div(x, pow(shift(bias, scale(alpha / size, sums)), filled([], beta, x.dtype)))
    }
  },
  { attributes: { alpha: 'float', beta: 'float', bias: 'float', size: 'int' } },
)

const meanVariance: Operator = ofFloats(
  node => {
    const axes = node.ints('axes', [0, 2, 3])
    return x => {
      const at = axesOf(axes, x.shape.length)
      const centred = sub(x, meanOver(at, x))
      return div(centred, shift(1e-9, any(op.sqrt(meanOver(at, mul(centred, centred))))))
    }
  },
  { since: 9, attributes: { axes: 'ints' } },
)

export const normalisations: Readonly<Record<string, Operator>> = {
  BatchNormalization: batch,
  InstanceNormalization: instance,
  GroupNormalization: group,
  LayerNormalization: layer,
  RMSNormalization: rms,
  LRN: local,
  MeanVarianceNormalization: meanVariance,
}
