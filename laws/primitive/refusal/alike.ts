/**
 * Refusals of tensors that are not alike: operations convert and broadcast nothing silently.
 *
 * @module
 */
import fc from 'fast-check'
import type { PrimitiveName } from '../../../src/primitive/table.ts'
import { every, holds } from '../../close.ts'
import { type Law, law } from '../../law.ts'
import { apply, notFloats, notIntegers, of, otherType, shapes, sizes, unequal } from './refusal.ts'

const onFloats = ['div', 'maximum', 'minimum', 'pow', 'atan2', 'hypot', 'remainder'] as const
const onAll = ['add', 'sub', 'mul', 'equal', 'greater', 'greaterEqual'] as const
const binary = [...onAll, ...onFloats] as const
const unary = (
  [
    ...([
      'abs',
      'cos',
      'erf',
      'exp',
      'expm1',
      'log',
      'log1p',
      'sigmoid',
      'sign',
      'sin',
      'sqrt',
      'tanh',
    ] as const),
    ...([
      'floor',
      'ceil',
      'round',
      'trunc',
      'softsign',
      'tan',
      'asin',
      'acos',
      'atan',
      'sinh',
      'cosh',
    ] as const),
    ...([
      'asinh',
      'acosh',
      'atanh',
      'log2',
      'log10',
      'logit',
      'erfc',
      'erfinv',
      'lgamma',
      'digamma',
    ] as const),
  ] as const
).map(name => [name, {}] as const)
const floatsOnly: readonly (readonly [PrimitiveName, object])[] = [
  ...unary,
  ['scale', { constant: 2 }],
  ['shift', { constant: 2 }],
  ['polygamma', { order: 1 }],
  ['sum', { axes: [0] }],
  ['max', { axes: [0] }],
  ['argmax', {}],
]

/** Tensors that are not alike. */
export const alikeRefusals: readonly Law[] = [
  law(
    'V3',
    'operations on two tensors take one shape and one element type, and convert and broadcast nothing silently',
    [shapes, fc.nat(2), sizes],
    (shape, at, more) => {
      const place = at % shape.length
      const other = shape.map((n, i) => (i === place ? n + more : n))
      const longer = [...shape, more]
      const mask = of(shape, 'u8')
      return every(
        ...binary.flatMap(name =>
          [other, longer, []].flatMap(wrong => [
            unequal(name, shape, wrong, apply(name, {}, of(shape), of(wrong))),
            unequal(name, wrong, shape, apply(name, {}, of(wrong), of(shape))),
          ]),
        ),
        ...binary.map(name => otherType(name, apply(name, {}, of(shape), of(shape, 'f64')))),
        ...onFloats.map(name => notFloats(name, shape, apply(name, {}, of(shape, 'i32'), of(shape, 'i32')))),
        ...floatsOnly.map(([name, options]) =>
          notFloats(name, shape, apply(name, options, of(shape, 'i32'))),
        ),
        unequal('select', shape, other, apply('select', {}, mask, of(shape), of(other))),
        unequal('select', shape, other, apply('select', {}, mask, of(other), of(other))),
        otherType('select', apply('select', {}, mask, of(shape), of(shape, 'f64'))),
        notIntegers('select (mask)', shape, apply('select', {}, of(shape), of(shape), of(shape))),
        holds(apply('equal', {}, of(shape, 'i32'), of(shape, 'i32'))().dtype === 'u8', shape, 'a mask'),
      )
    },
  ),
]
