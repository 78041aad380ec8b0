/**
 * Sizes along height and width that are given to layers as one number or two.
 *
 * @module
 */
import type { Pair } from '../../primitive/sliding.ts'
import { ArgumentError, ShapeError } from '../../tensor/error.ts'
import { type Shape, showShape } from '../../tensor/shape.ts'
import type { AnyTensor } from '../../tensor/tensor.ts'
import type { Size } from './windowed.ts'

/**
 * A size along both axes.
 *
 * @throws ArgumentError that names the layer and the argument, unless both are integers and no less than `least`.
 */
export const pairOf = (layer: string, argument: string, size: Size, least = 1): Pair => {
  const pair: readonly number[] = Array.isArray(size)
    ? (size as readonly number[])
    : [size as number, size as number]
  if (pair.length !== 2 || !pair.every(n => Number.isSafeInteger(n) && n >= least))
    throw new ArgumentError(
      `${layer} needs ${least === 0 ? 'an integer, not below 0,' : 'a positive integer'} for ${argument}, or two of them for ` +
        `height and width, but was given ${Array.isArray(size) ? showShape(pair) : JSON.stringify(size)}.`,
    )
  return pair as Pair
}

/** A size as a name shows it: `5`, or `5x3`. */
export const showPair = ([height, width]: Pair): string =>
  height === width ? `${height}` : `${height}x${width}`

/**
 * Requires [batch, channels, height, width], with so many channels if it says how many.
 *
 * @throws ShapeError that says what the layer takes and what it was given.
 */
export const requireImagesOf = (layer: string, { shape }: AnyTensor, channels?: number): void => {
  if (shape.length === 4 && (channels === undefined || shape[1] === channels)) return
  const wanted: Shape = [channels ?? 0]
  throw new ShapeError(
    `${layer} takes [batch, ${channels ?? 'channels'}, height, width], but was given ${showShape(shape)}` +
      (shape.length === 4 ? `: axis 1 is ${shape[1]}, not ${channels}.` : `: that has ${shape.length} axes.`),
    [wanted, shape],
    1,
  )
}
