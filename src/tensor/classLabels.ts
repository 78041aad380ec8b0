/**
 * Checks of class labels, for the losses and metrics of classifiers.
 *
 * @module
 */
import { DTypeError, IndexError, ShapeError } from './error.ts'
import { type Shape, sameShape, showShape } from './shape.ts'
import { type AnyTensor, elementsOf, type Integers, isConcrete, type Tensor } from './tensor.ts'

/** A hint for targets that have the shape of the predictions. */
export const oneHotHint = (predictions: Shape, labels: Shape): string =>
  sameShape(predictions, labels)
    ? ' Targets with a number for each class, one-hot or not, are for softTargetCrossEntropy; op.argmax makes labels of them.'
    : ''

/**
 * Requires labels that are integers.
 *
 * @throws DTypeError that says who asked.
 */
export const requireIntegers = (user: string, labels: AnyTensor): void => {
  if (labels.kind !== 'integer')
    throw new DTypeError(
      `${user} needs labels that are integers, but was given ${labels.dtype}. Convert with op.convert('i32').`,
    )
}

/**
 * Requires predictions [batch, classes] for at least one example, and for each example one label in `[0, classes)`. The
 * labels are looked at where there is something to look at, and not while a program is traced.
 *
 * @throws ShapeError, DTypeError or IndexError that says who asked, and names the example.
 */
export const requireLabels = (user: string, predictions: Tensor, labels: Integers<[number]>): void => {
  const shape: Shape = predictions.shape
  if (shape.length !== 2 || shape[1] === 0)
    throw new ShapeError(`${user} takes predictions [batch, classes], but was given ${showShape(shape)}.`, [
      shape,
    ])
  const [batch, classes] = shape as readonly [number, number]
  if (labels.shape.length !== 1 || labels.shape[0] !== batch)
    throw new ShapeError(
      `${user} needs one label for each of the ${batch} examples, but was given labels of shape ` +
        `${showShape(labels.shape)}. Labels have one axis: [batch], not [batch, 1].${oneHotHint(shape, labels.shape)}`,
      [shape, labels.shape],
      0,
    )
  requireIntegers(user, labels)
  if (batch === 0)
    throw new ShapeError(`${user} needs at least one example, but was given ${showShape(shape)}.`, [shape])
  if (!isConcrete(labels)) return
  const given = elementsOf(labels)
  const wrong = given.findIndex(label => label < 0 || label >= classes)
  if (wrong !== -1)
    throw new IndexError(
      `${user} was given label ${given[wrong]} for example ${wrong}, but there are ${classes} classes: labels run ` +
        `from 0 to ${classes - 1}.`,
    )
}
