/**
 * Sliding of windows over images: strides, padding and dilations along height and width, and where that leads.
 *
 * @module
 */
import { ArgumentError, ShapeError } from '../../tensor/error.ts'
import { type Shape, showShape } from '../../tensor/shape.ts'

/** Along height and width. */
export type Pair = readonly [height: number, width: number]

/** A number for each axis that windows slide along: of a sequence one, of an image two, of a volume three. */
export type PerAxis = readonly number[]

/** How windows slide: over images, along height and width. */
export interface Sliding<P extends PerAxis = Pair> {
  /** How far one window is from the next. */
  readonly strides: P
  /** How many zeros are thought of on both sides of the image. */
  readonly padding: P
  /** How far the elements of a window are from each other. */
  readonly dilations: P
}

const isCount = (n: number, least: number): boolean => Number.isSafeInteger(n) && n >= least

/** Strides and dilations are positive integers, and padding is no less than 0. */
export const requireSliding = (operation: string, { strides, padding, dilations }: Sliding): void => {
  const require = (argument: string, pair: Pair, least: number): void => {
    if (pair.length !== 2 || !pair.every(n => isCount(n, least)))
      throw new ArgumentError(
        `${operation} needs two ${least === 0 ? 'non-negative' : 'positive'} integers for ${argument}, but was given ` +
          `${showShape(pair)}.`,
      )
  }
  require('strides', strides, 1)
  require('padding', padding, 0)
  require('dilations', dilations, 1)
}

/** How many windows of `size` elements there are along an axis of `n` elements; 0 or less if not even one fits. */
export const windowsAlong = (
  n: number,
  size: number,
  stride: number,
  padding: number,
  dilation: number,
): number => Math.floor((n + 2 * padding - dilation * (size - 1) - 1) / stride) + 1

/** How many windows there are along each axis. */
export const windowsOver = <P extends PerAxis>(
  image: P,
  size: P,
  { strides, padding, dilations }: Sliding<P>,
): P =>
  image.map((n, i) =>
    windowsAlong(n, size[i] as number, strides[i] as number, padding[i] as number, dilations[i] as number),
  ) as PerAxis as P

const by = (sizes: PerAxis): string => sizes.join(' by ')

/** What windows slide over, by the number of its axes. */
const fields = ['', 'along a sequence', 'over an image', 'over a volume'] as const

/**
 * How many windows there are along each axis, at least one each.
 *
 * @throws ShapeError if a window is larger than the padded image.
 */
export const requireWindows = <P extends PerAxis>(
  operation: string,
  image: P,
  size: P,
  sliding: Sliding<P>,
): P => {
  const windows = windowsOver(image, size, sliding)
  const axis = windows.findIndex(n => n < 1)
  if (axis !== -1) {
    const { padding, dilations } = sliding
    const extent = size.map((n, i) => (dilations[i] as number) * (n - 1) + 1)
    const padded = image.map((n, i) => n + 2 * (padding[i] as number))
    const dilated = dilations.some(n => n > 1) ? ` (${by(extent)} with its dilation)` : ''
    throw new ShapeError(
      `${operation} cannot slide a window of ${by(size)}${dilated} ${fields[size.length]} of ${by(image)}` +
        `${padding.some(n => n > 0) ? ` (${by(padded)} with its padding)` : ''}: the window is larger. ` +
        'Use a smaller kernel, or more padding.',
      [size, image],
      axis + 2,
    )
  }
  return windows
}

/** A shape of four axes: images are [batch, channels, height, width]. */
export const requireImages = (operation: string, shape: Shape): void => {
  if (shape.length !== 4)
    throw new ShapeError(
      `${operation} needs images [batch, channels, height, width], but was given ${showShape(shape)}.`,
      [shape],
    )
}

/** Height and width of images. */
export const extentOf = (shape: Shape): Pair => [shape[2] as number, shape[3] as number]
