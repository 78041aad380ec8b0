/**
 * Specifications of the primitives that slide windows over images.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import type { AnyTensor, DType, Shape } from '../../src/index.ts'
import type { ConvolveOptions } from '../../src/primitive/window/convolution.ts'
import type { Pair } from '../../src/primitive/window/sliding.ts'
import { distinct } from '../arbitraries.ts'
import { filled, floats } from './inputs.ts'
import { indicesOf, type Plain } from './plain.ts'
import type { Case, Specifications } from './specification.ts'

const pairs = (min: number, max: number): Arbitrary<Pair> =>
  fc.tuple(fc.integer({ min, max }), fc.integer({ min, max }))

interface Shapes {
  readonly x: Shape
  readonly w: Shape
  readonly y: Shape
  readonly options: ConvolveOptions
}

const along = (f: (axis: 0 | 1, n: number) => number, [height, width]: Pair): readonly [number, number] => [
  f(0, height),
  f(1, width),
]

/** Images as large as the padded window needs, or a little larger, so that some columns are in no window. */
const convolutions: Arbitrary<Shapes> = fc
  .record({
    batch: fc.integer({ min: 0, max: 2 }),
    groups: fc.integer({ min: 1, max: 2 }),
    inputs: fc.integer({ min: 1, max: 2 }),
    outputs: fc.integer({ min: 1, max: 2 }),
    size: pairs(1, 3),
    strides: pairs(1, 3),
    padding: pairs(0, 2),
    dilations: pairs(1, 2),
    more: pairs(0, 3),
  })
  .map(({ batch, groups, inputs, outputs, size, more, ...sliding }) => {
    const { strides, padding, dilations } = sliding
    const extent = along((axis, n) => dilations[axis] * (n - 1) + 1, size)
    const image = along((axis, n) => Math.max(1, n - 2 * padding[axis]) + more[axis], extent)
    const windows = along(
      (axis, n) => Math.floor((n + 2 * padding[axis] - extent[axis]) / strides[axis]) + 1,
      image,
    )
    return {
      x: [batch, groups * inputs, ...image],
      w: [groups * outputs, inputs, ...size],
      y: [batch, groups * outputs, ...windows],
      options: { ...sliding, groups },
    }
  })

/** All ways in which an element of an image, a place in the kernel and an output meet. */
const meetings = (
  x: Shape,
  w: Shape,
  y: Shape,
  { strides, padding, dilations, groups }: ConvolveOptions,
): readonly (readonly [x: readonly number[], w: readonly number[], y: readonly number[]])[] =>
  indicesOf(y).flatMap(place => {
    const [n, o, r, s] = place as [number, number, number, number]
    const first = Math.floor(o / (w[0]! / groups)) * w[1]!
    return indicesOf(w.slice(1)).flatMap(([c, i, j]) => {
      const row = r * strides[0] - padding[0] + i! * dilations[0]
      const column = s * strides[1] - padding[1] + j! * dilations[1]
      const isInside = row >= 0 && row < x[2]! && column >= 0 && column < x[3]!
      return isInside ? [[[n, first + c!, row, column], [o, c!, i!, j!], place] as const] : []
    })
  })

/** Each number of one factor: the sum of the products of the other two wherever it meets them. */
const contraction = (
  shapes: Pick<Shapes, 'x' | 'w' | 'y'>,
  options: ConvolveOptions,
  gives: 0 | 1 | 2,
  [first, second]: readonly [readonly [0 | 1 | 2, Plain], readonly [0 | 1 | 2, Plain]],
): Plain => {
  const totals = new Map<string, number>()
  for (const met of meetings(shapes.x, shapes.w, shapes.y, options)) {
    const product = first[1].at(met[first[0]]) * second[1].at(met[second[0]])
    totals.set(String(met[gives]), (totals.get(String(met[gives])) ?? 0) + product)
  }
  return {
    shape: [shapes.x, shapes.w, shapes.y][gives] as Shape,
    dtype: first[1].dtype,
    at: index => totals.get(String(index)) ?? 0,
  }
}

const given =
  <O>(select: (shapes: Shapes) => readonly [Shape, Shape], options: (shapes: Shapes) => O) =>
  (dtype: DType): Arbitrary<Case<O>> =>
    convolutions.chain(shapes => {
      const [first, second] = select(shapes)
      return fc
        .tuple(filled(first, dtype), filled(second, dtype))
        .map((inputs: readonly AnyTensor[]) => ({ inputs, options: options(shapes) }))
    })

const sizeOf = (shape: Shape): Pair => [shape[2]!, shape[3]!]

export const sliding: Specifications<'argmaxWindows' | 'convolve' | 'convolveKernel' | 'convolveTransposed'> =
  {
    argmaxWindows: {
      dtypes: floats,
      cases: dtype =>
        fc
          .record({
            leading: fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 1, max: 2 })),
            size: pairs(1, 3),
            strides: pairs(1, 3),
            fraction: fc.tuple(fc.nat(2), fc.nat(2)),
            more: pairs(0, 3),
          })
          .chain(({ leading, size, strides, fraction, more }) => {
            const padding = along((axis, n) => Math.min(fraction[axis], n - 1), size)
            const image = along((axis, n) => Math.max(1, n - 2 * padding[axis]) + more[axis], size)
            const shape = [...leading, ...image]
            return fc
              .oneof(distinct(shape, { dtype }), filled(shape, dtype, fc.integer({ min: -1, max: 1 })))
              .map(x => ({ inputs: [x as AnyTensor], options: { size, strides, padding } }))
          }),
      oracle: ([x], { size, strides, padding }) => ({
        shape: [
          x!.shape[0]!,
          x!.shape[1]!,
          ...along(
            (axis, n) => Math.floor((n + 2 * padding[axis] - size[axis]) / strides[axis]) + 1,
            sizeOf(x!.shape),
          ),
        ],
        dtype: 'i32',
        at: ([n, c, r, s]) => {
          const [height, width] = sizeOf(x!.shape)
          const seen = indicesOf(size)
            .map(([i, j]) => [r! * strides[0] - padding[0] + i!, s! * strides[1] - padding[1] + j!] as const)
            .filter(([row, column]) => row >= 0 && row < height && column >= 0 && column < width)
          const values = seen.map(([row, column]) => x!.at([n!, c!, row, column]))
          const [row, column] = seen[values.indexOf(Math.max(...values))]!
          return row * width + column
        },
      }),
    },
    convolve: {
      dtypes: floats,
      cases: given(
        ({ x, w }) => [x, w],
        ({ options }) => options,
      ),
      oracle: ([x, w], options) => {
        const windows = along(
          (axis, n) =>
            Math.floor(
              (n + 2 * options.padding[axis] - options.dilations[axis] * (w!.shape[axis + 2]! - 1) - 1) /
                options.strides[axis],
            ) + 1,
          sizeOf(x!.shape),
        )
        const shapes = { x: x!.shape, w: w!.shape, y: [x!.shape[0]!, w!.shape[0]!, ...windows] }
        return contraction(shapes, options, 2, [
          [0, x!],
          [1, w!],
        ])
      },
      linear: 'each',
    },
    convolveKernel: {
      dtypes: floats,
      cases: given(
        ({ x, y }) => [x, y],
        ({ options, w }) => ({ ...options, size: sizeOf(w) }),
      ),
      oracle: ([x, y], options) => {
        const w = [y!.shape[1]!, x!.shape[1]! / options.groups, ...options.size]
        return contraction({ x: x!.shape, w, y: y!.shape }, options, 1, [
          [0, x!],
          [2, y!],
        ])
      },
      linear: 'each',
    },
    convolveTransposed: {
      dtypes: floats,
      cases: given(
        ({ y, w }) => [y, w],
        ({ options, x }) => ({ ...options, size: sizeOf(x) }),
      ),
      oracle: ([y, w], options) => {
        const x = [y!.shape[0]!, w!.shape[1]! * options.groups, ...options.size]
        return contraction({ x, w: w!.shape, y: y!.shape }, options, 0, [
          [2, y!],
          [1, w!],
        ])
      },
      linear: 'each',
    },
  }
