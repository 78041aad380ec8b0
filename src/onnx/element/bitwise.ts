/**
 * Operations on the bits of integers. There is no primitive for them: digits are taken apart by division, exactly, in f64.
 *
 * @module
 */
import * as op from '../../operation/index.ts'
import type { AnyTensor, Tensor } from '../../tensor/tensor.ts'
import { carrierOf, type ElementType, factsOf, isFloatType } from '../file/elementType.ts'
import {
  add,
  any,
  broadcast,
  commonShape,
  convert,
  filled,
  greater,
  mul,
  numbers,
  range,
  reshape,
  scale,
  select,
  shift,
  sub,
  sum,
} from '../node/arrays.ts'
import { exactly, inType, need } from '../node/make.ts'
import type { Operator } from '../node/operator.ts'
import { unsupported, wrong } from '../node/refusal.ts'
import { computed, wrapped } from '../node/value.ts'

const widthOf = (type: ElementType): number => {
  if (isFloatType(type)) wrong(`it takes integers, but was given ${type}`)
  if (type === 'int64' || type === 'uint64' || type === 'uint32')
    unsupported(`the bits of ${type} are only computed where they are known`)
  return factsOf(type).bytes * 8
}

/** The binary digits, lowest first, along a last axis of their own. */
const digitsOf = (x: Tensor, width: number): Tensor => {
  const wide = convert('f64', x)
  const positive = select(greater(filled(wide.shape, 0, 'f64'), wide), shift(2 ** width, wide), wide)
  const shape = [...x.shape, width]
  const powers = numbers(
    [width],
    range(width).map(i => 2 ** i),
    'f64',
  )
  const quotient = op.floor(
    op.div(broadcast(shape, reshape([...x.shape, 1], positive)), broadcast(shape, powers)),
  )
  return any(op.remainder(quotient, filled(shape, 2, 'f64')))
}

const fromDigits = (digits: Tensor, type: ElementType): Tensor => {
  const width = digits.shape[digits.shape.length - 1]!
  const powers = numbers(
    [width],
    range(width).map(i => 2 ** i),
    'f64',
  )
  const whole = sum([digits.shape.length - 1], false, mul(digits, powers))
  // What is beyond the range wraps around.
  return convert(carrierOf(type, 'f32'), whole)
}

const bitwise = (f: (x: Tensor, y: Tensor) => Tensor, exact: (x: bigint, y: bigint) => bigint): Operator => ({
  since: 18,
  inputs: [2, 2],
  alike: [0, 1],
  exact: () => exactly((x, y) => exact(x!, y!)),
  prepare: () => inputs => {
    const [x, y] = [need(inputs, 0), need(inputs, 1)]
    const width = widthOf(x.type)
    const shape = commonShape([x.shape, y.shape])
    const [a, b] = [x, y].map(value => digitsOf(broadcast(shape, value.tensor()), width))
    return inType(x.type, fromDigits(f(a!, b!), x.type))
  },
})

const shifted = (type: ElementType, x: bigint, by: bigint, left: boolean): bigint => {
  const width = BigInt(factsOf(type).bytes * 8)
  // Shifts by nothing that makes sense clear all bits, as ONNX's tests have it; a sign stays.
  const count = by < 0n || by >= width ? width : by
  return left ? wrapped(type, x << count) : x >> count
}

const bitShift: Operator = {
  since: 11,
  inputs: [2, 2],
  alike: [0, 1],
  attributes: { direction: 'string' },
  exact: node => {
    const left = node.oneOf('direction', ['LEFT', 'RIGHT'], 'LEFT') === 'LEFT'
    return inputs => exactly((x, y) => shifted(inputs[0]!.type, x!, y!, left))(inputs)
  },
  prepare: node => {
    if (!node.has('direction')) wrong('the attribute direction is missing')
    const left = node.oneOf('direction', ['LEFT', 'RIGHT'], 'LEFT') === 'LEFT'
    return inputs => {
      const [x, y] = [need(inputs, 0), need(inputs, 1)]
      const width = widthOf(x.type)
      const shape = commonShape([x.shape, y.shape])
      const [a, b] = [x, y].map(value => convert('f64', broadcast(shape, value.tensor())))
      const full = filled(shape, width, 'f64')
      const isOut = op.or(op.greater(filled(shape, 0, 'f64'), b!), op.greaterEqual(b!, full))
      const count = select(isOut, full, b!)
      const by = op.pow(filled(shape, 2, 'f64'), count)
      const result = left ? lowBits(mul(a!, by), width) : any(op.floor(op.div(a!, by)))
      return inType(x.type, convert(x.tensor().dtype, result))
    }
  },
}

/** A product of up to 64 bits keeps its lowest ones: they are few enough for f64, as the others are zeros. */
const lowBits = (x: Tensor, width: number): AnyTensor => {
  const modulus = filled(x.shape, 2 ** width, 'f64')
  return op.remainder(x, modulus)
}

const not: Operator = {
  since: 18,
  inputs: [1, 1],
  exact: () => inputs => exactly(x => ~x!)(inputs),
  prepare: () => inputs => {
    const x = need(inputs, 0)
    widthOf(x.type)
    const tensor = x.tensor()
    const most = x.type === 'uint8' ? 255 : x.type === 'uint16' ? 65535 : -1
    return computed(x.type, sub(filled(tensor.shape, most, tensor.dtype), tensor))
  },
}

export const bits: Readonly<Record<string, Operator>> = {
  BitwiseAnd: bitwise(mul, (x, y) => x & y),
  BitwiseOr: bitwise(
    (x, y) => sub(add(x, y), mul(x, y)),
    (x, y) => x | y,
  ),
  BitwiseXor: bitwise(
    (x, y) => sub(add(x, y), scale(2, mul(x, y))),
    (x, y) => x ^ y,
  ),
  BitwiseNot: not,
  BitShift: bitShift,
}
