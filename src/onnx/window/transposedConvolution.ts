/**
 * Transposes of convolutions, along any number of axes.
 *
 * @module
 */
import * as op from '../../operation/index.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import { add, any, padded, range, reshape, slice, transpose } from '../node/arrays.ts'
import { floatsOf, need } from '../node/make.ts'
import type { NodeView } from '../node/nodeView.ts'
import type { Operator } from '../node/operator.ts'
import { unsupported } from '../node/refusal.ts'
import { computed } from '../node/value.ts'
import { type Images, kernelOf, lifted, pairOf, withBias, zero } from './convolved.ts'
import { reachOf, type Window, windowAttributes } from './windows.ts'

/** The transpose without padding: what a convolution of the result would read, added to where it read it. */
const spread = (x: Tensor, w: Tensor, windows: readonly Window[], groups: number): Tensor => {
  const size = windows.map((window, i) => (x.shape[i + 2]! - 1) * window.stride + reachOf(window))
  if (windows.length === 1) {
    const flat: Window = { size: 1, stride: 1, dilation: 1, before: 0, after: 0 }
    const y = spread(lifted(x), lifted(w), [flat, windows[0]!], groups)
    return reshape([y.shape[0]!, y.shape[1]!, y.shape[3]!], y)
  }
  if (windows.length > 2)
    return unsupported(`transposed convolutions along ${windows.length} axes are not read`)
  const options = {
    strides: pairOf(windows, 'stride'),
    dilations: pairOf(windows, 'dilation'),
    padding: [0, 0] as const,
    groups,
    size: [size[0]!, size[1]!] as const,
  }
  return any(op.convolveTransposed(options)(x as Images, w as Images))
}

/** Where the result of a transpose begins in what it is spread over, and how large it is. */
const transposedExtent = (
  node: NodeView,
  extent: readonly number[],
  windows: readonly Window[],
): readonly (readonly [from: number, count: number])[] => {
  const zeros = extent.map(() => 0)
  const extra = node.ints('output_padding', zeros)
  const way = node.oneOf('auto_pad', ['NOTSET', 'SAME_UPPER', 'SAME_LOWER', 'VALID'], 'NOTSET')
  const same = way === 'SAME_UPPER' || way === 'SAME_LOWER'
  const wanted = node.has('output_shape')
    ? node.ints('output_shape').slice(-extent.length)
    : same
      ? extent.map((n, i) => n * windows[i]!.stride)
      : null
  return windows.map((window, i) => {
    const whole = (extent[i]! - 1) * window.stride + reachOf(window) + extra[i]!
    if (wanted === null) return [window.before, whole - window.before - window.after]
    const total = whole - wanted[i]!
    const before = way === 'SAME_UPPER' ? Math.floor(total / 2) : total - Math.floor(total / 2)
    return [before, wanted[i]!]
  })
}

export const transposed: Operator = {
  inputs: [2, 3],
  alike: [0, 1, 2],
  attributes: { ...windowAttributes, group: 'int', output_padding: 'ints', output_shape: 'ints' },
  prepare: node => {
    const groups = node.int('group', 1)
    return inputs => {
      const [x, w] = [floatsOf(need(inputs, 0)), floatsOf(need(inputs, 1))]
      const extent = x.shape.slice(2)
      const ones = extent.map(() => 1)
      const pads = node.ints(
        'pads',
        [...extent, ...extent].map(() => 0),
      )
      const windows = kernelOf(node, w).map(
        (size, i): Window => ({
          size,
          stride: node.ints('strides', ones)[i] ?? 1,
          dilation: node.ints('dilations', ones)[i] ?? 1,
          before: pads[i] ?? 0,
          after: pads[i + extent.length] ?? 0,
        }),
      )
      const y = windows.length > 2 ? volumes(x, w, windows, groups) : spread(x, w, windows, groups)
      const places = transposedExtent(node, extent, windows)
      const before = places.map(([from]) => -from)
      const after = places.map(([from, count], i) => from + count - y.shape[i + 2]!)
      return computed(
        need(inputs, 0).type,
        withBias(padded([0, 0, ...before], [0, 0, ...after], zero(y), y), inputs[2]),
      )
    }
  },
}

/** The transpose along three axes: of each slice of the kernel along the first, put where it belongs. */
const volumes = (x: Tensor, w: Tensor, windows: readonly Window[], groups: number): Tensor => {
  const [first, ...others] = windows as [Window, ...Window[]]
  const [n, c, depth] = x.shape as readonly [number, number, number]
  const rest = x.shape.slice(3)
  const merged = reshape([n * depth, c, ...rest], transpose([0, 2, 1, ...range(rest.length, 3)], x))
  const whole = (depth - 1) * first.stride + reachOf(first)
  const parts = range(first.size).map(k => {
    const kernel = reshape(
      [...w.shape.slice(0, 2), ...w.shape.slice(3)],
      slice(
        w.shape.map((_, i) => (i === 2 ? k : 0)),
        w.shape.map((m, i) => (i === 2 ? 1 : m)),
        w,
      ),
    )
    const y = spread(merged, kernel, others, groups)
    const [m, out] = [y.shape[1]!, y.shape.slice(2)]
    const apart = transpose([0, 2, 1, ...range(out.length, 3)], reshape([n, depth, m, ...out], y))
    // Between slices of a stride there are zeros.
    const wide = reshape([n, m, depth, 1, ...out], apart)
    const gaps = wide.shape.map((_, i) => (i === 3 ? first.stride - 1 : 0))
    const spaced = reshape(
      [n, m, depth * first.stride, ...out],
      padded(
        gaps.map(() => 0),
        gaps,
        zero(y),
        wide,
      ),
    )
    const from = k * first.dilation
    const end = whole - from - depth * first.stride
    const along = (value: number): readonly number[] => spaced.shape.map((_, i) => (i === 2 ? value : 0))
    return padded(along(from), along(end), zero(y), spaced)
  })
  return parts.reduce((a, b) => add(a, b))
}
