/**
 * Images of other sizes: along each axis a table of weights, so that resizing is a product with a matrix for each.
 *
 * @module
 */
import * as op from '../../operation/index.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import {
  add,
  any,
  axesOf,
  convert,
  filled,
  isFloat,
  matmul,
  mul,
  numbers,
  range,
  reshape,
  take,
  transpose,
} from '../node/arrays.ts'
import { knownNumbers, need } from '../node/make.ts'
import type { NodeView } from '../node/nodeView.ts'
import type { Operator } from '../node/operator.ts'
import { wrong } from '../node/refusal.ts'
import type { Inputs } from '../node/subgraph.ts'
import { computed } from '../node/value.ts'
import {
  type Axis,
  byKernel,
  cubic,
  roundings,
  transformations,
  type Weigh,
  weightsOf,
} from './interpolation.ts'

/** An axis of a tensor through a table of weights. */
const along = (axis: number, table: readonly (readonly number[])[], x: Tensor): Tensor => {
  const ones = table.map(row => row.findIndex(weight => weight !== 0))
  if (table.every((row, i) => row[ones[i]!] === 1 && row.every((weight, j) => j === ones[i] || weight === 0)))
    return take(axis, ones, x)
  const order = [...range(x.shape.length).filter(i => i !== axis), axis]
  const turned = transpose(order, x)
  const [n, m] = [x.shape[axis]!, table.length]
  const flat = reshape([turned.shape.slice(0, -1).reduce((a, b) => a * b, 1), n], turned)
  const matrix = numbers(
    [n, m],
    range(n).flatMap(i => table.map(row => row[i]!)),
    x.dtype,
  )
  const product = reshape([...turned.shape.slice(0, -1), m], matmul(flat, matrix))
  return transpose(
    range(x.shape.length).map(i => order.indexOf(i)),
    product,
  )
}

/** The axes that change, and to what. */
const axesToResize = (
  node: NodeView,
  x: Tensor,
  scales: readonly number[] | undefined,
  sizes: readonly number[] | undefined,
  roi: readonly number[] | undefined,
): ReadonlyMap<number, Axis> => {
  const rank = x.shape.length
  const axes = axesOf(node.ints('axes', range(rank)), rank)
  const given = sizes !== undefined && sizes.length > 0 ? sizes : undefined
  const list = given ?? scales ?? wrong('it has neither scales nor sizes')
  if (list.length !== axes.length) wrong(`it has ${list.length} scales or sizes, but ${axes.length} axes`)
  const policy = node.oneOf('keep_aspect_ratio_policy', ['stretch', 'not_larger', 'not_smaller'], 'stretch')
  const ratios = axes.map((axis, i) => (given === undefined ? list[i]! : list[i]! / x.shape[axis]!))
  const common = policy === 'not_larger' ? Math.min(...ratios) : Math.max(...ratios)
  return new Map(
    axes.map((axis, i) => {
      const size = x.shape[axis]!
      const keeps = given !== undefined && policy !== 'stretch'
      const scale = keeps ? common : ratios[i]!
      const length = keeps
        ? Math.floor(common * size + 0.5)
        : given === undefined
          ? Math.floor(size * scale)
          : list[i]!
      if (!(scale > 0) || !Number.isInteger(length) || length < 0)
        wrong(`axis ${axis} of ${size} cannot be scaled by ${scale}`)
      const region =
        roi !== undefined && roi.length > 0 ? ([roi[i]!, roi[i + axes.length]!] as const) : ([0, 1] as const)
      return [axis, { size, length, scale, roi: region }] as const
    }),
  )
}

const resized = (node: NodeView, x: Tensor, axes: ReadonlyMap<number, Axis>): Tensor => {
  const way = node.oneOf(
    'coordinate_transformation_mode',
    transformations,
    node.opset < 11 ? 'asymmetric' : 'half_pixel',
  )
  const mode = node.oneOf('mode', ['nearest', 'linear', 'cubic', 'bilinear', 'bicubic'], 'nearest')
  const smooth = node.flag('antialias', false)
  const rounding =
    roundings[
      node.oneOf(
        'nearest_mode',
        ['round_prefer_floor', 'round_prefer_ceil', 'floor', 'ceil'],
        node.opset < 11 ? 'floor' : 'round_prefer_floor',
      )
    ]!
  const a = node.float('cubic_coeff_a', -0.75)
  const weigh: Weigh =
    mode === 'nearest'
      ? place => new Map([[rounding(place), 1]])
      : mode === 'linear' || mode === 'bilinear'
        ? byKernel(d => Math.max(0, 1 - Math.abs(d)), 1, smooth)
        : byKernel(d => cubic(a, d), 2, smooth)
  const excludes = node.flag('exclude_outside', false)
  const tables = Array.from(axes, ([axis, each]) => ({
    axis,
    each,
    ...weightsOf(way, each, weigh, excludes),
  }))
  const result = tables
    .filter(({ each }) => each.size !== each.length || each.scale !== 1 || way === 'tf_crop_and_resize')
    .reduce((y, { axis, table }) => along(axis, table, y), x)
  if (tables.every(({ inside }) => inside.every(n => n === 1))) return result
  const mask = tables.reduce<Tensor>(
    (all, { axis, inside }) =>
      mul(
        all,
        numbers(
          x.shape.map((_, i) => (i === axis ? inside.length : 1)),
          inside,
          x.dtype,
        ),
      ),
    filled(
      x.shape.map(() => 1),
      1,
      x.dtype,
    ),
  )
  const extrapolation = node.float('extrapolation_value', 0)
  return add(
    mul(result, mask),
    mul(filled([], extrapolation, x.dtype), any(op.sub(filled(mask.shape, 1, x.dtype), mask))),
  )
}

const attributes = {
  antialias: 'int',
  axes: 'ints',
  coordinate_transformation_mode: 'string',
  cubic_coeff_a: 'float',
  exclude_outside: 'int',
  extrapolation_value: 'float',
  keep_aspect_ratio_policy: 'string',
  mode: 'string',
  nearest_mode: 'string',
  scales: 'floats',
} as const

const resizing =
  (at: { readonly roi?: number; readonly scales: number; readonly sizes?: number }): Operator['prepare'] =>
  node =>
  (inputs: Inputs) => {
    const x = need(inputs, 0)
    const of = (i: number | undefined): readonly number[] | undefined =>
      i === undefined ? undefined : knownNumbers(inputs, i)
    const scales = node.has('scales') ? node.floats('scales') : of(at.scales)
    const y = isFloat(x.tensor()) ? x.tensor() : convert('f64', x.tensor())
    const result = resized(node, y, axesToResize(node, y, scales, of(at.sizes), of(at.roi)))
    return computed(x.type, isFloat(x.tensor()) ? result : convert(x.tensor().dtype, any(op.round(result))))
  }

export const resizings: Readonly<Record<string, Operator>> = {
  Resize: {
    since: 10,
    inputs: [1, 4],
    known: [1, 2, 3],
    attributes,
    prepare: node => resizing(node.opset < 11 ? { scales: 1 } : { roi: 1, scales: 2, sizes: 3 })(node),
  },
  Upsample: { since: 7, until: 9, inputs: [1, 2], known: [1], attributes, prepare: resizing({ scales: 1 }) },
}
