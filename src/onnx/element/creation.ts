/**
 * Operators that make tensors.
 *
 * @module
 */
import { mostElements } from '../../tensor/dtype.ts'
import { sizeOf } from '../../tensor/shape.ts'
import { carrierOf, isFloatType } from '../file/elementType.ts'
import { integerLiteral, type Literal } from '../file/literal.ts'
import { filled, numbers, range, select } from '../node/arrays.ts'
import { knownNumbers, need } from '../node/make.ts'
import type { NodeView } from '../node/nodeView.ts'
import type { Operator } from '../node/operator.ts'
import { unsupported, wrong } from '../node/refusal.ts'
import { asKnown, computed, numbersOf, ofIntegers, ofLiteral } from '../node/value.ts'
import { typeOf } from './logic.ts'

const floats = (values: readonly number[], shape: readonly number[]): Literal => ({
  type: 'float',
  shape,
  floats: () => Float32Array.from(values),
  integers: () => wrong('floats were asked for as integers'),
})

/** The numbers of a node that is a constant. */
const constantOf = (node: NodeView): Literal => {
  if (node.has('value')) return node.tensor('value')
  if (node.has('value_float')) return floats([node.float('value_float')], [])
  if (node.has('value_floats'))
    return floats(node.floats('value_floats'), [node.floats('value_floats').length])
  if (node.has('value_int')) return integerLiteral('int64', [], [node.bigints('value_int')[0]!])
  if (node.has('value_ints'))
    return integerLiteral('int64', [node.ints('value_ints').length], node.bigints('value_ints'))
  return node.has('value_string') || node.has('value_strings') || node.has('sparse_value')
    ? unsupported('constants of text and sparse ones are not read')
    : wrong('it has no value')
}

const sizesOf = (sizes: readonly number[]): readonly number[] =>
  sizes.every(n => Number.isInteger(n) && n >= 0) && sizeOf(sizes) <= mostElements
    ? sizes
    : wrong(`[${sizes.join(', ')}] is not a shape that tensors can have`)

const counted = (start: number, limit: number, delta: number): number => {
  if (delta === 0) return wrong('its step is 0')
  const count = Math.max(0, Math.ceil((limit - start) / delta))
  return count <= mostElements ? count : wrong(`it has ${count} numbers, more than a tensor can have`)
}

export const creations: Readonly<Record<string, Operator>> = {
  Constant: {
    inputs: [0, 0],
    attributes: {
      value: 'tensor',
      value_float: 'float',
      value_floats: 'floats',
      value_int: 'int',
      value_ints: 'ints',
      value_string: 'string',
      value_strings: 'strings',
    },
    literal: constantOf,
    prepare: node => {
      const literal = constantOf(node)
      return (_, { float }) => ofLiteral(literal, float)
    },
  },
  ConstantOfShape: {
    since: 9,
    inputs: [1, 1],
    known: [0],
    attributes: { value: 'tensor' },
    prepare: node => {
      const value = node.has('value') ? node.tensor('value') : floats([0], [1])
      return (inputs, { float }) => {
        const shape = sizesOf(knownNumbers(inputs, 0) ?? [])
        if (!isFloatType(value.type)) {
          const [integer = 0n] = value.integers()
          if (BigInt(Number(integer) | 0) !== integer)
            return ofIntegers(
              value.type,
              shape,
              range(sizeOf(shape)).map(() => integer),
            )
          return asKnown(computed(value.type, filled(shape, Number(integer), carrierOf(value.type, float))))
        }
        return asKnown(
          computed(value.type, filled(shape, value.floats()[0] ?? 0, carrierOf(value.type, float))),
        )
      }
    },
  },
  Range: {
    since: 11,
    inputs: [3, 3],
    known: [0, 1, 2],
    alike: [0, 1, 2],
    prepare:
      () =>
      (inputs, { float }) => {
        const { type } = need(inputs, 0)
        if (!isFloatType(type)) {
          const [start, limit, delta] = inputs.map(value => value!.integers!()[0]!)
          const count = counted(Number(start), Number(limit), Number(delta))
          return ofIntegers(
            type,
            [count],
            range(count).map(i => start! + BigInt(i) * delta!),
          )
        }
        const [start, limit, delta] = inputs.map(value => numbersOf(value!)[0]!)
        const count = counted(start!, limit!, delta!)
        return computed(
          type,
          numbers(
            [count],
            range(count).map(i => start! + i * delta!),
            carrierOf(type, float),
          ),
        )
      },
  },
  EyeLike: {
    since: 9,
    inputs: [1, 1],
    ofShapes: true,
    attributes: { dtype: 'int', k: 'int' },
    prepare: node => {
      const type = node.has('dtype') ? typeOf(node.int('dtype')) : undefined
      const k = node.int('k', 0)
      return (inputs, { float }) => {
        const x = need(inputs, 0)
        const [n, m] = x.shape.length === 2 ? (x.shape as [number, number]) : wrong('it takes matrices')
        const entries = range(n * m).map(i => (Math.floor(i / m) + k === i % m ? 1 : 0))
        return computed(type ?? x.type, numbers([n, m], entries, carrierOf(type ?? x.type, float)))
      }
    },
  },
  Trilu: {
    since: 14,
    inputs: [1, 2],
    known: [1],
    moves: [0],
    attributes: { upper: 'int' },
    prepare: node => {
      const upper = node.flag('upper', true)
      return inputs => {
        const x = need(inputs, 0)
        const k = knownNumbers(inputs, 1)?.[0] ?? 0
        const y = x.tensor()
        if (y.shape.length < 2) wrong(`it takes matrices, but was given [${y.shape.join(', ')}]`)
        const [n, m] = y.shape.slice(-2) as [number, number]
        const keep = range(n * m).map(i => {
          const distance = (i % m) - Math.floor(i / m)
          return (upper ? distance >= k : distance <= k) ? 1 : 0
        })
        const mask = numbers([n, m], keep, 'u8')
        return computed(x.type, select(mask, y, filled(y.shape, 0, y.dtype)))
      }
    },
  },
}
