/**
 * Comparisons, logic, choices, and casts between element types.
 *
 * @module
 */
import * as op from '../../operation/index.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import { carrierOf, type ElementType, isFloatType, nameOfNumber, typeOfNumber } from '../file/elementType.ts'
import {
  and,
  any,
  convert,
  equal,
  filled,
  greater,
  greaterEqual,
  isFloat,
  not,
  or,
  select,
} from '../node/arrays.ts'
import { binary, exactly, floatsOf, inType, mask, need } from '../node/make.ts'
import type { NodeView } from '../node/nodeView.ts'
import type { Operator } from '../node/operator.ts'
import { unsupported } from '../node/refusal.ts'
import type { Run } from '../node/subgraph.ts'
import { computed, ofIntegers, type Value, wrapped } from '../node/value.ts'

const comparison = (
  f: (x: Tensor, y: Tensor) => Tensor,
  exact: (x: bigint, y: bigint) => boolean,
  since = 6,
): Operator => binary(f, (x, y) => (exact(x, y) ? 1n : 0n), { gives: 'bool', since })

const logical = (f: (x: Tensor, y: Tensor) => Tensor, exact: (x: boolean, y: boolean) => boolean): Operator =>
  binary(f, (x, y) => (exact(x !== 0n, y !== 0n) ? 1n : 0n), { gives: 'bool' })

/** A type by its number in an attribute. */
export const typeOf = (number: number): ElementType =>
  typeOfNumber(number) ?? unsupported(`the element type ${nameOfNumber(number)} is not read`)

/** A value in another element type: fractions are cut off, what is not 0 is true. */
export const cast = (value: Value, type: ElementType, { float }: Run): Value => {
  if (value.type === type) return value
  if (value.integers !== undefined && !isFloatType(type)) {
    const integers = value.integers().map(x => wrapped(type, x))
    return ofIntegers(type, value.shape, integers)
  }
  const x = value.tensor()
  if (type === 'bool') return mask(not(equal(x, filled(x.shape, 0, x.dtype))))
  const to = carrierOf(type, float)
  return inType(type, to === 'u8' && isFloat(x) ? convert(to, convert('i32', x)) : convert(to, x))
}

const casts =
  (
    typeFor: (node: NodeView) => (inputs: readonly (Value | undefined)[]) => ElementType,
  ): Operator['prepare'] =>
  node => {
    const type = typeFor(node)
    return (inputs, run) => cast(need(inputs, 0), type(inputs), run)
  }

const isInfinite = (x: Tensor, value: number): Tensor => equal(x, filled(x.shape, value, x.dtype))

export const logic: Readonly<Record<string, Operator>> = {
  Equal: comparison(equal, (x, y) => x === y),
  Greater: comparison(greater, (x, y) => x > y),
  Less: comparison(
    (x, y) => greater(y, x),
    (x, y) => x < y,
  ),
  GreaterOrEqual: comparison(greaterEqual, (x, y) => x >= y, 12),
  LessOrEqual: comparison(
    (x, y) => greaterEqual(y, x),
    (x, y) => x <= y,
    12,
  ),
  And: logical(and, (x, y) => x && y),
  Or: logical(or, (x, y) => x || y),
  Xor: logical(
    (x, y) => not(equal(not(x), not(y))),
    (x, y) => x !== y,
  ),
  Not: {
    since: 1,
    inputs: [1, 1],
    exact: () => exactly(x => (x === 0n ? 1n : 0n), 'bool'),
    prepare: () => inputs => mask(not(need(inputs, 0).tensor())),
  },
  Where: {
    since: 9,
    inputs: [3, 3],
    alike: [1, 2],
    exact: () => exactly((c, x, y) => (c === 0n ? y! : x!)),
    prepare: () => inputs => {
      const [c, x, y] = [need(inputs, 0), need(inputs, 1), need(inputs, 2)]
      return computed(x.type, select(c.tensor(), x.tensor(), y.tensor()))
    },
  },
  IsNaN: { since: 9, inputs: [1, 1], prepare: () => inputs => mask(op.isNaN(floatsOf(need(inputs, 0)))) },
  IsInf: {
    since: 10,
    inputs: [1, 1],
    attributes: { detect_negative: 'int', detect_positive: 'int' },
    prepare: node => {
      const [negative, positive] = [node.flag('detect_negative', true), node.flag('detect_positive', true)]
      return inputs => {
        const x = floatsOf(need(inputs, 0))
        const none = any(op.convert('u8')(filled(x.shape, 0, 'u8')))
        return mask(
          or(
            positive ? isInfinite(x, Number.POSITIVE_INFINITY) : none,
            negative ? isInfinite(x, Number.NEGATIVE_INFINITY) : none,
          ),
        )
      }
    },
  },
  Cast: {
    inputs: [1, 1],
    attributes: { to: 'int', saturate: 'int', round_mode: 'string' },
    prepare: casts(node => {
      const type = typeOf(node.int('to'))
      return () => type
    }),
  },
  CastLike: {
    since: 15,
    inputs: [2, 2],
    attributes: { saturate: 'int', round_mode: 'string' },
    prepare: casts(() => inputs => need(inputs, 1).type),
  },
}
