/**
 * The axes of one example: what is behind the batch, counted from 0, or with negative numbers from the end.
 *
 * @module
 */

import { showValue } from '../../tensor/contract/index.ts'
import { ArgumentError, ShapeError } from '../../tensor/error.ts'
import { type Shape, showShape } from '../../tensor/shape.ts'
import { isList } from '../../tensor/stranger.ts'
import type { AnyTensor, Tensor } from '../../tensor/tensor.ts'

/**
 * A batch of examples of any shape.
 *
 * @category Shapes of examples
 * @since 0.1.0
 */
export type Examples = Tensor<[number, ...number[]]>

const hint = 'Axes are counted within one example: the batch is not among them, and stays.'

/**
 * The shape of each example of a batch, which needs so many axes.
 *
 * @throws ShapeError that says what the layer takes and what it was given.
 */
export const exampleOf = (layer: string, { shape }: AnyTensor, least: number, most = Infinity): Shape => {
  const [batch, ...example] = shape
  if (batch === undefined || example.length < least || example.length > most)
    throw new ShapeError(
      `${layer} takes [batch, ...] with ${least === most ? '' : 'at least '}${least} ${least === 1 ? 'axis' : 'axes'} for ` +
        `each example, but was given ${showShape(shape)}. ${hint}`,
      [shape],
    )
  return example
}

/**
 * The place of an axis in an example of some rank, counted from 0; negative ones are counted from the end.
 *
 * @throws ShapeError if there is no such axis.
 */
export const axisIn = (layer: string, axis: number, x: AnyTensor): number => {
  const rank = exampleOf(layer, x, axis < 0 ? -axis : axis + 1).length
  return axis < 0 ? rank + axis : axis
}

/**
 * Requires an integer that may name an axis.
 *
 * @throws ArgumentError that names the layer.
 */
export const requireAxis = (layer: string, axis: number): void => {
  if (!Number.isSafeInteger(axis))
    throw new ArgumentError(
      `${layer} needs an integer for an axis, but was given ${axis}. ${hint} Negative ones count from the end.`,
    )
}

/**
 * What a layer is called that is given a list, with an entry for each axis of an example.
 *
 * @throws ArgumentError unless it is a list.
 */
export const nameOf = (layer: string, entries: readonly unknown[]): string => {
  if (!Array.isArray(entries))
    throw new ArgumentError(
      `${layer} needs an array with an entry for each axis of an example, but was given ${showValue(entries)}. ${hint}`,
    )
  return `${layer}(${showList(entries)})`
}

const showEntry = (x: unknown): string => (typeof x === 'number' ? String(x) : showValue(x))

/** How many entries of a list are shown: more than it has for any layer. */
const mostShown = 64

const shown = (list: readonly unknown[], show: (x: unknown) => string): string =>
  `[${Array.from(list.slice(0, mostShown), show).join(', ')}${list.length > mostShown ? ', …' : ''}]`

/** A list, or a list of lists, as it is written. */
export const showList = (list: readonly unknown[]): string =>
  shown(list, entry => (isList(entry) ? shown(entry, showEntry) : showEntry(entry)))
