/**
 * Activations.
 *
 * @module
 */
import * as op from '../../operation/index.ts'
import { logSoftmax, softmax } from '../../smooth/map/softmax.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import {
  add,
  any,
  axisOf,
  filled,
  greater,
  indices,
  maximum,
  minimum,
  mul,
  range,
  reshape,
  scale,
  select,
  shift,
  sum,
  transpose,
} from '../node/arrays.ts'
import { floatsOf, need, ofFloats } from '../node/make.ts'
import type { NodeView } from '../node/nodeView.ts'
import type { Operator } from '../node/operator.ts'
import { computed } from '../node/value.ts'

const constant = (x: Tensor, value: number): Tensor => filled(x.shape, value, x.dtype)
const above = (x: Tensor, limit: number): Tensor => greater(x, constant(x, limit))
/** `f(x)` where `x > 0`, else `g(min(x, 0))`, so that neither overflows where it is not wanted. */
const bySign = (x: Tensor, f: (x: Tensor) => Tensor, g: (x: Tensor) => Tensor): Tensor =>
  select(above(x, 0), f(x), g(select(above(x, 0), constant(x, 0), x)))
const itself = (x: Tensor): Tensor => x
const expm1 = (x: Tensor): Tensor => any(op.expm1(x))
/** `ln (1 + eˣ)`, without overflow. */
export const softplus = (x: Tensor): Tensor => any(op.neg(op.logSigmoid(any(op.neg(x)))))

/** Before opset 13 an input is a matrix: what is behind the axis is one. After, it is the axis alone. */
const alongAxis = (f: (rows: Tensor) => Tensor) => (node: NodeView) => {
  const old = node.opset < 13
  const given = node.int('axis', old ? 1 : -1)
  return (x: Tensor): Tensor => {
    const rank = x.shape.length
    if (old) {
      const axis = given === rank ? rank : axisOf(given, rank)
      const rows = x.shape.slice(0, axis).reduce((n, m) => n * m, 1)
      const columns = x.shape.slice(axis).reduce((n, m) => n * m, 1)
      return reshape(x.shape, f(reshape([rows, columns], x)))
    }
    const axis = axisOf(given, rank)
    const order = [...range(rank).filter(i => i !== axis), axis]
    return transpose(
      range(rank).map(i => order.indexOf(i)),
      f(transpose(order, x)),
    )
  }
}

/** The maximum along the last axis, as 1 at the first of it and 0 elsewhere. */
const hardmax = (x: Tensor): Tensor => {
  const classes = x.shape[x.shape.length - 1]!
  const best = op.argmax(x.shape.length - 1)(x)
  const wanted = op.broadcast([...x.shape])(reshape([...best.shape, 1], best))
  const at = op.broadcast([...x.shape])(indices(range(classes)))
  return select(op.equal(any(wanted), any(at)), constant(x, 1), constant(x, 0))
}

const axis = { axis: 'int' } as const

export const activation: Readonly<Record<string, Operator>> = {
  Relu: ofFloats(() => x => op.maximum(x, constant(x, 0))),
  LeakyRelu: ofFloats(
    node => {
      const alpha = node.float('alpha', 0.01)
      return x => select(above(x, 0), x, scale(alpha, x))
    },
    { attributes: { alpha: 'float' } },
  ),
  PRelu: {
    inputs: [2, 2],
    alike: [0, 1],
    prepare: node => inputs => {
      const [x, given] = [need(inputs, 0), need(inputs, 1)]
      const [y, slope] = [floatsOf(x), floatsOf(given)]
      // Before opset 7 one slope for each channel, or one for all.
      const aligned =
        node.opset < 7 && slope.shape.length === 1
          ? reshape([slope.shape[0]!, ...range(Math.max(0, y.shape.length - 2)).map(() => 1)], slope)
          : slope
      return computed(x.type, select(above(y, 0), y, mul(y, aligned)))
    },
  },
  Elu: ofFloats(
    node => {
      const alpha = node.float('alpha', 1)
      return x => bySign(x, itself, y => scale(alpha, expm1(y)))
    },
    { attributes: { alpha: 'float' } },
  ),
  Selu: ofFloats(
    node => {
      const alpha = node.float('alpha', 1.6732631921768188)
      const gamma = node.float('gamma', 1.0507010221481323)
      return x =>
        scale(
          gamma,
          bySign(x, itself, y => scale(alpha, expm1(y))),
        )
    },
    { attributes: { alpha: 'float', gamma: 'float' } },
  ),
  Celu: ofFloats(
    node => {
      const alpha = node.float('alpha', 1)
      return x => bySign(x, itself, y => scale(alpha, expm1(scale(1 / alpha, y))))
    },
    { since: 12, attributes: { alpha: 'float' } },
  ),
  ThresholdedRelu: ofFloats(
    node => {
      const alpha = node.float('alpha', 1)
      return x => select(above(x, alpha), x, constant(x, 0))
    },
    { attributes: { alpha: 'float' } },
  ),
  HardSigmoid: ofFloats(
    node => {
      const [alpha, beta] = [node.float('alpha', 0.2), node.float('beta', 0.5)]
      return x => clip(shift(beta, scale(alpha, x)), 0, 1)
    },
    { attributes: { alpha: 'float', beta: 'float' } },
  ),
  HardSwish: ofFloats(() => x => mul(x, clip(shift(0.5, scale(1 / 6, x)), 0, 1)), { since: 14 }),
  Softplus: ofFloats(() => softplus),
  Mish: ofFloats(() => x => mul(x, any(op.tanh(softplus(x)))), { since: 18 }),
  Swish: ofFloats(
    node => {
      const alpha = node.float('alpha', 1)
      return x => mul(x, any(op.sigmoid(scale(alpha, x))))
    },
    { since: 24, attributes: { alpha: 'float' } },
  ),
  Gelu: ofFloats(
    node => {
      const way = node.oneOf('approximate', ['none', 'tanh'], 'none')
      return x =>
        way === 'none'
          ? scale(0.5, mul(x, shift(1, any(op.erf(scale(Math.SQRT1_2, x))))))
          : scale(
              0.5,
              mul(
                x,
                shift(
                  1,
                  any(op.tanh(scale(Math.sqrt(2 / Math.PI), add(x, scale(0.044715, mul(x, mul(x, x))))))),
                ),
              ),
            )
    },
    { since: 20, attributes: { approximate: 'string' } },
  ),
  Shrink: ofFloats(
    node => {
      const [lambd, bias] = [node.float('lambd', 0.5), node.float('bias', 0)]
      return x =>
        select(
          above(any(op.neg(x)), lambd),
          shift(bias, x),
          select(above(x, lambd), shift(-bias, x), constant(x, 0)),
        )
    },
    { since: 9, attributes: { lambd: 'float', bias: 'float' } },
  ),
  Softmax: ofFloats(
    alongAxis(x => any(softmax(x)[0])),
    { attributes: axis },
  ),
  LogSoftmax: ofFloats(
    alongAxis(x => any(logSoftmax(x)[0])),
    { attributes: axis },
  ),
  Hardmax: ofFloats(alongAxis(hardmax), { attributes: axis }),
  LpNormalization: ofFloats(
    node => {
      const [along, p] = [node.int('axis', -1), node.int('p', 2)]
      return x => {
        const at = [axisOf(along, x.shape.length)]
        const norm = p === 1 ? sum(at, true, any(op.abs(x))) : any(op.sqrt(sum(at, true, mul(x, x))))
        return any(op.safeDiv(x, op.broadcast([...x.shape])(norm)))
      }
    },
    { attributes: { axis: 'int', p: 'int' } },
  ),
}

function clip(x: Tensor, low: number, high: number): Tensor {
  return minimum(maximum(x, constant(x, low)), constant(x, high))
}
