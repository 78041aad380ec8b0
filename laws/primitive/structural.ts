/**
 * Specifications of the primitives that move elements about, and of those that sum or choose along axes.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import type { Shape } from '../../src/index.ts'
import { distinct, shapes } from '../arbitraries.ts'
import { everyDType, filled, floats, smallShapes } from './inputs.ts'
import { along, indicesOf, without } from './plain.ts'
import type { Specifications } from './specification.ts'

const axesOf = (shape: Shape): number[] => shape.map((_, axis) => axis)
const sizeOf = (shape: Shape): number => shape.reduce((product, n) => product * n, 1)

/** Shapes of as many elements. */
const reshaped = (shape: Shape): Arbitrary<Shape> =>
  fc.constantFrom<Shape>(
    [sizeOf(shape)],
    [1, sizeOf(shape)],
    [...shape].reverse(),
    [...shape, 1],
    [1, ...shape],
  )

const counts = (shape: Shape): Arbitrary<number[]> => fc.tuple(...shape.map(() => fc.nat(2)))

/** Where a block of a shape begins, and its sizes. */
const blockIn = (shape: Shape): Arbitrary<{ start: number[]; sizes: number[] }> =>
  fc.tuple(...shape.map(n => fc.tuple(fc.nat(n), fc.nat(n)))).map(cuts => ({
    start: cuts.map(([a, b]) => Math.min(a, b)),
    sizes: cuts.map(([a, b]) => Math.abs(a - b)),
  }))

/** Sizes of parts that are all alike: only then does one fit in the place of another. */
const alike = fc
  .tuple(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 2, max: 3 }))
  .map(([size, parts]) => Array.from({ length: parts }, () => size))

const cubes: Arbitrary<Shape> = fc.constantFrom(2, 3).map(n => [n, n, n])

/** Orders of axes, often those that are not their own inverse: two axes exchanged are. */
const orders = (axes: readonly number[]): Arbitrary<readonly number[]> =>
  fc.oneof(
    fc.shuffledSubarray([...axes], { minLength: axes.length }),
    fc.constant([...axes.slice(1), ...axes.slice(0, 1)]),
  )

export const structural: Specifications<
  'argmax' | 'broadcast' | 'concat' | 'max' | 'pad' | 'reshape' | 'slice' | 'sum' | 'transpose'
> = {
  argmax: {
    dtypes: floats,
    cases: dtype =>
      shapes({ rank: 2, max: 3 })
        .chain(lead => fc.integer({ min: 1, max: 4 }).map(n => [...lead, n]))
        .chain(shape => filled(shape, dtype, fc.integer({ min: -1, max: 1 })))
        .map(x => ({ inputs: [x], options: {} })),
    oracle: ([x]) => ({
      shape: x!.shape.slice(0, -1),
      dtype: 'i32',
      at: index => {
        const row = along(x!, [x!.shape.length - 1], index)
        return row.indexOf(Math.max(...row))
      },
    }),
  },
  broadcast: {
    dtypes: everyDType,
    cases: dtype =>
      smallShapes
        .chain(shape => fc.record({ shape: fc.constant(shape), axes: fc.shuffledSubarray(axesOf(shape)) }))
        .chain(options =>
          filled(
            options.axes.map(axis => options.shape[axis] as number),
            dtype,
          ).map(x => ({ inputs: [x], options })),
        ),
    oracle: ([x], { shape, axes }) => ({
      shape,
      dtype: x!.dtype,
      at: index => x!.at(axes.map(axis => index[axis] as number)),
    }),
    linear: 'jointly',
  },
  concat: {
    dtypes: everyDType,
    cases: dtype =>
      shapes({ rank: 3, max: 3, min: 0 })
        .filter(shape => shape.length > 0)
        .chain(shape =>
          fc.tuple(
            fc.constant(shape),
            fc.nat(shape.length - 1),
            fc.oneof(fc.array(fc.nat(2), { minLength: 1, maxLength: 3 }), alike),
          ),
        )
        .chain(([shape, axis, sizes]) =>
          fc
            .tuple(...sizes.map(size => filled(shape.with(axis, size), dtype)))
            .map(inputs => ({ inputs, options: { axis } })),
        ),
    oracle: (inputs, { axis }) => ({
      shape: inputs[0]!.shape.with(
        axis,
        inputs.reduce((n, x) => n + x.shape[axis]!, 0),
      ),
      dtype: inputs[0]!.dtype,
      at: index => {
        let place = index[axis] as number
        for (const x of inputs) {
          if (place < x.shape[axis]!) return x.at(index.with(axis, place))
          place -= x.shape[axis]!
        }
        return Number.NaN
      },
    }),
    linear: 'jointly',
  },
  max: {
    dtypes: floats,
    cases: dtype =>
      shapes({ rank: 3, max: 3 })
        .chain(shape => fc.tuple(distinct(shape, { dtype }), fc.shuffledSubarray(axesOf(shape))))
        .map(([x, axes]) => ({ inputs: [x], options: { axes } })),
    oracle: ([x], { axes }) => ({
      shape: without(x!.shape, axes),
      dtype: x!.dtype,
      at: index => [...along(x!, axes, index)].sort((a, b) => b - a)[0] as number,
    }),
    kinky: true,
  },
  pad: {
    dtypes: floats,
    cases: dtype =>
      smallShapes.chain(shape =>
        fc.record({
          inputs: fc.tuple(filled(shape, dtype)),
          options: fc.record({ before: counts(shape), after: counts(shape) }),
        }),
      ),
    oracle: ([x], { before, after }) => ({
      shape: x!.shape.map((n, axis) => before[axis]! + n + after[axis]!),
      dtype: x!.dtype,
      at: index => {
        const inner = index.map((i, axis) => i - before[axis]!)
        return inner.every((i, axis) => i >= 0 && i < x!.shape[axis]!) ? x!.at(inner) : 0
      },
    }),
    linear: 'jointly',
  },
  reshape: {
    dtypes: everyDType,
    cases: dtype =>
      smallShapes.chain(shape =>
        fc.record({ inputs: fc.tuple(filled(shape, dtype)), options: fc.record({ shape: reshaped(shape) }) }),
      ),
    oracle: ([x], { shape }) => {
      const values = indicesOf(x!.shape).map(x!.at)
      return {
        shape,
        dtype: x!.dtype,
        at: index => values[index.reduce((position, i, axis) => position * shape[axis]! + i, 0)] as number,
      }
    },
    linear: 'jointly',
  },
  slice: {
    dtypes: everyDType,
    cases: dtype =>
      smallShapes.chain(shape =>
        fc.record({ inputs: fc.tuple(filled(shape, dtype)), options: blockIn(shape) }),
      ),
    oracle: ([x], { start, sizes }) => ({
      shape: sizes,
      dtype: x!.dtype,
      at: index => x!.at(index.map((i, axis) => i + start[axis]!)),
    }),
    linear: 'jointly',
  },
  sum: {
    dtypes: floats,
    cases: dtype =>
      smallShapes
        .chain(shape => fc.tuple(filled(shape, dtype), fc.shuffledSubarray(axesOf(shape))))
        .map(([x, axes]) => ({ inputs: [x], options: { axes } })),
    oracle: ([x], { axes }) => ({
      shape: without(x!.shape, axes),
      dtype: x!.dtype,
      at: index => along(x!, axes, index).reduce((total, value) => total + value, 0),
    }),
    linear: 'jointly',
  },
  transpose: {
    dtypes: everyDType,
    cases: dtype =>
      fc
        .oneof(smallShapes, cubes)
        .chain(shape => fc.tuple(filled(shape, dtype), orders(axesOf(shape))))
        .map(([x, axes]) => ({ inputs: [x], options: { axes } })),
    oracle: ([x], { axes }) => ({
      shape: axes.map(axis => x!.shape[axis]!),
      dtype: x!.dtype,
      at: index => x!.at(axesOf(x!.shape).map(axis => index[axes.indexOf(axis)]!)),
    }),
    linear: 'jointly',
  },
}
