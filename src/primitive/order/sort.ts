/**
 * Order along an axis: sorted values, and the positions that sort them.
 *
 * @module
 */
import type { Elements } from '../../tensor/dtype.ts'
import type { AnyTensor } from '../../tensor/tensor.ts'
import { bind } from '../core/bind.ts'
import { notDifferentiable, type Primitive, type View } from '../core/primitive.ts'
import { input, requireAxes } from '../core/rule.ts'
import { type AlongOptions, linesOf } from '../movement/line.ts'
import { takeAlongAxis } from '../movement/takeAlongAxis.ts'
import { radixSorted } from './radix.ts'
import { keysOf, type Line } from './sortKeys.ts'

export interface SortOptions extends AlongOptions {
  readonly descending: boolean
}

const eachLine = (y: View, axis: number, visit: (line: Line) => void): void => {
  const { outer, length, inner } = linesOf(y.shape, axis)
  for (let block = 0; block < outer; block++)
    for (let j = 0; j < inner; j++) visit({ from: block * length * inner + j, stride: inner, length })
}

/** Below so many elements, comparing them is faster than counting digits. */
const few = 400

/** Whether of two places the second comes strictly first: NaN after all, and equal ones as they are. */
const precedes = (b: number, a: number): boolean => b < a || (Number.isNaN(a) && !Number.isNaN(b))

/** The places of a few numbers in ascending order, by merging: stable. */
const merged = (values: Float64Array): Int32Array => {
  const n = values.length
  let from = Int32Array.from({ length: n }, (_, i) => i)
  let to = new Int32Array(n)
  for (let width = 1; width < n; width *= 2) {
    for (let start = 0; start < n; start += 2 * width) {
      const [middle, end] = [Math.min(start + width, n), Math.min(start + 2 * width, n)]
      let [left, right] = [start, middle]
      for (let i = start; i < end; i++)
        to[i] =
          left < middle && (right >= end || !precedes(values[from[right]!]!, values[from[left]!]!))
            ? from[left++]!
            : from[right++]!
    }
    ;[from, to] = [to, from]
  }
  return from
}

/** For a few numbers in descending order: their order reversed, with NaN in front. Negated they would have NaN at the end. */
const mergedDown = (values: Float64Array): Int32Array => {
  const n = values.length
  // Reversed twice, so that equal ones stay as they are.
  return merged(values.toReversed())
    .reverse()
    .map(place => n - 1 - place)
}

const orderOf = (xs: Elements, x: View, line: Line, descending: boolean): ArrayLike<number> => {
  if (line.length <= few) {
    const values = new Float64Array(line.length)
    for (let i = 0, at = line.from; i < line.length; i++, at += line.stride) values[i] = xs[at]!
    return descending ? mergedDown(values) : merged(values)
  }
  const keys = keysOf(xs, x.dtype, line, descending)
  const places = new Uint32Array(line.length)
  for (let i = 0; i < places.length; i++) places[i] = i
  return radixSorted([...keys, places], keys.length).at(-1) as Uint32Array
}

export const Argsort: Primitive<SortOptions> = {
  name: 'argsort',
  shape: (inputs, { axis }) => {
    const { shape } = input(inputs, 0)
    requireAxes('argsort', shape, [axis])
    return { shape, dtype: 'i32' }
  },
  kernel: ([x], y, { axis, descending }) => {
    const ys = y.elements
    eachLine(y, axis, line => {
      const order = orderOf(x!.elements, x!, line, descending)
      for (let i = 0, at = line.from; i < line.length; i++, at += line.stride) ys[at] = order[i]!
    })
  },
  partials: notDifferentiable,
}

export const Sort: Primitive<SortOptions> = {
  name: 'sort',
  shape: (inputs, { axis }) => {
    const { shape, dtype } = input(inputs, 0)
    requireAxes('sort', shape, [axis])
    return { shape, dtype }
  },
  kernel: ([x], y, { axis, descending }) => {
    const [xs, ys] = [x!.elements, y.elements]
    eachLine(y, axis, line => {
      const { from, stride, length } = line
      if (stride === 1 && !descending && length <= few) {
        // Of the host, which puts NaN last, too.
        ys.set(xs.subarray(from, from + length), from)
        ys.subarray(from, from + length).sort()
        return
      }
      const order = orderOf(xs, x!, line, descending)
      for (let i = 0, at = from; i < length; i++, at += stride) ys[at] = xs[from + order[i]! * stride]!
    })
  },
  // Sorting permutes; its transpose permutes back, by what sorts the permutation.
  partials: ([x], _, options) => {
    if (x!.kind !== 'float') return [null]
    const { axis } = options
    const order = (): AnyTensor => bind(Argsort, options, [x!])
    return [
      {
        apply: dx => takeAlongAxis(axis, dx, order()),
        transpose: dy => takeAlongAxis(axis, dy, bind(Argsort, { axis, descending: false }, [order()])),
      },
    ]
  },
}
