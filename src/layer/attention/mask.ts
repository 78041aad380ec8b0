/**
 * Masks of attention: the keys that a query may see.
 *
 * @module
 */
import { add } from '../../primitive/elementwise/arithmetic.ts'
import { equal, select } from '../../primitive/elementwise/compare.ts'
import { broadcastAlong, broadcastBeside } from '../../primitive/reduction/broadcast.ts'
import type { FloatDType } from '../../tensor/dtype.ts'
import { ArgumentError, DTypeError, ShapeError } from '../../tensor/error.ts'
import { fromValues, full, zerosLike } from '../../tensor/function/constructors.ts'
import { type Shape, sameShape, showShape } from '../../tensor/shape.ts'
import type { Integers, Tensor } from '../../tensor/tensor.ts'

/**
 * Requires a mask of the keys.
 *
 * @throws ArgumentError, DTypeError or ShapeError that names the layer.
 */
export const requireMask = (name: string, mask: Integers | undefined, shape: Shape): void => {
  if (mask === undefined)
    throw new ArgumentError(`${name} takes a mask of ${showShape(shape)} as the last part of its input.`)
  if (mask.kind !== 'integer')
    throw new DTypeError(`${name} takes a mask of integers, but was given ${mask.dtype}.`)
  if (!sameShape(mask.shape, shape))
    throw new ShapeError(
      `${name} takes a mask of shape ${showShape(shape)}, one number for each key, but was given ` +
        `${showShape(mask.shape)}.`,
      [shape, mask.shape],
    )
}

/** -∞ above the diagonal, else 0. */
const future = (time: number, dtype: FloatDType): Tensor =>
  fromValues<number, [number, number], FloatDType>(
    [time, time],
    Array.from({ length: time * time }, (_, i) =>
      i % time > Math.floor(i / time) ? Number.NEGATIVE_INFINITY : 0,
    ),
    dtype,
  ) as Tensor

/** -∞ for the keys that the mask hides, else 0, in the shape of the scores. */
const hidden = (mask: Integers, scores: Tensor): Tensor => {
  const constant = (value: number): Tensor => full(mask.shape, value, scores.dtype) as Tensor
  const perKey = select(equal(mask, zerosLike(mask)), constant(Number.NEGATIVE_INFINITY), constant(0))
  return broadcastAlong(scores.shape, [0, 3])(perKey)
}

/**
 * What is done to the scores [batch, heads, time, keys] so that what is hidden is not seen; nothing if all may be. It adds -∞: beside a
 * score that is large enough, a finite number would hide nothing. A hidden score of NaN or ∞ becomes NaN, as in PyTorch.
 */
export const maskOf = (
  causal: boolean,
  padding: Integers | undefined,
): ((scores: Tensor) => Tensor) | undefined => {
  if (!causal && padding === undefined) return undefined
  return scores => {
    const early = causal
      ? add(scores, broadcastBeside(scores)(future(scores.shape[2] as number, scores.dtype)))
      : scores
    return padding === undefined ? early : add(early, hidden(padding, scores))
  }
}
