/**
 * Errors about a function that gives different results for one argument.
 *
 * @module
 */
import { TracingError } from '../../tensor/error.ts'
import { type AnyTensor, elementsOf, isConcrete } from '../../tensor/tensor.ts'

/** Whether two tensors have the same numbers, bit for bit; of others it is not known. */
export const sameNumbers = (x: AnyTensor, y: AnyTensor): boolean => {
  if (x === y || !isConcrete(x) || !isConcrete(y)) return true
  const [xs, ys] = [elementsOf(x), elementsOf(y)]
  return xs.length === ys.length && xs.every((value, i) => Object.is(value, ys[i]))
}

/** The error for a function whose runs part at a place. */
export const impureError = (what: string, gave: string, place: string): TracingError =>
  new TracingError(
    `${what} gave two ${gave} for one argument: the runs part at ${place}. It must be pure: give it what is random as an argument, ` +
      'such as a key, and change nothing outside of it.',
  )
