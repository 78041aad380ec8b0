/**
 * Features of an image besides its pixels: how much it brightens or darkens to the right and downwards, in small squares. It is a
 * fixed piece of a convolutional network, in the manner of Dalal and Triggs (2005), and lets a small dense one see outlines.
 *
 * @module
 */
import { type Empty, type Integers, type Layer, layer, op, type Tensor, trivial, zerosLike } from 'pullback'

const [side, square] = [28, 2] as const
const cells = side / square

/** How many numbers `edges` makes of an image: the sum of the pixels of each square, and the sums of four differences. */
export const edgeFeatures = (5 * cells * cells) as 980

type Image = Tensor<[number, 28, 28]>

const inSquares = (image: Image): Tensor<[number, number]> => {
  const n = image.shape[0]
  const squares = op.reshape([n, cells, square, cells, square])(image)
  return op.reshape([n, cells * cells])(op.sum([2, 4])(squares) as Tensor)
}

/** Each pixel minus the one before it along an axis; 0 where there is none. */
const difference = (image: Image, axis: 1 | 2): Image => {
  const n = image.shape[0]
  const [size, one, zero] = [
    [n, side, side],
    [0, 0, 0],
    [0, 0, 0],
  ]
  size[axis] = side - 1
  one[axis] = 1
  const after = op.slice(one, size)(image)
  const before = op.slice(zero, size)(image)
  return op.pad(one, zero)(op.sub(after, before) as Tensor) as Image
}

/**
 * Bytes as 980 features in f32: of each 2 × 2 square the sum of its pixels (from 0 to 4), and the sums of how much they are
 * above the pixels to their left and above them, and below these. Bytes have no derivative, so there is nothing to pull back.
 */
export const edges = (): Layer<Integers<[number, 784]>, Tensor<[number, 980]>, Empty> =>
  layer.fromSmooth('edges', (bytes: Integers<[number, 784]>) => {
    const image = op.scale(1 / 255)(
      op.reshape([bytes.shape[0], side, side])(op.convert('f32')(bytes)) as Tensor<[number, 28, 28]>,
    )
    const positive = (x: Image): Image => op.maximum(x, zerosLike(x))
    const slopes = [difference(image, 2), difference(image, 1)]
    const parts = [image, ...slopes.flatMap(slope => [positive(slope), positive(op.neg(slope))])]
    return [op.concat(1)(...parts.map(inSquares)) as Tensor<[number, 980]>, () => trivial]
  })
