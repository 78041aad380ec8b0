/**
 * The place where the largest element of each window lies: what maximum pooling chooses by.
 *
 * @module
 */
import { needs, takes } from '../../tensor/contract/index.ts'
import { ArgumentError } from '../../tensor/error.ts'
import { showShape } from '../../tensor/shape.ts'
import type { Integers, Tensor } from '../../tensor/tensor.ts'
import { bind } from '../core/bind.ts'
import { notDifferentiable, type Primitive } from '../core/primitive.ts'
import { input, requireFloat } from '../core/rule.ts'
import { extentOf, type Pair, requireImages, requireSliding, requireWindows } from './sliding.ts'

/**
 * The height and width of a window, and how windows slide.
 *
 * @category Operations
 * @since 0.1.0
 */
export interface WindowOptions {
  readonly size: Pair
  readonly strides: Pair
  readonly padding: Pair
}

export const ArgmaxWindows: Primitive<WindowOptions> = {
  name: 'argmaxWindows',
  shape: (inputs, { size, strides, padding }) => {
    const x = input(inputs, 0)
    requireFloat('argmaxWindows', x)
    requireImages('argmaxWindows', x.shape)
    const sliding = { strides, padding, dilations: [1, 1] } as const
    requireSliding('argmaxWindows', sliding)
    if (size.some((n, i) => !Number.isSafeInteger(n) || n < 1 || padding[i as 0 | 1] >= n))
      throw new ArgumentError(
        `argmaxWindows needs windows of positive sizes that are larger than the padding, but was given ${showShape(size)} and ` +
          `padding ${showShape(padding)}: a window of nothing but padding has no largest element.`,
      )
    const windows = requireWindows('argmaxWindows', extentOf(x.shape), size, sliding)
    return { shape: [x.shape[0]!, x.shape[1]!, ...windows], dtype: 'i32' }
  },
  kernel: ([x], y, { size, strides, padding }) => {
    const [[height, width], [rows, columns]] = [extentOf(x!.shape), extentOf(y.shape)]
    const xs = x!.elements
    let at = 0
    for (let plane = 0; plane < xs.length; plane += height * width)
      for (let r = 0; r < rows; r++) {
        const top = r * strides[0] - padding[0]
        const [firstRow, endRow] = [Math.max(top, 0), Math.min(top + size[0], height)]
        for (let s = 0; s < columns; s++) {
          const left = s * strides[1] - padding[1]
          const [firstColumn, endColumn] = [Math.max(left, 0), Math.min(left + size[1], width)]
          let best = firstRow * width + firstColumn
          for (let row = firstRow; row < endRow; row++)
            for (let i = row * width + firstColumn; i < row * width + endColumn; i++) {
              const [value, largest] = [xs[plane + i]!, xs[plane + best]!]
              // A NaN is not passed over, so that it can be seen by what watches for it.
              if (value > largest || (Number.isNaN(value) && !Number.isNaN(largest))) best = i
            }
          y.elements[at++] = best
        }
      }
  },
  partials: notDifferentiable,
}

/**
 * For each window that slides over images [batch, channels, height, width] the position of its largest element in the image,
 * `row · width + column`: the first of several, and that of a NaN if there is one. Padding is never chosen.
 *
 * @throws ArgumentError unless windows are larger than the padding, and strides positive.
 * @throws ShapeError if a window is larger than the padded image.
 * @category Operations
 * @since 0.1.0
 */
export const argmaxWindows = takes(
  'argmaxWindows',
  [
    { options: needs.record({ size: needs.numbers, strides: needs.numbers, padding: needs.numbers }) },
    { x: needs.tensor },
  ],
  () => argmaxWindowsUnchecked,
)

const argmaxWindowsUnchecked =
  (options: WindowOptions) =>
  <N extends number, C extends number>(x: Tensor<[N, C, number, number]>): Integers<[N, C, number, number]> =>
    bind(ArgmaxWindows, options, [x])
