/**
 * Pooling: the largest, the mean or a norm of each window.
 *
 * @module
 */
import * as op from '../../operation/index.ts'
import type { AnyTensor, Tensor } from '../../tensor/tensor.ts'
import { any, convert, filled, mul, numbers, pow, range, reshape, sum } from '../node/arrays.ts'
import { floatsOf, need, ofFloats } from '../node/make.ts'
import type { Operator } from '../node/operator.ts'
import { computed } from '../node/value.ts'
import { convolution } from './convolved.ts'
import { maximum, unpool } from './maxPooling.ts'
import { attributes, roomy } from './pooledWindows.ts'
import { type Window, windowsOf } from './windows.ts'

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
