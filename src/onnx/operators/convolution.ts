/**
 * Convolutions and their transposes, along any number of axes.
 *
 * @module
 */
import * as op from '../../operation/index.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import { add, any, convert, filled, padded, range, reshape, slice, sub, transpose } from '../node/arrays.ts'
import type { NodeView } from '../node/nodeView.ts'
import type { Operator } from '../node/operator.ts'
import { unsupported, wrong } from '../node/refusal.ts'
import { computed, type Value } from '../node/value.ts'
import { floatsOf, need } from './make.ts'
import { reachOf, type Window, windowAttributes, windowsOf } from './windows.ts'

type Images = Tensor<[number, number, number, number]>
type Pair = readonly [number, number]

const pairOf = (windows: readonly Window[], of: 'stride' | 'dilation'): Pair => [
  windows[0]![of],
  windows[1]![of],
]

const zero = (x: Tensor): Tensor => filled([], 0, x.dtype)

/** Zeros around the axes that slide. */
const around = (x: Tensor, windows: readonly Window[]): Tensor =>
  padded([0, 0, ...windows.map(w => w.before)], [0, 0, ...windows.map(w => w.after)], zero(x), x)

/** Of images, along their two axes. */
const planes = (x: Tensor, w: Tensor, windows: readonly Window[], groups: number): Tensor => {
  const even = windows.every(({ before, after }) => before === after && before >= 0)
  const options = {
    strides: pairOf(windows, 'stride'),
    dilations: pairOf(windows, 'dilation'),
    padding: (even ? [windows[0]!.before, windows[1]!.before] : [0, 0]) as Pair,
    groups,
  }
  return any(op.convolve(options)((even ? x : around(x, windows)) as Images, w as Images))
}

/** Every so manieth slice along an axis. */
const everyNth = (axis: number, from: number, step: number, count: number, x: Tensor): Tensor => {
  const sizes = x.shape.map((n, i) => (i === axis ? (count - 1) * step + 1 : n))
  const block = slice(
    x.shape.map((_, i) => (i === axis ? from : 0)),
    sizes,
    x,
  )
  if (step === 1) return block
  const grown = padded(
    x.shape.map(() => 0),
    x.shape.map((_, i) => (i === axis ? step - 1 : 0)),
    zero(x),
    block,
  )
  const split = [...x.shape.slice(0, axis), count, step, ...x.shape.slice(axis + 1)]
  const first = slice(
    split.map(() => 0),
    split.map((n, i) => (i === axis + 1 ? 1 : n)),
    reshape(split, grown),
  )
  return reshape(
    x.shape.map((n, i) => (i === axis ? count : n)),
    first,
  )
}

/** A convolution along as many axes as there are windows: the first of more than two is added up, slice by slice. */
export const convolution = (x: Tensor, w: Tensor, windows: readonly Window[], groups: number): Tensor => {
  if (windows.length === 1) {
    const flat: Window = { size: 1, stride: 1, dilation: 1, before: 0, after: 0 }
    const y = planes(lifted(x), lifted(w), [flat, windows[0]!], groups)
    return reshape([y.shape[0]!, y.shape[1]!, y.shape[3]!], y)
  }
  if (windows.length === 2) return planes(x, w, windows, groups)
  const [first, ...others] = windows as [Window, ...Window[]]
  const padding = windows.map((_, i) => (i === 0 ? [first.before, first.after] : [0, 0]))
  const grown = padded([0, 0, ...padding.map(p => p[0]!)], [0, 0, ...padding.map(p => p[1]!)], zero(x), x)
  const count = Math.floor((grown.shape[2]! - reachOf(first)) / first.stride) + 1
  const parts = range(first.size).map(k => {
    const slices = everyNth(2, k * first.dilation, first.stride, count, grown)
    const [n, c] = slices.shape as readonly [number, number]
    const rest = slices.shape.slice(3)
    const merged = reshape([n * count, c, ...rest], transpose([0, 2, 1, ...range(rest.length, 3)], slices))
    const kernel = reshape(
      [...w.shape.slice(0, 2), ...w.shape.slice(3)],
      slice(
        w.shape.map((_, i) => (i === 2 ? k : 0)),
        w.shape.map((m, i) => (i === 2 ? 1 : m)),
        w,
      ),
    )
    const y = convolution(merged, kernel, others, groups)
    const out = y.shape.slice(2)
    return transpose([0, 2, 1, ...range(out.length, 3)], reshape([n, count, y.shape[1]!, ...out], y))
  })
  return parts.reduce((a, b) => add(a, b))
}

/** With an axis of size 1 in front of the one that slides. */
const lifted = (x: Tensor): Tensor => reshape([x.shape[0]!, x.shape[1]!, 1, x.shape[2]!], x)

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

const withBias = (y: Tensor, bias: Value | undefined): Tensor => {
  if (bias === undefined) return y
  const b = floatsOf(bias)
  return add(y, reshape([b.shape[0]!, ...range(y.shape.length - 2).map(() => 1)], b))
}

const kernelOf = (node: NodeView, w: Tensor): readonly number[] => {
  const sizes = w.shape.slice(2)
  const stated = node.ints('kernel_shape', sizes)
  return stated.length === sizes.length && stated.every((n, i) => n === sizes[i])
    ? sizes
    : wrong(`kernel_shape is [${stated.join(', ')}], but its kernel is [${w.shape.join(', ')}]`)
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

const transposed: Operator = {
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

const integers: Operator = {
  since: 10,
  inputs: [2, 4],
  attributes: { ...windowAttributes, group: 'int' },
  prepare: node => inputs => {
    const centred = (i: number): Tensor => {
      const x = convert('f64', need(inputs, i).tensor())
      const zeroPoint = inputs[i + 2]
      if (zeroPoint === undefined) return x
      const z = convert('f64', zeroPoint.tensor())
      return sub(
        x,
        z.shape.length === 1 && z.shape[0] !== 1 ? reshape([z.shape[0]!, 1, 1, 1], z) : reshape([], z),
      )
    }
    const [x, w] = [centred(0), centred(1)]
    const windows = windowsOf(node, x.shape.slice(2), kernelOf(node, w))
    return computed('int32', convert('i32', convolution(x, w, windows, node.int('group', 1))))
  },
}

export const convolutions: Readonly<Record<string, Operator>> = {
  Conv: {
    inputs: [2, 3],
    alike: [0, 1, 2],
    attributes: { ...windowAttributes, group: 'int' },
    prepare: node => {
      const groups = node.int('group', 1)
      return inputs => {
        const [x, w] = [floatsOf(need(inputs, 0)), floatsOf(need(inputs, 1))]
        if (x.shape.length < 3 || x.shape.length !== w.shape.length)
          wrong(
            `it takes images and kernels of as many axes, but was given [${x.shape.join(', ')}] and [${w.shape.join(', ')}]`,
          )
        const windows = windowsOf(node, x.shape.slice(2), kernelOf(node, w))
        return computed(need(inputs, 0).type, withBias(convolution(x, w, windows, groups), inputs[2]))
      }
    },
  },
  ConvTranspose: transposed,
  ConvInteger: integers,
}
