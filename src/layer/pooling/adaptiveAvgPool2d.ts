/**
 * Means over as many bins as asked for, whatever the size of the images.
 *
 * @module
 */
import { matmul, matmulNT } from '../../primitive/matmul.ts'
import { reshape } from '../../primitive/reshape.ts'
import { extentOf } from '../../primitive/sliding.ts'
import { transpose } from '../../primitive/transpose.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import { ShapeError } from '../../tensor/error.ts'
import { showShape, sizeOf } from '../../tensor/shape.ts'
import { fromValues, type Tensor } from '../../tensor/tensor.ts'
import type { FloatDType } from '../../tensor/dtype.ts'
import type { Empty } from '../../tensor/tree.ts'
import type { Layer } from '../layer.ts'
import { withoutParams } from '../fromSmooth.ts'
import { pairOf, requireImagesOf, showPair } from '../window/sizePair.ts'
import type { Along, Images, Resized, Size } from '../window/windowed.ts'

type Matrix = Tensor<[number, number]>

/** The matrix whose row `i` takes the mean of bin `i` of `bins`: from ⌊i n / bins⌋ up to, not including, ⌈(i + 1) n / bins⌉. */
const binMeans = (n: number, bins: number, dtype: FloatDType): Matrix => {
  const rows = Array.from({ length: bins }, (_, i) => {
    const [start, end] = [Math.floor((i * n) / bins), Math.ceil(((i + 1) * n) / bins)]
    return Array.from({ length: n }, (_, j) => (j >= start && j < end ? 1 / (end - start) : 0))
  })
  return fromValues<number, [number, number], FloatDType>([bins, n], rows.flat(), dtype) as Matrix
}

/** A linear map along the last axis: `x mᵀ`, or `x m` on the way back. */
const alongLast = (x: Tensor, m: Matrix, back: boolean): Tensor => {
  const n = x.shape.at(-1) as number
  const rows = reshape<number, [number, number]>([sizeOf(x.shape) / n, n])(x)
  const y = back ? matmul<[], number, number, number>(rows, m) : matmulNT<[], number, number, number>(rows, m)
  return reshape([...x.shape.slice(0, -1), y.shape[1]])(y)
}

const turned = (x: Tensor): Tensor => transpose([0, 1, 3, 2])(x) as Tensor

/**
 * The mean of each of `size` bins that share the image out among them: bin `i` of `m` has the rows from `⌊i · height / m⌋` up
 * to, not including, `⌈(i + 1) · height / m⌉`, so that neighbours overlap where `m` does not divide the height.
 *
 * Takes [batch, channels, height, width] and gives [batch, channels, size, size].
 *
 * @throws ShapeError unless images have four axes and are not empty.
 * @throws ArgumentError unless sizes are positive integers.
 *
 * @example
 * import { adaptiveAvgPool2d, compose, conv2d, dense, flatten, relu } from 'pullback'
 * const classifier = compose(conv2d(3, 8, 3), relu(), adaptiveAvgPool2d(4), flatten(), dense(8 * 4 * 4, 10))
 *
 * @category Pooling
 * @since 0.1.0
 */
export const adaptiveAvgPool2d = takes(
  'adaptiveAvgPool2d',
  { size: needs.sizes },
  () => adaptiveAvgPool2dUnchecked,
)

const adaptiveAvgPool2dUnchecked = <const K extends Size>(
  size: K,
): Layer<Images, Resized<Along<K, 0>, Along<K, 1>>, Empty> => {
  const bins = pairOf('adaptiveAvgPool2d', 'the size', size)
  const name = `adaptiveAvgPool2d(${showPair(bins)})`
  return withoutParams(name, (x: Images) => {
    requireImagesOf(name, x)
    const [height, width] = extentOf(x.shape)
    if (height * width === 0)
      throw new ShapeError(`${name} needs images with elements, but was given ${showShape(x.shape)}.`, [
        x.shape,
      ])
    const [rows, columns] = [binMeans(height, bins[0], x.dtype), binMeans(width, bins[1], x.dtype)]
    const means = alongLast(turned(alongLast(x as Tensor, columns, false)), rows, false)
    return [
      turned(means),
      (dy: Tensor) => alongLast(turned(alongLast(turned(dy), rows, true)), columns, true),
    ]
  })
}
