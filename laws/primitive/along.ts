/**
 * Specifications of the primitives that work along an axis, from each element to the next, and of those that put in order.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import type { AnyTensor, DType, Shape } from '../../src/index.ts'
import { distinct, shapes } from '../arbitraries.ts'
import { everyDType, filled, floats } from './inputs.ts'
import type { Plain } from './plain.ts'
import type { Case, Specifications } from './specification.ts'

const lines = shapes({ rank: 3, max: 3, min: 0 }).filter(shape => shape.length > 0)

/** Tensors of one shape and an axis of it, with options. */
const alongAxis =
  <O extends object>(
    options: Arbitrary<O>,
    ...inputs: readonly ((shape: Shape, dtype: DType) => Arbitrary<AnyTensor>)[]
  ) =>
  (dtype: DType): Arbitrary<Case<O & { readonly axis: number }>> =>
    lines
      .chain(shape =>
        fc.tuple(fc.tuple(...inputs.map(input => input(shape, dtype))), fc.nat(shape.length - 1), options),
      )
      .map(([drawn, axis, others]) => ({ inputs: drawn, options: { ...others, axis } }))

const none = fc.constant({})
const directed = fc.record({ reverse: fc.boolean() })
const ordered = fc.record({ descending: fc.boolean() })
const anyNumbers = (shape: Shape, dtype: DType) => filled(shape, dtype)
const fewNumbers = (shape: Shape, dtype: DType) => filled(shape, dtype, fc.integer({ min: -1, max: 1 }))
const apart = (shape: Shape, dtype: DType): Arbitrary<AnyTensor> =>
  floats.includes(dtype) ? distinct(shape, { dtype }) : filled(shape, dtype)

/** The numbers of the line through an index, all or up to it. */
const lineAt = (x: Plain, axis: number, index: readonly number[]): readonly number[] =>
  Array.from({ length: x.shape[axis]! }, (_, i) => x.at(index.with(axis, i)))
const upTo = (x: Plain, axis: number, index: readonly number[]): readonly number[] =>
  lineAt(x, axis, index).slice(0, index[axis]! + 1)

const kept = (x: Plain, at: Plain['at'], dtype = x.dtype): Plain => ({ shape: x.shape, dtype, at })

/** The places of a line's numbers in order, equal ones as they are. */
const placesIn = (
  x: Plain,
  axis: number,
  index: readonly number[],
  descending: boolean,
): readonly number[] => {
  const values = lineAt(x, axis, index)
  const places = values.map((_, i) => i)
  return places.sort((i, j) => (descending ? values[j]! - values[i]! : values[i]! - values[j]!) || i - j)
}

export const alongAnAxis: Specifications<
  'argsort' | 'cumArgmax' | 'cumProd' | 'cumSum' | 'linearRecurrence' | 'logCumSumExp' | 'sort'
> = {
  argsort: {
    dtypes: everyDType,
    cases: alongAxis(ordered, fewNumbers),
    oracle: ([x], { axis, descending }) =>
      kept(x!, index => placesIn(x!, axis, index, descending)[index[axis]!]!, 'i32'),
  },
  cumArgmax: {
    dtypes: floats,
    cases: alongAxis(none, fewNumbers),
    oracle: ([x], { axis }) =>
      kept(
        x!,
        index => {
          const values = upTo(x!, axis, index)
          return values.lastIndexOf(Math.max(...values))
        },
        'i32',
      ),
  },
  cumProd: {
    dtypes: floats,
    cases: alongAxis(none, anyNumbers),
    oracle: ([x], { axis }) =>
      kept(x!, index => upTo(x!, axis, index).reduce((product, value) => product * value, 1)),
    terms: 8,
  },
  cumSum: {
    dtypes: floats,
    cases: alongAxis(directed, anyNumbers),
    oracle: ([x], { axis, reverse }) =>
      kept(x!, index =>
        lineAt(x!, axis, index)
          .filter((_, i) => (reverse ? i >= index[axis]! : i <= index[axis]!))
          .reduce((total, value) => total + value, 0),
      ),
    linear: 'jointly',
  },
  linearRecurrence: {
    dtypes: floats,
    cases: alongAxis(directed, anyNumbers, anyNumbers),
    oracle: ([a, b], { axis, reverse }) =>
      kept(b!, index => {
        const place = index[axis]!
        let value = 0
        for (let step = 0; step < b!.shape[axis]!; step++) {
          const i = reverse ? b!.shape[axis]! - 1 - step : step
          value = a!.at(index.with(axis, i)) * value + b!.at(index.with(axis, i))
          if (i === place) return value
        }
        return value
      }),
    terms: 16,
  },
  logCumSumExp: {
    dtypes: floats,
    cases: alongAxis(none, anyNumbers),
    oracle: ([x], { axis }) =>
      kept(x!, index => Math.log(upTo(x!, axis, index).reduce((total, value) => total + Math.exp(value), 0))),
    terms: 8,
  },
  sort: {
    dtypes: everyDType,
    cases: alongAxis(ordered, apart),
    oracle: ([x], { axis, descending }) =>
      kept(x!, index => {
        const places = placesIn(x!, axis, index, descending)
        return x!.at(index.with(axis, places[index[axis]!]!))
      }),
    kinky: true,
  },
}
