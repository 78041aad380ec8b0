/**
 * Convolutions along any number of axes.
 *
 * @module
 */
import * as op from '../../operation/index.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import { add, any, filled, padded, range, reshape, slice, transpose } from '../node/arrays.ts'
import { floatsOf } from '../node/make.ts'
import type { NodeView } from '../node/nodeView.ts'
import { wrong } from '../node/refusal.ts'
import type { Value } from '../node/value.ts'
import { reachOf, type Window } from './windows.ts'

export type Images = Tensor<[number, number, number, number]>
type Pair = readonly [number, number]

export const pairOf = (windows: readonly Window[], of: 'stride' | 'dilation'): Pair => [
  windows[0]![of],
  windows[1]![of],
]

export const zero = (x: Tensor): Tensor => filled([], 0, x.dtype)

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
export const lifted = (x: Tensor): Tensor => reshape([x.shape[0]!, x.shape[1]!, 1, x.shape[2]!], x)

export const withBias = (y: Tensor, bias: Value | undefined): Tensor => {
  if (bias === undefined) return y
  const b = floatsOf(bias)
  return add(y, reshape([b.shape[0]!, ...range(y.shape.length - 2).map(() => 1)], b))
}

export const kernelOf = (node: NodeView, w: Tensor): readonly number[] => {
  const sizes = w.shape.slice(2)
  const stated = node.ints('kernel_shape', sizes)
  return stated.length === sizes.length && stated.every((n, i) => n === sizes[i])
    ? sizes
    : wrong(`kernel_shape is [${stated.join(', ')}], but its kernel is [${w.shape.join(', ')}]`)
}
