/**
 * Numbers of 8 bits with a scale and a zero, and back. Rounding has derivative 0.
 *
 * @module
 */
import * as op from '../../operation/index.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import { carrierOf, type ElementType, factsOf, isFloatType } from '../file/elementType.ts'
import {
  add,
  any,
  axisOf,
  convert,
  div,
  filled,
  maximum,
  minimum,
  mul,
  reshape,
  round,
  sub,
} from '../node/arrays.ts'
import { floatsOf, need } from '../node/make.ts'
import type { NodeView } from '../node/nodeView.ts'
import type { Operator } from '../node/operator.ts'
import { unsupported, wrong } from '../node/refusal.ts'
import type { Inputs } from '../node/subgraph.ts'
import { computed, type Value } from '../node/value.ts'
import { typeOf } from './logic.ts'

/** A scale or zero beside a tensor: one for all, one for each along an axis, or one for each block along it. */
const beside = (node: NodeView, x: readonly number[], parameter: Tensor): Tensor => {
  if (parameter.shape.length === 0 || parameter.shape.every(n => n === 1)) return reshape([], parameter)
  const axis = axisOf(node.int('axis', 1), x.length)
  if (parameter.shape.length === 1)
    return reshape(
      x.map((n, i) => (i === axis ? n : 1)),
      parameter,
    )
  const block = node.int('block_size', 0)
  if (block <= 0) return wrong('its scales are of many axes, but block_size is missing')
  const repeated = any(op.repeat(axis, block)(parameter))
  return any(
    op.slice(
      x.map(() => 0),
      [...x],
    )(repeated),
  )
}

const limits = (type: ElementType): readonly [number, number] => {
  const { range, bytes } = factsOf(type)
  return range !== undefined && bytes <= 2
    ? [Number(range[0]), Number(range[1])]
    : unsupported(`${type} is not read here`)
}

const quantised = (x: Tensor, scale: Tensor, zero: Tensor, type: ElementType): Value => {
  const [least, most] = limits(type)
  const wide = convert('f64', round(div(x, scale)))
  const moved = add(wide, convert('f64', zero))
  const within = minimum(maximum(moved, filled([], least, 'f64')), filled([], most, 'f64'))
  return computed(type, convert(carrierOf(type, 'f32'), within))
}

const quantise = (node: NodeView, inputs: Inputs): Value => {
  const x = floatsOf(need(inputs, 0))
  const scale = beside(node, x.shape, convert(x.dtype, floatsOf(need(inputs, 1))))
  const stated = node.int('output_dtype', 0)
  const type = inputs[2]?.type ?? (stated === 0 ? 'uint8' : typeOf(stated))
  const zero = inputs[2] === undefined ? filled([], 0, 'i32') : beside(node, x.shape, inputs[2].tensor())
  return quantised(x, scale, zero, type)
}

const dequantise = (node: NodeView, inputs: Inputs): Value => {
  const x = need(inputs, 0)
  if (isFloatType(x.type)) return wrong(`it takes integers, but was given ${x.type}`)
  const scaleValue = need(inputs, 1)
  const scale = beside(node, x.shape, floatsOf(scaleValue))
  const zero =
    inputs[2] === undefined ? filled([], 0, 'f64') : convert('f64', beside(node, x.shape, inputs[2].tensor()))
  const centred = sub(convert('f64', x.tensor()), zero)
  return computed(scaleValue.type, mul(convert(scale.dtype, centred), scale))
}

/** Numbers of 8 bits with a scale and zero of their own, from the smallest to the largest. */
const dynamic = (inputs: Inputs): readonly Value[] => {
  const value = need(inputs, 0)
  const x = floatsOf(value)
  const zero = filled([], 0, x.dtype)
  const [low, high] = [minimum(any(op.min()(x)), zero), maximum(any(op.max()(x)), zero)]
  const scale = op.scale(1 / 255)(sub(high, low))
  const point = minimum(maximum(round(div(sub(zero, low), any(scale))), zero), filled([], 255, x.dtype))
  const zeroPoint = convert('u8', convert('i32', point))
  return [
    quantised(x, any(scale), zeroPoint, 'uint8'),
    computed(value.type, scale),
    computed('uint8', zeroPoint),
  ]
}

const attributes = {
  axis: 'int',
  block_size: 'int',
  saturate: 'int',
  output_dtype: 'int',
  precision: 'int',
} as const

export const quantisations: Readonly<Record<string, Operator>> = {
  QuantizeLinear: {
    since: 10,
    inputs: [2, 3],
    attributes,
    prepare: node => inputs => quantise(node, inputs),
  },
  DequantizeLinear: {
    since: 10,
    inputs: [2, 3],
    attributes,
    prepare: node => inputs => dequantise(node, inputs),
  },
  DynamicQuantizeLinear: { since: 11, inputs: [1, 1], outputs: 3, prepare: () => dynamic },
}
