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
import { placesInOrder } from './placesInOrder.ts'
import { sortDoubles } from './sortedDoubles.ts'
import { sortIntegers } from './sortedIntegers.ts'
import { sortSingles } from './sortedSingles.ts'
import type { Line } from './sortKeys.ts'

export interface SortOptions extends AlongOptions {
  readonly descending: boolean
}

const eachLine = (y: View, axis: number, visit: (line: Line) => void): void => {
  const { outer, length, inner } = linesOf(y.shape, axis)
  for (let block = 0; block < outer; block++)
    for (let j = 0; j < inner; j++) visit({ from: block * length * inner + j, stride: inner, length })
}

/** Writes the numbers of a line in ascending order. */
const sortLine = (xs: Elements, ys: Elements): void => {
  if (xs instanceof Float64Array) sortDoubles(xs, ys as typeof xs)
  else if (xs instanceof Float32Array) sortSingles(xs, ys as typeof xs)
  else sortIntegers(xs, ys as typeof xs)
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
      const places = placesInOrder(x!.elements, x!.dtype, line, descending)
      if (line.stride === 1) ys.set(places, line.from)
      else for (let i = 0, at = line.from; i < line.length; i++, at += line.stride) ys[at] = places[i]!
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
    eachLine(y, axis, ({ from, stride, length }) => {
      if (stride === 1) {
        const sorted = ys.subarray(from, from + length)
        sortLine(xs.subarray(from, from + length), sorted)
        if (descending) sorted.reverse()
        return
      }
      const line = xs.slice(0, length)
      for (let i = 0, at = from; i < length; i++, at += stride) line[i] = xs[at]!
      const sorted = line.slice()
      sortLine(line, sorted)
      if (descending) sorted.reverse()
      for (let i = 0, at = from; i < length; i++, at += stride) ys[at] = sorted[i]!
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
