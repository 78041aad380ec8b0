/**
 * The numbers of tensors.
 *
 * @module
 */

import { takes } from '../contract/takes.ts'
import { tensor as tensorArgument } from '../contract/tensors.ts'
import type { Elements } from '../dtype.ts'
import { ShapeError } from '../error.ts'
import { showShape } from '../shape.ts'
import { type AnyTensor, elementsOf } from '../tensor.ts'

/**
 * A copy of the elements, in row-major order.
 *
 * @category Tensors
 * @since 0.1.0
 */
export const toValues = takes('toValues', { x: tensorArgument }, () => toValuesUnchecked)

const toValuesUnchecked = (x: AnyTensor): Elements => elementsOf(x).slice()

/**
 * The number in a tensor of one element.
 *
 * @throws ShapeError if it has more or fewer.
 * @category Tensors
 * @since 0.1.0
 */
export const item = takes('item', { x: tensorArgument }, () => itemUnchecked)

const itemUnchecked = (x: AnyTensor): number => {
  const elements = elementsOf(x)
  if (elements.length !== 1)
    throw new ShapeError(`item needs a tensor of one element, but was given ${showShape(x.shape)}.`, [
      x.shape,
    ])
  return elements[0] as number
}
