/**
 * Labels as rows with a single one.
 *
 * @module
 */
import { needs, takes } from '../tensor/contract/index.ts'
import { allocate, type FloatDType } from '../tensor/dtype.ts'
import { ArgumentError, IndexError } from '../tensor/error.ts'
import type { Shape } from '../tensor/shape.ts'
import { elementsOf, type Integers, type Tensor, unsafeFromElements } from '../tensor/tensor.ts'

/**
 * The element type of one-hot rows. Defaults to f32.
 *
 * @category Data
 * @since 0.1.0
 */
export interface OneHotOptions {
  readonly dtype?: FloatDType
}

/**
 * For each label a row of zeros with a one at the label.
 *
 * Takes labels [...] from 0 to classes - 1 and gives [..., classes].
 *
 * @throws IndexError if a label is not a class, with its position.
 * @throws ArgumentError unless the number of classes is a positive integer.
 *
 * @example
 * import { oneHot, tensor } from 'pullback'
 * oneHot(3)(tensor([0, 2], 'i32')) // [[1, 0, 0], [0, 0, 1]]
 *
 * @category Data
 * @since 0.1.0
 */
export const oneHot = takes(
  'oneHot',
  [
    { classes: needs.number, options: needs.options({ dtype: needs.floatDType }) },
    { labels: needs.integers },
  ],
  () => oneHotUnchecked,
)

const oneHotUnchecked = <C extends number>(classes: C, { dtype = 'f32' }: OneHotOptions = {}) => {
  if (!Number.isSafeInteger(classes) || classes < 1)
    throw new ArgumentError(`oneHot needs a positive number of classes, but was given ${classes}.`)
  return <S extends Shape>(labels: Integers<S>): Tensor<[...S, C]> => {
    const given = elementsOf(labels)
    const elements = allocate(dtype, given.length * classes)
    given.forEach((label, i) => {
      if (label < 0 || label >= classes)
        throw new IndexError(
          `oneHot was given label ${label} at position ${i}, but there are ${classes} classes: labels run from 0 to ` +
            `${classes - 1}.`,
        )
      elements[i * classes + label] = 1
    })
    return unsafeFromElements<[...S, C], 'float'>([...labels.shape, classes] as [...S, C], dtype, elements)
  }
}
