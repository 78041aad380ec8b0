/**
 * Samples by inversion: each is the quantile of its distribution at a probability that two random words tell. So a sample is a
 * function of its words and of the parameters, needs no others, and is as smooth in the parameters as the distribution is.
 *
 * @see Luc Devroye: "Non-uniform random variate generation", 1986, II.2
 * @module
 */
import type { DType } from '../../tensor/dtype.ts'
import { ShapeError } from '../../tensor/error.ts'
import { sameShape, showShape } from '../../tensor/shape.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Abstract, Linear, View } from '../core/primitive.ts'
import { input, requireFloat, requireInteger, requireSameDType } from '../core/rule.ts'
import { mul } from '../elementwise/arithmetic.ts'

/** The shape rule: a pair of words for each sample, whose parameters have one element type and shape. */
export const quantileShape = (name: string, inputs: readonly Abstract[], dtype?: DType): Abstract => {
  const words = input(inputs, 0)
  requireInteger(`${name} (words)`, words)
  const shape = words.shape.slice(0, -1)
  const [first] = inputs.slice(1)
  for (const parameter of inputs.slice(1)) {
    requireFloat(name, parameter)
    requireSameDType(name, first as Abstract, parameter)
    if (words.shape.at(-1) !== 2 || !sameShape(parameter.shape, shape))
      throw new ShapeError(
        `${name} needs a pair of words for each parameter, but was given ${showShape(words.shape)} and ${showShape(parameter.shape)}.`,
        [words.shape, parameter.shape],
      )
  }
  return { shape, dtype: dtype ?? input(inputs, 1).dtype }
}

/** The probabilities below and above, each exact: the 53 bits of `uniform01` with a one for the last, so that neither is 0. */
export const eachProbability = (words: View, visit: (i: number, p: number, q: number) => void): void => {
  const { elements } = words
  for (let i = 0; 2 * i < elements.length; i++) {
    const n = (elements[2 * i]! >>> 5) * 2 ** 25 + (elements[2 * i + 1]! >>> 7)
    visit(i, (n + 0.5) * 2 ** -52, (2 ** 52 - 1 - n + 0.5) * 2 ** -52)
  }
}

/** The derivative of each sample in one of its parameters. */
export const slopeBy = (slope: () => Tensor): Linear => {
  const times = (d: Tensor): Tensor => mul(d, slope())
  return { apply: d => times(d as Tensor), transpose: d => times(d as Tensor) }
}
