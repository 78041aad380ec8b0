/**
 * Largest elements of windows, with their places, and the way back.
 *
 * @module
 */
import * as op from '../../operation/index.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import {
  add,
  any,
  convert,
  filled,
  gather,
  indices,
  isFloat,
  numbers,
  padded,
  range,
  reshape,
  scale,
  scatterAdd,
  takeAlong,
  transpose,
} from '../node/arrays.ts'
import { floatsOf, knownNumbers, need } from '../node/make.ts'
import type { Operator } from '../node/operator.ts'
import { wrong } from '../node/refusal.ts'
import { computed } from '../node/value.ts'
import { attributes, roomy } from './pooledWindows.ts'
import { reachOf, type Window } from './windows.ts'

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

export const maximum: Operator = {
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

/** Elements put back where they were the largest. */
export const unpool: Operator = {
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
