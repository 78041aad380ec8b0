/**
 * Losses.
 *
 * @module
 */
import * as op from '../../operation/index.ts'
import { logSoftmax } from '../../smooth/map/softmax.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import {
  any,
  convert,
  div,
  equal,
  filled,
  gather,
  mul,
  range,
  reshape,
  scale,
  select,
  sum,
  takeAlong,
  transpose,
} from '../node/arrays.ts'
import { floatsOf, need } from '../node/make.ts'
import type { NodeView } from '../node/nodeView.ts'
import type { Operator } from '../node/operator.ts'
import { wrong } from '../node/refusal.ts'
import { computed, type Value } from '../node/value.ts'

/** Classes as the last axis, in the order of which the others stay. */
const classesLast = (x: Tensor): Tensor => transpose([0, ...range(x.shape.length - 2, 2), 1], x)
const classesSecond = (x: Tensor): Tensor =>
  transpose([0, x.shape.length - 1, ...range(x.shape.length - 2, 1)], x)

/** The loss of log-probabilities whose classes are the last axis. */
const negativeLogLikelihood = (
  node: NodeView,
  logs: Tensor,
  target: Tensor,
  weight: Value | undefined,
): Tensor => {
  const ignored = node.has('ignore_index') ? node.int('ignore_index') : null
  const reduction = node.oneOf('reduction', ['mean', 'sum', 'none'], 'mean')
  const classes = logs.shape[logs.shape.length - 1] ?? wrong('it has no classes')
  const n = target.shape.reduce((a, b) => a * b, 1)
  const labels = convert('i32', target)
  const isIgnored = ignored === null ? null : equal(labels, filled(labels.shape, ignored, 'i32'))
  const safe = isIgnored === null ? labels : select(isIgnored, filled(labels.shape, 0, 'i32'), labels)
  const rows = reshape([n, classes], logs)
  const chosen = takeAlong(1, rows, reshape([n, 1], safe))
  const loss = any(op.neg(reshape(target.shape, chosen)))
  const own =
    weight === undefined
      ? filled(target.shape, 1, loss.dtype)
      : convert(loss.dtype, gather(weight.tensor(), safe))
  const weights = isIgnored === null ? own : select(isIgnored, filled(target.shape, 0, loss.dtype), own)
  const weighted = mul(loss, weights)
  if (reduction === 'none') return weighted
  const total = sum(range(weighted.shape.length), false, weighted)
  if (reduction === 'sum') return total
  return weight === undefined && isIgnored === null
    ? scale(1 / n, total)
    : div(total, sum(range(weights.shape.length), false, weights))
}

const attributes = { ignore_index: 'int', reduction: 'string' } as const

export const losses: Readonly<Record<string, Operator>> = {
  NegativeLogLikelihoodLoss: {
    since: 12,
    inputs: [2, 3],
    attributes,
    prepare: node => inputs => {
      const x = need(inputs, 0)
      const logs = classesLast(floatsOf(x))
      return computed(x.type, negativeLogLikelihood(node, logs, need(inputs, 1).tensor(), inputs[2]))
    },
  },
  SoftmaxCrossEntropyLoss: {
    since: 12,
    inputs: [2, 3],
    outputs: 2,
    attributes,
    prepare: node => inputs => {
      const x = need(inputs, 0)
      const logs = any(logSoftmax(classesLast(floatsOf(x)))[0])
      const loss = negativeLogLikelihood(node, logs, need(inputs, 1).tensor(), inputs[2])
      return [computed(x.type, loss), computed(x.type, classesSecond(logs))]
    },
  },
}
