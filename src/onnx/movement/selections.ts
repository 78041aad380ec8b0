/**
 * Operators whose results have sizes that their inputs' values decide: those have to be known.
 *
 * @module
 */
import { sizeOf } from '../../tensor/shape.ts'
import { axisOf, reshape, take } from '../node/arrays.ts'
import { knownNumbers, need } from '../node/make.ts'
import type { Operator } from '../node/operator.ts'
import { wrong } from '../node/refusal.ts'
import { computed, numbersOf, ofIntegers } from '../node/value.ts'

export const selections: Readonly<Record<string, Operator>> = {
  Compress: {
    since: 9,
    inputs: [2, 2],
    known: [1],
    moves: [0],
    attributes: { axis: 'int' },
    prepare: node => inputs => {
      const x = need(inputs, 0)
      const kept = (knownNumbers(inputs, 1) ?? []).flatMap((keep, i) => (keep === 0 ? [] : [i]))
      const y = node.has('axis') ? x.tensor() : reshape([sizeOf(x.shape)], x.tensor())
      const axis = node.has('axis') ? axisOf(node.int('axis'), x.shape.length) : 0
      if (kept.some(i => i >= y.shape[axis]!))
        wrong(`it names element ${kept[kept.length - 1]} of ${y.shape[axis]}`)
      return computed(x.type, take(axis, kept, y))
    },
  },
  NonZero: {
    since: 9,
    inputs: [1, 1],
    known: [0],
    prepare: () => inputs => {
      const x = need(inputs, 0)
      const found = numbersOf(x).flatMap((value, i) => (value === 0 ? [] : [i]))
      const strides = x.shape.map((_, i) => x.shape.slice(i + 1).reduce((a, b) => a * b, 1))
      const integers = x.shape.flatMap((n, axis) =>
        found.map(i => BigInt(Math.floor(i / strides[axis]!) % n)),
      )
      return ofIntegers('int64', [x.shape.length, found.length], integers)
    },
  },
}
