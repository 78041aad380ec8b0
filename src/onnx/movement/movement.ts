/**
 * Operators that move elements: shapes, axes, blocks, repetition.
 *
 * @module
 */
import * as op from '../../operation/index.ts'
import { sizeOf } from '../../tensor/shape.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import {
  any,
  axesOf,
  axisOf,
  broadcast,
  commonShape,
  concat,
  range,
  reshape,
  sliceAlong,
  take,
  transpose,
} from '../node/arrays.ts'
import { knownNumbers, need } from '../node/make.ts'
import type { NodeView } from '../node/nodeView.ts'
import type { Operator } from '../node/operator.ts'
import { wrong } from '../node/refusal.ts'
import type { Inputs } from '../node/subgraph.ts'
import { computed, ofIntegers, type Value } from '../node/value.ts'
import { moving } from './moving.ts'

/** A list of numbers: an attribute, or an input. */
const listOf = (node: NodeView, name: string, inputs: Inputs, i: number): readonly number[] | undefined =>
  node.has(name) ? node.ints(name) : knownNumbers(inputs, i)

const targetOf = (node: NodeView, x: Tensor, wanted: readonly number[]): readonly number[] => {
  const allowZero = node.flag('allowzero', false)
  const sizes = wanted.map((n, axis) =>
    n === 0 && !allowZero
      ? (x.shape[axis] ??
        wrong(`the wanted size 0 at axis ${axis} keeps what [${x.shape.join(', ')}] does not have`))
      : n,
  )
  const free = sizes.indexOf(-1)
  if (free !== sizes.lastIndexOf(-1) || sizes.some(n => n < -1))
    wrong(`[${wanted.join(', ')}] is not a shape`)
  if (free === -1) return sizes
  const others = sizes.reduce((n, m, axis) => (axis === free ? n : n * m), 1)
  const size = others === 0 ? 0 : sizeOf(x.shape) / others
  if (!Number.isInteger(size)) wrong(`[${x.shape.join(', ')}] has no shape [${wanted.join(', ')}]`)
  return sizes.map((n, axis) => (axis === free ? size : n))
}

/** A block with steps, which may go backwards. */
const sliced = (node: NodeView, x: Tensor, inputs: Inputs): Tensor => {
  const starts = listOf(node, 'starts', inputs, 1) ?? wrong('its starts are missing')
  const ends = listOf(node, 'ends', inputs, 2) ?? wrong('its ends are missing')
  const axes = axesOf(listOf(node, 'axes', inputs, 3) ?? range(starts.length), x.shape.length)
  const steps = knownNumbers(inputs, 4) ?? starts.map(() => 1)
  if (ends.length !== starts.length || axes.length !== starts.length || steps.length !== starts.length)
    wrong(
      `its starts, ends, axes and steps have ${[starts, ends, axes, steps].map(list => list.length).join(', ')} numbers, but as many of each are wanted`,
    )
  return axes.reduce((y, axis, i) => {
    const n = x.shape[axis]!
    const step = steps[i]!
    if (step === 0) wrong('a step is 0')
    const clamp = (k: number, low: number, high: number): number =>
      Math.min(Math.max(k < 0 ? k + n : k, low), high)
    const from = step > 0 ? clamp(starts[i]!, 0, n) : clamp(starts[i]!, 0, n - 1)
    const to = step > 0 ? clamp(ends[i]!, 0, n) : clamp(ends[i]!, -1, n - 1)
    const count = Math.max(0, Math.ceil((to - from) / step))
    if (step === 1) return sliceAlong(axis, count === 0 ? 0 : from, count, y)
    return take(
      axis,
      range(count).map(k => from + k * step),
      y,
    )
  }, x)
}

/** The sizes of a split. */
const partsOf = (node: NodeView, inputs: Inputs, n: number): readonly number[] => {
  const given = listOf(node, 'split', inputs, 1)
  if (given !== undefined) {
    if (given.reduce((a, b) => a + b, 0) !== n) wrong(`its parts [${given.join(', ')}] do not add up to ${n}`)
    return given
  }
  const count = node.has('num_outputs') ? node.int('num_outputs') : node.node.output.length
  if (count < 1) wrong(`it is to have ${count} parts`)
  const each = Math.ceil(n / count)
  return range(count).map(i => Math.max(0, Math.min(each, n - i * each)))
}

const shapeOfNode: Operator = {
  inputs: [1, 1],
  ofShapes: true,
  attributes: { start: 'int', end: 'int' },
  prepare: node => {
    const [start, end] = [node.int('start', 0), node.int('end', Number.POSITIVE_INFINITY)]
    return inputs => {
      const { shape } = need(inputs, 0)
      const clamp = (k: number): number => Math.min(Math.max(k < 0 ? k + shape.length : k, 0), shape.length)
      const sizes = shape.slice(clamp(start), Math.max(clamp(start), clamp(end)))
      return ofIntegers('int64', [sizes.length], sizes.map(BigInt))
    }
  },
}

export const movements: Readonly<Record<string, Operator>> = {
  Identity: { inputs: [1, 1], moves: [0], prepare: () => inputs => need(inputs, 0) },
  Shape: shapeOfNode,
  Size: {
    inputs: [1, 1],
    ofShapes: true,
    prepare: () => inputs => ofIntegers('int64', [], [BigInt(sizeOf(need(inputs, 0).shape))]),
  },
  Reshape: moving(
    node => (x, inputs) => {
      const wanted = listOf(node, 'shape', inputs, 1) ?? wrong('its shape is missing')
      return reshape(targetOf(node, x, wanted), x)
    },
    { inputs: [1, 2], known: [1], attributes: { allowzero: 'int', shape: 'ints' } },
  ),
  Flatten: moving(
    node => {
      const given = node.int('axis', 1)
      return x => {
        const axis = given === x.shape.length ? given : axisOf(given, x.shape.length)
        const sizes = [x.shape.slice(0, axis), x.shape.slice(axis)].map(part =>
          part.reduce((n, m) => n * m, 1),
        )
        return reshape(sizes, x)
      }
    },
    { attributes: { axis: 'int' } },
  ),
  Squeeze: moving(
    node => (x, inputs) => {
      const given = listOf(node, 'axes', inputs, 1)
      const axes =
        given === undefined
          ? range(x.shape.length).filter(i => x.shape[i] === 1)
          : axesOf(given, x.shape.length)
      const wide = axes.find(axis => x.shape[axis] !== 1)
      if (wide !== undefined)
        wrong(`axis ${wide} of [${x.shape.join(', ')}] is to be squeezed, but is not of size 1`)
      return reshape(
        x.shape.filter((_, i) => !axes.includes(i)),
        x,
      )
    },
    { inputs: [1, 2], known: [1], attributes: { axes: 'ints' } },
  ),
  Unsqueeze: moving(
    node => (x, inputs) => {
      const given = listOf(node, 'axes', inputs, 1) ?? wrong('its axes are missing')
      const rank = x.shape.length + given.length
      const axes = axesOf(given, rank)
      const rest = [...x.shape]
      return reshape(
        range(rank).map(i => (axes.includes(i) ? 1 : rest.shift()!)),
        x,
      )
    },
    { inputs: [1, 2], known: [1], attributes: { axes: 'ints' } },
  ),
  Transpose: moving(
    node => x => {
      const axes = node.ints('perm', range(x.shape.length).toReversed())
      if (axes.length !== x.shape.length)
        wrong(`perm [${axes.join(', ')}] is not an order of the axes of [${x.shape.join(', ')}]`)
      return transpose(axesOf(axes, x.shape.length), x)
    },
    { attributes: { perm: 'ints' } },
  ),
  Concat: {
    inputs: [1, Number.POSITIVE_INFINITY],
    moves: range(64),
    attributes: { axis: 'int' },
    prepare: node => {
      const axis = node.int('axis')
      return inputs => {
        const values = inputs.map((_, i) => need(inputs, i))
        const other = values.find(({ type }) => type !== values[0]!.type)
        if (other !== undefined)
          wrong(`its inputs are of ${values[0]!.type} and ${other.type}, but have to be of one type`)
        const at = axisOf(axis, values[0]!.shape.length)
        return computed(
          values[0]!.type,
          concat(
            at,
            values.map(value => value.tensor()),
          ),
        )
      }
    },
  },
  Split: {
    inputs: [1, 2],
    outputs: Number.POSITIVE_INFINITY,
    known: [1],
    moves: [0],
    attributes: { axis: 'int', split: 'ints', num_outputs: 'int' },
    prepare: node => inputs => {
      const x = need(inputs, 0)
      const axis = axisOf(node.int('axis', 0), x.shape.length)
      const parts = partsOf(node, inputs, x.shape[axis]!)
      if (parts.length !== node.node.output.length)
        wrong(`it has ${node.node.output.length} outputs, but ${parts.length} parts`)
      let from = 0
      return parts.map((count): Value => {
        const part = sliceAlong(axis, from, count, x.tensor())
        from += count
        return computed(x.type, part)
      })
    },
  },
  Slice: moving(node => (x, inputs) => sliced(node, x, inputs), {
    inputs: [1, 5],
    known: [1, 2, 3, 4],
    attributes: { starts: 'ints', ends: 'ints', axes: 'ints' },
  }),
  Expand: moving(
    () => (x, inputs) => {
      const wanted = knownNumbers(inputs, 1) ?? wrong('its shape is missing')
      return broadcast(commonShape([x.shape, wanted]), x)
    },
    { since: 8, inputs: [2, 2], known: [1] },
  ),
  Tile: moving(
    () => (x, inputs) => {
      const times = knownNumbers(inputs, 1) ?? wrong('its repeats are missing')
      if (times.length !== x.shape.length)
        wrong(`its repeats [${times.join(', ')}] are not one for each axis of [${x.shape.join(', ')}]`)
      return any(op.tile([...times])(x))
    },
    { inputs: [2, 2], known: [1] },
  ),
}
