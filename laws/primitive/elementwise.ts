/**
 * Specifications of the primitives that act on each element by itself.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import { op, type Tensor } from '../../src/index.ts'
import { kinkSafe, lattice } from '../arbitraries.ts'
import { everyDType, filled, floats, smallShapes, together } from './inputs.ts'
import { pointwise } from './plain.ts'
import * as series from './series.ts'
import type { Specification, Specifications } from './specification.ts'

type None = Readonly<Record<never, never>>

const none: Arbitrary<None> = fc.constant({})
const constants = fc.record({ constant: lattice })

/** Where logarithms, roots and quotients are tame enough for differences. */
const fromHalf = fc.integer({ min: 8, max: 64 }).map(n => n / 16)
const aboveMinusHalf = fc.integer({ min: -7, max: 64 }).map(n => n / 16)
const awayFromZero = fc
  .tuple(fc.integer({ min: 16, max: 64 }), fc.boolean())
  .map(([n, negative]) => (negative ? -n : n) / 16)
/** Few values, so that ties are common. */
const few = fc.integer({ min: -1, max: 1 })

/** Series round more often than the functions that they check. */
const elementary = (f: (x: number) => number, entries: Arbitrary<number> = lattice): Specification<None> => ({
  dtypes: floats,
  cases: together(none, entries),
  oracle: ([x]) => pointwise(f)(x!),
  terms: 64,
})

const comparison = (f: (x: number, y: number) => boolean): Specification<None> => ({
  dtypes: everyDType,
  cases: together(none, few, few),
  oracle: ([x, y]) => pointwise((a, b) => (f(a, b) ? 1 : 0), 'u8')(x!, y!),
})

/** Pairs at least 1/8 apart. */
const maxOrMin = (f: (x: number, y: number) => number): Specification<None> => ({
  dtypes: floats,
  cases: dtype =>
    smallShapes
      .chain(shape => fc.tuple(filled(shape, dtype), filled(shape, dtype, kinkSafe)))
      .map(([x, gap]) => ({ inputs: [x, op.add(x as Tensor, gap as Tensor)], options: {} })),
  oracle: ([x, y]) => pointwise(f)(x!, y!),
  kinky: true,
})

export const elementwise: Specifications<
  | (
      | 'abs'
      | 'add'
      | 'convert'
      | 'cos'
      | 'div'
      | 'equal'
      | 'erf'
      | 'exp'
      | 'expm1'
      | 'greater'
      | 'greaterEqual'
      | 'log'
    )
  | (
      | 'log1p'
      | 'maximum'
      | 'minimum'
      | 'mul'
      | 'neg'
      | 'scale'
      | 'select'
      | 'shift'
      | 'sigmoid'
      | 'sign'
      | 'sin'
    )
  | ('sqrt' | 'sub' | 'tanh')
> = {
  abs: {
    dtypes: floats,
    cases: together(none, kinkSafe),
    oracle: ([x]) => pointwise(v => (v < 0 ? -v : v))(x!),
    kinky: true,
  },
  add: {
    dtypes: everyDType,
    cases: together(none, lattice, lattice),
    oracle: ([x, y]) => pointwise((a, b) => a + b)(x!, y!),
    linear: 'jointly',
  },
  convert: {
    dtypes: everyDType,
    cases: together(fc.record({ dtype: fc.constantFrom(...everyDType) }), lattice),
    oracle: ([x], { dtype }) => {
      const cut =
        dtype === 'i32'
          ? Math.trunc
          : dtype === 'u8'
            ? (v: number) => (Math.trunc(v) + 256) % 256
            : (v: number) => v
      return pointwise(cut, dtype)(x!)
    },
    linear: 'jointly',
  },
  cos: elementary(series.cos),
  div: {
    dtypes: floats,
    cases: together(none, lattice, awayFromZero),
    oracle: ([x, y]) => pointwise((a, b) => a / b)(x!, y!),
  },
  equal: comparison((x, y) => x === y),
  erf: elementary(series.erf),
  exp: elementary(series.exp),
  expm1: elementary(series.expm1),
  greater: comparison((x, y) => x > y),
  greaterEqual: comparison((x, y) => x >= y),
  log: elementary(series.log, fromHalf),
  log1p: elementary(series.log1p, aboveMinusHalf),
  maximum: maxOrMin((x, y) => (x > y ? x : y)),
  minimum: maxOrMin((x, y) => (x < y ? x : y)),
  mul: {
    dtypes: everyDType,
    cases: together(none, lattice, lattice),
    oracle: ([x, y]) => pointwise((a, b) => a * b)(x!, y!),
    linear: 'each',
  },
  neg: {
    dtypes: ['f64', 'f32', 'i32'],
    cases: together(none, lattice),
    oracle: ([x]) => pointwise(v => 0 - v)(x!),
    linear: 'jointly',
  },
  scale: {
    dtypes: floats,
    cases: together(constants, lattice),
    oracle: ([x], { constant }) => pointwise(v => constant * v)(x!),
    linear: 'jointly',
  },
  select: {
    dtypes: everyDType,
    cases: dtype =>
      smallShapes.chain(shape =>
        fc.record({
          inputs: fc
            .tuple(fc.constantFrom('i32' as const, 'u8' as const), filled(shape, dtype), filled(shape, dtype))
            .chain(([mask, x, y]) => fc.tuple(filled(shape, mask), fc.constant(x), fc.constant(y))),
          options: none,
        }),
      ),
    oracle: ([mask, x, y]) => ({ ...x!, at: index => (mask!.at(index) === 0 ? y! : x!).at(index) }),
    linear: 'jointly',
  },
  shift: {
    dtypes: floats,
    cases: together(constants, lattice),
    oracle: ([x], { constant }) => pointwise(v => constant + v)(x!),
    linear: 'jointly',
  },
  sigmoid: elementary(series.sigmoid),
  sign: {
    dtypes: floats,
    cases: together(none, kinkSafe),
    oracle: ([x]) => pointwise(v => (v < 0 ? -1 : 1))(x!),
    kinky: true,
  },
  sin: elementary(series.sin),
  sqrt: elementary(series.sqrt, fromHalf),
  sub: {
    dtypes: ['f64', 'f32', 'i32'],
    cases: together(none, lattice, lattice),
    oracle: ([x, y]) => pointwise((a, b) => a - b)(x!, y!),
    linear: 'jointly',
  },
  tanh: elementary(series.tanh),
}
