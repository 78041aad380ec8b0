/**
 * Pooling: the largest, the mean or a norm of each window.
 *
 * @module
 */
import * as op from '../../operation/index.ts'
import type { AnyTensor, Tensor } from '../../tensor/tensor.ts'
import {
  add,
  any,
  convert,
  filled,
  gather,
  indices,
  isFloat,
  mul,
  numbers,
  padded,
  pow,
  range,
  reshape,
  scale,
  scatterAdd,
  sum,
  takeAlong,
  transpose,
} from '../node/arrays.ts'
import type { NodeView } from '../node/nodeView.ts'
import type { Operator } from '../node/operator.ts'
import { wrong } from '../node/refusal.ts'
import { computed } from '../node/value.ts'
import { convolution } from './convolution.ts'
import { floatsOf, knownNumbers, need, ofFloats } from './make.ts'
import { reachOf, type Window, windowAttributes, windowsOf } from './windows.ts'

const attributes = { ...windowAttributes, ceil_mode: 'int' } as const

/** How many windows there are along an axis; with `ceil` the last may reach beyond the end, but not begin there. */
const countOf = (n: number, window: Window, ceil: boolean): number => {
  const room = n + window.before + window.after - reachOf(window)
  const count = (ceil ? Math.ceil(room / window.stride) : Math.floor(room / window.stride)) + 1
  return ceil && (count - 1) * window.stride >= n + window.before ? count - 1 : count
}

/** The windows, with as much room behind as the last one takes. */
const roomy = (
  node: NodeView,
  extent: readonly number[],
): readonly (Window & { readonly count: number })[] => {
  const ceil = node.flag('ceil_mode', false)
  return windowsOf(node, extent, node.ints('kernel_shape')).map((window, i) => {
    const count = countOf(extent[i]!, window, ceil)
    const after = (count - 1) * window.stride + reachOf(window) - extent[i]! - window.before
    return { ...window, after, count }
  })
}

/** Sums over windows, as a product with kernels of ones: along one axis after the other. */
const sumsOver = (x: Tensor, windows: readonly Window[]): Tensor =>
  windows.reduce((y, window, i) => {
    const axis = i + 2
    const n = y.shape[axis]!
    const [front, back] = [y.shape.slice(0, axis), y.shape.slice(axis + 1)].map(part =>
      part.reduce((a, b) => a * b, 1),
    )
    const flat: Window = { size: 1, stride: 1, dilation: 1, before: 0, after: 0 }
    const kernel = filled([1, 1, window.size, 1], 1, y.dtype)
    const sums = convolution(reshape([front!, 1, n, back!], y), kernel, [window, flat], 1)
    return reshape([...y.shape.slice(0, axis), sums.shape[2]!, ...y.shape.slice(axis + 1)], sums)
  }, x)

/** How many elements each window counts: those of the input, and of the padding that the node states. */
const counts = (
  extent: readonly number[],
  windows: readonly (Window & { readonly count: number })[],
  stated: readonly Window[],
  withPadding: boolean,
): Tensor => {
  const along = windows.map((window, i) => {
    const [from, to] = withPadding
      ? [0, extent[i]! + window.before + stated[i]!.after]
      : [window.before, window.before + extent[i]!]
    return range(window.count).map(
      k =>
        range(window.size).filter(j => {
          const at = k * window.stride + j * window.dilation
          return at >= from && at < to
        }).length,
    )
  })
  const whole = along.reduce<readonly number[]>((all, own) => all.flatMap(a => own.map(b => a * b)), [1])
  return numbers(
    windows.map(({ count }) => count),
    whole,
    'f64',
  )
}

const average: Operator = {
  inputs: [1, 1],
  attributes: { ...attributes, count_include_pad: 'int' },
  prepare: node => {
    const withPadding = node.flag('count_include_pad', false)
    return inputs => {
      const x = floatsOf(need(inputs, 0))
      const extent = x.shape.slice(2)
      const windows = roomy(node, extent)
      const stated = windowsOf(node, extent, node.ints('kernel_shape'))
      const divisor = convert(x.dtype, counts(extent, windows, stated, withPadding))
      const sums = sumsOver(x, windows)
      return computed(need(inputs, 0).type, op.div(sums, op.broadcast([...sums.shape])(divisor)))
    }
  },
}

/** The positions of the largest elements in each plane of padded images, and that plane's width. */
const largest = (
  x: Tensor,
  windows: readonly Window[],
): { readonly at: Tensor; readonly plane: Tensor; readonly sizes: readonly number[] } => {
  const least = filled([], Number.NEGATIVE_INFINITY, x.dtype)
  const y = padded([0, 0, ...windows.map(w => w.before)], [0, 0, ...windows.map(w => w.after)], least, x)
  const sizes = y.shape.slice(2)
  return {
    at: positions(y, windows),
    plane: reshape([...y.shape.slice(0, 2), sizes.reduce((a, b) => a * b, 1)], y),
    sizes,
  }
}

type Images = Tensor<[number, number, number, number]>

const positions = (y: Tensor, windows: readonly Window[]): Tensor => {
  const plain = windows.every(({ dilation }) => dilation === 1)
  if (plain && windows.length <= 2) {
    const [first, second] = windows.length === 1 ? [null, windows[0]!] : [windows[0]!, windows[1]!]
    const images = windows.length === 1 ? reshape([y.shape[0]!, y.shape[1]!, 1, y.shape[2]!], y) : y
    const size = [first?.size ?? 1, second.size] as const
    const strides = [first?.stride ?? 1, second.stride] as const
    const at = op.argmaxWindows({ size, strides, padding: [0, 0] })(images as Images)
    return reshape([...y.shape.slice(0, 2), ...at.shape.slice(windows.length === 1 ? 3 : 2)], at)
  }
  return compared(y, windows)
}

/** The same by comparing what each place of a window takes, the first first. */
const compared = (y: Tensor, windows: readonly Window[]): Tensor => {
  const extent = y.shape.slice(2)
  const strides = extent.map((_, i) => extent.slice(i + 1).reduce((a, b) => a * b, 1))
  const counts = windows.map((window, i) => Math.floor((extent[i]! - reachOf(window)) / window.stride) + 1)
  const total = counts.reduce((a, b) => a * b, 1)
  const coordinates = (index: number, sizes: readonly number[]): readonly number[] =>
    sizes.map((n, i) => Math.floor(index / sizes.slice(i + 1).reduce((a, b) => a * b, 1)) % n)
  const sizes = windows.map(({ size }) => size)
  const places = range(sizes.reduce((a, b) => a * b, 1)).map(k => {
    const inside = coordinates(k, sizes)
    return range(total).map(index =>
      coordinates(index, counts).reduce(
        (at, o, i) => at + (o * windows[i]!.stride + inside[i]! * windows[i]!.dilation) * strides[i]!,
        0,
      ),
    )
  })
  const [n, c] = y.shape as readonly [number, number]
  const plane = reshape([n * c, extent.reduce((a, b) => a * b, 1)], y)
  const candidates = gather(transpose([1, 0], plane), indices(places.flat(), [places.length, total]))
  const best = convert('f64', op.argmax(0)(candidates))
  const flat = add(convert('i32', scale(total, best)), reshape([total, 1], indices(range(total))))
  return reshape([n, c, ...counts], transpose([1, 0], gather(indices(places.flat()), flat)))
}

/** Positions in padded planes as positions in those of the file, over all planes. */
const unpadded = (
  at: Tensor,
  sizes: readonly number[],
  windows: readonly Window[],
  extent: readonly number[],
  columnMajor: boolean,
): Tensor => {
  const strides = extent.map((_, i) =>
    (columnMajor ? extent.slice(0, i) : extent.slice(i + 1)).reduce((a, b) => a * b, 1),
  )
  const padStrides = sizes.map((_, i) => sizes.slice(i + 1).reduce((a, b) => a * b, 1))
  const wide = convert('f64', at)
  const own = sizes.reduce<Tensor>(
    (total, n, i) => {
      const quotient = op.floor(op.scale(1 / padStrides[i]!)(op.shift(0.5)(wide)))
      const coordinate = op.sub(quotient, op.scale(n)(op.floor(op.scale(1 / n)(op.shift(0.5)(quotient)))))
      return any(op.add(total, op.scale(strides[i]!)(op.shift(-windows[i]!.before)(coordinate))))
    },
    filled(at.shape, 0, 'f64'),
  )
  const plane = extent.reduce((a, b) => a * b, 1)
  const [n, c] = at.shape as readonly [number, number]
  const starts = numbers(
    [n, c, ...extent.map(() => 1)],
    range(n * c).map(i => i * plane),
    'f64',
  )
  return convert('i32', op.add(own, op.broadcast([...own.shape])(starts)))
}

const maximum: Operator = {
  inputs: [1, 1],
  outputs: 2,
  attributes: { ...attributes, storage_order: 'int' },
  prepare: node => {
    const columnMajor = node.flag('storage_order', false)
    return inputs => {
      const value = need(inputs, 0)
      const x = isFloat(value.tensor()) ? value.tensor() : convert('f64', value.tensor())
      const extent = x.shape.slice(2)
      const windows = roomy(node, extent)
      const { at, plane, sizes } = largest(x, windows)
      const flat = reshape([...at.shape.slice(0, 2), at.shape.slice(2).reduce((a, b) => a * b, 1)], at)
      const best = reshape(at.shape, takeAlong(2, plane, flat))
      const result = computed(value.type, convert(value.tensor().dtype, best))
      return node.wants(1)
        ? [result, computed('int64', unpadded(at, sizes, windows, extent, columnMajor))]
        : result
    }
  },
}

const norm: Operator = {
  inputs: [1, 1],
  attributes: { ...attributes, p: 'int' },
  prepare: node => {
    const p = node.int('p', 2)
    return inputs => {
      const x = floatsOf(need(inputs, 0))
      const size = any(op.abs(x))
      const powers = p === 1 ? size : p === 2 ? mul(x, x) : pow(size, filled([], p, x.dtype))
      const sums = sumsOver(powers, roomy(node, x.shape.slice(2)))
      const root = p === 1 ? sums : p === 2 ? any(op.sqrt(sums)) : pow(sums, filled([], 1 / p, x.dtype))
      return computed(need(inputs, 0).type, root)
    }
  },
}

const spatial = (x: Tensor): readonly number[] => range(x.shape.length - 2, 2)

/** Elements put back where they were the largest. */
const unpool: Operator = {
  since: 9,
  inputs: [2, 3],
  known: [2],
  attributes: { kernel_shape: 'ints', strides: 'ints', pads: 'ints' },
  prepare: node => inputs => {
    const [x, at] = [need(inputs, 0), need(inputs, 1)]
    const kernel = node.ints('kernel_shape')
    const strides = node.ints(
      'strides',
      kernel.map(() => 1),
    )
    const pads = node.ints(
      'pads',
      [...kernel, ...kernel].map(() => 0),
    )
    const natural = kernel.map(
      (k, i) => (x.shape[i + 2]! - 1) * strides[i]! + k - pads[i]! - pads[i + kernel.length]!,
    )
    const shape = knownNumbers(inputs, 2) ?? [...x.shape.slice(0, 2), ...natural]
    if (shape.length !== x.shape.length)
      wrong(`its shape [${shape.join(', ')}] does not fit [${x.shape.join(', ')}]`)
    const count = shape.reduce((a, b) => a * b, 1)
    const inside = [...x.shape.slice(0, 2), ...natural]
    const total = inside.reduce((a, b) => a * b, 1)
    const size = x.shape.reduce((a, b) => a * b, 1)
    const flat = scatterAdd(total, reshape([size], floatsOf(x)), reshape([size], at.tensor()))
    const placed = reshape(inside, flat)
    const after = shape.map((n, i) => n - inside[i]!)
    return computed(
      x.type,
      count === total
        ? reshape(shape, placed)
        : padded(
            shape.map(() => 0),
            after,
            filled([], 0, placed.dtype),
            placed,
          ),
    )
  },
}

export const poolings: Readonly<Record<string, Operator>> = {
  AveragePool: average,
  MaxPool: maximum,
  LpPool: norm,
  MaxUnpool: unpool,
  GlobalAveragePool: ofFloats(() => x => op.mean([...spatial(x)], { keep: true })(x) as AnyTensor),
  GlobalMaxPool: ofFloats(() => x => op.max([...spatial(x)], { keep: true })(x) as AnyTensor),
  GlobalLpPool: ofFloats(
    node => {
      const p = node.int('p', 2)
      return x =>
        p === 2
          ? (op.norm([...spatial(x)], { keep: true })(x) as AnyTensor)
          : pow(
              sum(spatial(x), true, pow(any(op.abs(x)), filled([], p, x.dtype))),
              filled([], 1 / p, x.dtype),
            )
    },
    { attributes: { p: 'int' } },
  ),
}
