/**
 * Labels over the scores that they speak of.
 *
 * @module
 */

import { equal } from '../primitive/elementwise/compare.ts'
import { convert } from '../primitive/elementwise/convert.ts'
import { gatherBy } from '../primitive/movement/gather.ts'
import { broadcast, broadcastAlong } from '../primitive/reduction/broadcast.ts'
import { fromValues, ones } from '../tensor/function/constructors.ts'
import type { Shape } from '../tensor/shape.ts'
import type { Integers, Tensor } from '../tensor/tensor.ts'

/** Spreads a number for each row over all scores [..., classes]. */
export const overRows = (shape: Shape): ((x: Tensor) => Tensor) =>
  broadcastAlong(
    shape,
    shape.slice(0, -1).map((_, axis) => axis),
  ) as (x: Tensor) => Tensor

/**
 * 1 for each row whose label is a class. It is looked up in a table of ones, so that a program, which cannot look at labels while it
 * is traced, refuses the others when it runs.
 */
export const ofClasses = (loss: string, labels: Integers, scores: Tensor): Tensor =>
  gatherBy(loss, labels)(ones([scores.shape.at(-1) as number], scores.dtype) as Tensor)[0]

/** 1 at the label of each row of scores, else 0; a label that is not a class is nowhere. */
export const atLabels = (labels: Integers, scores: Tensor): Integers => {
  const { shape } = scores
  const classes = shape.at(-1) as number
  const numbers = fromValues([classes], [...Array(classes).keys()], 'i32')
  const own = broadcastAlong(
    shape,
    labels.shape.map((_, axis) => axis),
  )(convert('i32')(labels) as Integers)
  return equal(own, broadcast(shape)(numbers) as Integers)
}
