/**
 * Operators along an axis, limits, and borders.
 *
 * @module
 */
import * as op from '../../operation/index.ts'
import type { AnyTensor, Tensor } from '../../tensor/tensor.ts'
import {
  any,
  axesOf,
  axisOf,
  concat,
  convert,
  filled,
  greater,
  isFloat,
  padded,
  range,
  reshape,
  select,
  sliceAlong,
  take,
  takeAlong,
  throughFloats,
} from '../node/arrays.ts'
import { inType, knownNumber, knownNumbers, need } from '../node/make.ts'
import type { NodeView } from '../node/nodeView.ts'
import type { Operator } from '../node/operator.ts'
import { wrong } from '../node/refusal.ts'
import type { Inputs } from '../node/subgraph.ts'
import { computed, type Value } from '../node/value.ts'
import { dropout } from './dropping.ts'

/** Sums or products so far; without the element itself, or from the end, where the node says so. */
const soFar = (f: (axis: number) => (x: Tensor) => AnyTensor, neutral: number, since: number): Operator => ({
  since,
  inputs: [2, 2],
  known: [1],
  attributes: { exclusive: 'int', reverse: 'int' },
  prepare: node => {
    const [exclusive, reverse] = [node.flag('exclusive', false), node.flag('reverse', false)]
    return inputs => {
      const x = need(inputs, 0)
      const axis = axisOf(knownNumber(inputs, 1) ?? 0, x.shape.length)
      const along = throughFloats(y => {
        const turned = reverse ? any(op.flip(axis)(y)) : y
        const n = y.shape[axis]!
        const first = filled(
          y.shape.map((m, i) => (i === axis ? 1 : m)),
          neutral,
          y.dtype,
        )
        const moved = exclusive && n > 0 ? concat(axis, [first, sliceAlong(axis, 0, n - 1, turned)]) : turned
        const result = any(f(axis)(moved))
        return reverse ? op.flip(axis)(result) : result
      })
      return inType(x.type, along(x.tensor()))
    }
  },
})

const topK: Operator = {
  inputs: [1, 2],
  outputs: 2,
  known: [1],
  attributes: { axis: 'int', k: 'int', largest: 'int', sorted: 'int' },
  prepare: node => {
    const largest = node.flag('largest', true)
    return inputs => {
      const x = need(inputs, 0)
      const k = node.has('k') ? node.int('k') : (knownNumber(inputs, 1) ?? wrong('its k is missing'))
      const axis = axisOf(node.int('axis', -1), x.shape.length)
      if (k < 0 || k > x.shape[axis]!) wrong(`${k} of ${x.shape[axis]} elements cannot be taken`)
      const y = isFloat(x.tensor()) ? x.tensor() : convert('f64', x.tensor())
      const order = op.argsort(axis, { descending: largest })(y)
      const at = sliceAlong(axis, 0, k, order)
      return [
        inType(x.type, convert(x.tensor().dtype, takeAlong(axis, y, at))),
        computed('int64', convert('i32', at)),
      ]
    }
  },
}

const limit = (x: Tensor, bound: Tensor, above: boolean): Tensor => {
  const wide = any(op.broadcast([...x.shape])(bound))
  if (isFloat(x)) return any(above ? op.minimum(x, wide) : op.maximum(x, wide))
  return above ? select(greater(x, wide), wide, x) : select(greater(wide, x), wide, x)
}

/** Before opset 11 the limits are attributes. */
const clip: Operator = {
  inputs: [1, 3],
  attributes: { min: 'float', max: 'float' },
  prepare: node => inputs => {
    const x = need(inputs, 0)
    const bound = (name: 'min' | 'max', i: number): Tensor | undefined =>
      node.has(name)
        ? filled([], node.float(name), x.tensor().dtype)
        : inputs[i] === undefined
          ? undefined
          : reshape([], convert(x.tensor().dtype, inputs[i].tensor()))
    const [low, high] = [bound('min', 1), bound('max', 2)]
    const raised = low === undefined ? x.tensor() : limit(x.tensor(), low, false)
    return computed(x.type, high === undefined ? raised : limit(raised, high, true))
  },
}

/** Which elements a border repeats: of a reflection, the edge, or from the other end. */
const borderPlaces = (
  mode: 'reflect' | 'edge' | 'wrap',
  n: number,
  before: number,
  after: number,
): readonly number[] =>
  range(n + before + after, -before).map(i => {
    if (n === 0) return wrong('nothing has no border')
    if (mode === 'edge') return Math.min(Math.max(i, 0), n - 1)
    if (mode === 'wrap') return ((i % n) + n) % n
    if (n === 1) return 0
    const turn = 2 * (n - 1)
    const at = ((i % turn) + turn) % turn
    return at < n ? at : turn - at
  })

const pad = (node: NodeView, inputs: Inputs): Value => {
  const x = need(inputs, 0)
  const pads = node.has('pads')
    ? node.ints('pads')
    : (knownNumbers(inputs, 1) ?? wrong('its pads are missing'))
  const rank = x.shape.length
  const axes = axesOf(knownNumbers(inputs, 3) ?? range(rank), rank)
  if (pads.length !== 2 * axes.length) wrong(`it has ${pads.length} pads for ${axes.length} axes`)
  const of = (side: 0 | 1): readonly number[] =>
    range(rank).map(axis => (axes.includes(axis) ? pads[axes.indexOf(axis) + side * axes.length]! : 0))
  const [before, after] = [of(0), of(1)]
  const mode = node.oneOf('mode', ['constant', 'reflect', 'edge', 'wrap'], 'constant')
  if (before.some((n, i) => n + after[i]! + x.shape[i]! < 0)) wrong('more is cut than there is')
  if (mode === 'constant') {
    const given = inputs[2]
    const value = given === undefined ? filled([], node.float('value', 0), x.tensor().dtype) : given.tensor()
    return computed(x.type, padded(before, after, value, x.tensor()))
  }
  return computed(
    x.type,
    range(rank)
      .filter(axis => before[axis] !== 0 || after[axis] !== 0)
      .reduce(
        (y, axis) => take(axis, borderPlaces(mode, x.shape[axis]!, before[axis]!, after[axis]!), y),
        x.tensor(),
      ),
  )
}

const centred: Operator = {
  since: 18,
  inputs: [2, 2],
  known: [1],
  attributes: { axes: 'ints' },
  prepare: node => inputs => {
    const x = need(inputs, 0)
    const rank = x.shape.length
    const axes = axesOf(node.ints('axes', range(rank)), rank)
    const wanted = knownNumbers(inputs, 1) ?? []
    if (wanted.length !== axes.length) wrong(`it has ${wanted.length} sizes for ${axes.length} axes`)
    const before = range(rank).map(axis => {
      const size = wanted[axes.indexOf(axis)]
      if (size === undefined) return 0
      // What is cut or added is halved, rounded down in front.
      const more = size - x.shape[axis]!
      return more >= 0 ? Math.floor(more / 2) : -Math.floor(-more / 2)
    })
    const after = range(rank).map(
      axis => (wanted[axes.indexOf(axis)] ?? x.shape[axis]!) - x.shape[axis]! - before[axis]!,
    )
    return computed(x.type, padded(before, after, filled([], 0, x.tensor().dtype), x.tensor()))
  },
}

export const orderings: Readonly<Record<string, Operator>> = {
  CumSum: soFar(op.cumSum, 0, 11),
  CumProd: soFar(op.cumProd, 1, 26),
  TopK: topK,
  Clip: clip,
  Pad: {
    inputs: [1, 4],
    known: [1, 3],
    attributes: { mode: 'string', pads: 'ints', value: 'float' },
    prepare: node => inputs => pad(node, inputs),
  },
  CenterCropPad: centred,
  Dropout: dropout,
}
