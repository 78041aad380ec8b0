/**
 * Sizes along each axis that windows slide along, which are given to layers as one number for all or one for each.
 *
 * @module
 */
import type { Pair, PerAxis } from '../../primitive/window/sliding.ts'
import { ArgumentError, ShapeError } from '../../tensor/error.ts'
import { type Shape, showShape } from '../../tensor/shape.ts'
import type { AnyTensor } from '../../tensor/tensor.ts'
import type { Size } from './windowed.ts'

/** How many axes windows slide along: of sequences 1, of images 2, of volumes 3. */
export type Rank = 1 | 2 | 3

const axes: { readonly [R in Rank]: readonly string[] } = {
  1: ['length'],
  2: ['height', 'width'],
  3: ['depth', 'height', 'width'],
}

/**
 * A size along each axis.
 *
 * @throws ArgumentError that names the layer and the argument, unless all are integers and no less than `least`.
 */
export const sizesAlong = (
  layer: string,
  rank: Rank,
  argument: string,
  size: number | PerAxis,
  least = 1,
): PerAxis => {
  const sizes = typeof size === 'number' ? axes[rank].map(() => size) : size
  if (sizes.length !== rank || !sizes.every(n => Number.isSafeInteger(n) && n >= least))
    throw new ArgumentError(
      `${layer} needs ${least === 0 ? 'an integer, not below 0,' : 'a positive integer'} for ${argument}, or one each for ` +
        `${axes[rank].join(', ')}, but was given ${typeof size === 'number' ? size : showShape(sizes)}.`,
    )
  return sizes
}

/**
 * A size along height and width.
 *
 * @throws ArgumentError that names the layer and the argument, unless both are integers and no less than `least`.
 */
export const pairOf = (layer: string, argument: string, size: Size, least?: number): Pair =>
  sizesAlong(layer, 2, argument, size, least) as PerAxis as Pair

/** Sizes as a name shows them: `5`, or `5x3`. */
export const showSizes = (sizes: PerAxis): string =>
  sizes.every(n => n === sizes[0]) ? `${sizes[0]}` : sizes.join('x')

/**
 * Requires [batch, channels, ...] with so many axes behind, and with so many channels if it says how many.
 *
 * @throws ShapeError that says what the layer takes and what it was given.
 */
export const requirePlaces = (layer: string, { shape }: AnyTensor, rank: Rank, channels?: number): void => {
  const isRank = shape.length === rank + 2
  if (isRank && (channels === undefined || shape[1] === channels)) return
  const wanted: Shape = [channels ?? 0]
  throw new ShapeError(
    `${layer} takes [batch, ${channels ?? 'channels'}, ${axes[rank].join(', ')}], but was given ${showShape(shape)}` +
      (isRank ? `: axis 1 is ${shape[1]}, not ${channels}.` : `: that has ${shape.length} axes.`),
    [wanted, shape],
    1,
  )
}

/**
 * Requires [batch, channels, height, width], with so many channels if it says how many.
 *
 * @throws ShapeError that says what the layer takes and what it was given.
 */
export const requireImagesOf = (layer: string, x: AnyTensor, channels?: number): void =>
  requirePlaces(layer, x, 2, channels)
