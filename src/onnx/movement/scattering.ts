/**
 * Operators that put elements to places, instead of others or combined with them.
 *
 * @module
 */
import * as op from '../../operation/index.ts'
import { sizeOf } from '../../tensor/shape.ts'
import type { AnyTensor, Tensor } from '../../tensor/tensor.ts'
import {
  add,
  any,
  axisOf,
  broadcast,
  concat,
  convert,
  filled,
  gather,
  greater,
  indices,
  ints,
  isFloat,
  mul,
  numbers,
  range,
  reshape,
  scatterAdd,
  select,
} from '../node/arrays.ts'
import { need } from '../node/make.ts'
import type { Operator } from '../node/operator.ts'
import { wrong } from '../node/refusal.ts'
import { computed } from '../node/value.ts'
import { flat, flatPlaces, fromFront, tuplePlaces } from './gathering.ts'

type Combine = 'none' | 'add' | 'mul' | 'max' | 'min'

/**
 * Rows of a table with others put to some places: instead of them, or combined with them. Which of several updates of one place counts
 * is found by comparing places, so that all of it has derivatives.
 */
const scattered = (table: Tensor, places: Tensor, updates: Tensor, how: Combine): Tensor => {
  const [n, width] = [table.shape[0]!, table.shape[1]!]
  const m = places.shape[0]!
  if (m === 0) return table
  if (how === 'add' && isFloat(table)) return add(table, scatterAdd(n, updates, places))
  if (how === 'none') {
    // The last update of each place, and the table where there is none.
    const last = lastOf(places, n)
    const both = concat(0, [table, updates])
    return gather(both, last)
  }
  // One after the other: each update reads what the ones before made.
  return range(m).reduce<Tensor>((t, i) => {
    const place = op.slice([i], [1])(places)
    const row = broadcast([n, width], op.slice([i, 0], [1, width])(updates))
    const combined =
      how === 'add'
        ? add(t, row)
        : how === 'mul'
          ? mul(t, row)
          : how === 'max'
            ? select(greater(row, t), row, t)
            : select(greater(t, row), row, t)
    const here = op.equal(broadcast([n], place), any(indices(range(n))))
    return select(broadcast([n, width], reshape([n, 1], any(here))), combined, t)
  }, table)
}

/** For each of n places, n + the number of the last update of it, or its own number. */
const lastOf = (places: Tensor, n: number): Tensor => {
  const m = places.shape[0]!
  const scores = numbers(
    [m],
    range(m).map(i => i + 1),
    'f64',
  )
  // The largest number of an update at each place: sorted by place, the last of each run is the largest.
  const order = op.argsort(0)(any(convert('f64', places)))
  const sorted = gather(places, order)
  const number = gather(scores, order)
  const next = m === 1 ? indices([-1]) : concat(0, [op.slice([1], [m - 1])(sorted), any(indices([-1]))])
  const isLast = convert('f64', op.not(ints(op.equal(sorted, any(next)))))
  const counts = scatterAdd(n, mul(number, isLast), sorted)
  const found = convert('i32', counts)
  return select(
    greater(found, filled([n], 0, 'i32')),
    add(found, filled([n], n - 1, 'i32')),
    any(indices(range(n))),
  )
}

/** The same for elements that are integers: exact in f64. */
const scatter = (table: Tensor, places: Tensor, updates: Tensor, how: Combine): Tensor =>
  isFloat(table) || how === 'none'
    ? scattered(table, places, updates, how)
    : convert(table.dtype, scattered(convert('f64', table), places, convert('f64', updates), how))

const ways = ['none', 'add', 'mul', 'max', 'min'] as const

const scatterElements = (more: Partial<Operator>): Operator => ({
  inputs: [3, 3],
  alike: [0, 2],
  moves: [0, 2],
  attributes: { axis: 'int', reduction: 'string' },
  ...more,
  prepare: node => {
    const how = node.oneOf('reduction', ways, 'none')
    return inputs => {
      const [x, at, updates] = [need(inputs, 0), need(inputs, 1).tensor(), need(inputs, 2).tensor()]
      const axis = axisOf(node.int('axis', 0), x.shape.length)
      const places = flatPlaces(x.shape, fromFront(at, x.shape[axis]!), axis)
      const n = sizeOf(x.shape)
      const column = (y: AnyTensor): Tensor => reshape([sizeOf(y.shape), 1], y)
      const result = scatter(reshape([n, 1], x.tensor()), flat(places), column(updates), how)
      return computed(x.type, reshape(x.shape, result))
    }
  },
})

export const scatterings: Readonly<Record<string, Operator>> = {
  Scatter: scatterElements({ since: 9, until: 10 }),
  ScatterElements: scatterElements({ since: 11 }),
  ScatterND: {
    since: 11,
    inputs: [3, 3],
    alike: [0, 2],
    moves: [0, 2],
    attributes: { reduction: 'string' },
    prepare: node => {
      const how = node.oneOf('reduction', ways, 'none')
      return inputs => {
        const [x, at, updates] = [need(inputs, 0), need(inputs, 1), need(inputs, 2)]
        const depth = at.shape[at.shape.length - 1] ?? wrong('its indices have no axes')
        if (depth > x.shape.length) wrong(`its indices name ${depth} axes of [${x.shape.join(', ')}]`)
        const rows = sizeOf(x.shape.slice(0, depth))
        const width = sizeOf(x.shape.slice(depth))
        const places = flat(tuplePlaces(x.shape, at.tensor(), 0))
        const given = reshape([places.shape[0]!, width], updates.tensor())
        return computed(
          x.type,
          reshape(x.shape, scatter(reshape([rows, width], x.tensor()), places, given, how)),
        )
      }
    },
  },
}
