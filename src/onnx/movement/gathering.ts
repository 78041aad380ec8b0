/**
 * Operators that take and put elements by indices, which may count from the back.
 *
 * @module
 */
import * as op from '../../operation/index.ts'
import { type Shape, sizeOf } from '../../tensor/shape.ts'
import type { AnyTensor, Tensor } from '../../tensor/tensor.ts'
import {
  add,
  any,
  axisOf,
  broadcast,
  convert,
  filled,
  gather,
  greater,
  indices,
  mul,
  range,
  reshape,
  select,
  transpose,
} from '../node/arrays.ts'
import { knownNumber, need } from '../node/make.ts'
import type { NodeView } from '../node/nodeView.ts'
import type { Operator } from '../node/operator.ts'
import { wrong } from '../node/refusal.ts'
import { computed } from '../node/value.ts'

/** Indices counted from the front. */
export const fromFront = (at: AnyTensor, size: number): Tensor => {
  const i = convert('i32', at)
  const zero = filled(i.shape, 0, 'i32')
  return select(greater(zero, i), add(i, filled(i.shape, size, 'i32')), i)
}

const movedTo = (
  x: AnyTensor,
  axis: number,
): { readonly front: Tensor; readonly back: (y: AnyTensor) => Tensor } => {
  const order = [axis, ...range(x.shape.length).filter(i => i !== axis)]
  return {
    front: transpose(order, x),
    back: y =>
      transpose(
        range(x.shape.length).map(i => order.indexOf(i)),
        y,
      ),
  }
}

/** Rows along an axis by indices of any shape, which take the axis' place. */
export const gatherAlong = (x: Tensor, at: AnyTensor, axis: number): Tensor => {
  const front = movedTo(x, axis).front
  const rows = gather(front, fromFront(at, x.shape[axis]!))
  const k = at.shape.length
  return transpose([...range(axis, k), ...range(k), ...range(x.shape.length - axis - 1, k + axis)], rows)
}

/** The place in a flat tensor of each element of a block, where those along one axis are given. */
export const flatPlaces = (shape: Shape, at: Tensor, axis: number): Tensor => {
  const strides = shape.map((_, i) => shape.slice(i + 1).reduce((n, m) => n * m, 1))
  return at.shape.reduce<Tensor>(
    (total, n, i) => {
      if (i === axis) return total
      const own = reshape(
        at.shape.map((_, j) => (j === i ? n : 1)),
        indices(range(n).map(k => k * strides[i]!)),
      )
      return add(total, own)
    },
    mul(at, filled([], strides[axis]!, 'i32')),
  )
}

export const flat = (x: AnyTensor): Tensor => reshape([sizeOf(x.shape)], x)

/** The place of each row that a tuple of indices along the last axis names, after `batch` axes that are walked together. */
export const tuplePlaces = (shape: Shape, at: AnyTensor, batch: number): Tensor => {
  const depth = at.shape[at.shape.length - 1]!
  const front = at.shape.slice(0, -1)
  const sizes = shape.slice(0, batch + depth)
  const strides = sizes.map((_, i) => sizes.slice(i + 1).reduce((n, m) => n * m, 1))
  let total = filled(front, 0, 'i32')
  for (const i of range(depth)) {
    const column = op.slice(
      at.shape.map((_, j) => (j === at.shape.length - 1 ? i : 0)),
      at.shape.map((n, j) => (j === at.shape.length - 1 ? 1 : n)),
    )(any(at))
    const own = fromFront(reshape(front, column), shape[batch + i]!)
    total = add(total, mul(own, filled([], strides[batch + i]!, 'i32')))
  }
  for (const i of range(batch))
    total = add(
      total,
      reshape(
        front.map((_, j) => (j === i ? front[i]! : 1)),
        indices(range(shape[i]!).map(k => k * strides[i]!)),
      ),
    )
  return total
}

const takeAlongAxis = (node: NodeView): ((x: Tensor, at: Tensor) => Tensor) => {
  const given = node.int('axis', 0)
  return (x, at) => {
    const axis = axisOf(given, x.shape.length)
    const places = flatPlaces(x.shape, fromFront(at, x.shape[axis]!), axis)
    return reshape(at.shape, gather(flat(x), flat(places)))
  }
}

export const gatherings: Readonly<Record<string, Operator>> = {
  Gather: {
    inputs: [2, 2],
    moves: [0],
    attributes: { axis: 'int' },
    prepare: node => {
      const axis = node.int('axis', 0)
      return inputs => {
        const x = need(inputs, 0)
        return computed(
          x.type,
          gatherAlong(x.tensor(), need(inputs, 1).tensor(), axisOf(axis, x.shape.length)),
        )
      }
    },
  },
  GatherElements: {
    since: 11,
    inputs: [2, 2],
    moves: [0],
    attributes: { axis: 'int' },
    prepare: node => {
      const take = takeAlongAxis(node)
      return inputs =>
        computed(need(inputs, 0).type, take(need(inputs, 0).tensor(), need(inputs, 1).tensor()))
    },
  },
  GatherND: {
    since: 11,
    inputs: [2, 2],
    moves: [0],
    attributes: { batch_dims: 'int' },
    prepare: node => {
      const batch = node.int('batch_dims', 0)
      return inputs => {
        const [x, at] = [need(inputs, 0), need(inputs, 1)]
        const depth = at.shape[at.shape.length - 1] ?? wrong('its indices have no axes')
        if (batch + depth > x.shape.length)
          wrong(`its indices name ${depth} axes of [${x.shape.join(', ')}] after ${batch}`)
        const places = tuplePlaces(x.shape, at.tensor(), batch)
        const rows = sizeOf(x.shape.slice(0, batch + depth))
        const rest = x.shape.slice(batch + depth)
        const found = gather(reshape([rows, ...rest], x.tensor()), flat(places))
        return computed(x.type, reshape([...at.shape.slice(0, -1), ...rest], found))
      }
    },
  },
  OneHot: {
    since: 9,
    inputs: [3, 3],
    known: [1],
    attributes: { axis: 'int' },
    prepare: node => inputs => {
      const [at, values] = [need(inputs, 0), need(inputs, 2)]
      const depth = knownNumber(inputs, 1) ?? wrong('its depth is missing')
      const axis = axisOf(node.int('axis', -1), at.shape.length + 1)
      const i = fromFront(convert('i32', at.tensor()), depth)
      const shape = [...at.shape.slice(0, axis), depth, ...at.shape.slice(axis)]
      const own = reshape([...at.shape.slice(0, axis), 1, ...at.shape.slice(axis)], i)
      const all = reshape(
        shape.map((n, j) => (j === axis ? n : 1)),
        indices(range(depth)),
      )
      const is = op.equal(broadcast(shape, own), broadcast(shape, all))
      const [off, on] = [0, 1].map(k => reshape([], op.slice([k], [1])(values.tensor())))
      return computed(values.type, select(any(is), on!, off!))
    },
  },
}
