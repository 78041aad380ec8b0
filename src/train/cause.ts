/**
 * The cause of a NaN or an infinity, as a sentence, and what mends it.
 *
 * @module
 */
import type { NonFiniteOrigin } from './nonFinite.ts'

/** What else is known of a step that went wrong. */
export interface Circumstances {
  /** The largest magnitude among the finite parameters, and among the finite numbers of the batch. */
  readonly largestParameter: number
  readonly largestInput: number
  /** The name of the optimiser. */
  readonly optimiser: string
}

/** Parameters of this size and more hint at a learning rate that is too large. */
const large = 1e4

/** A number in few digits. */
export const showNumber = (x: number): string => {
  if (!Number.isFinite(x) || x === 0) return String(x)
  const size = Math.abs(x)
  return size >= 1e6 || size < 1e-4
    ? x.toExponential(3).replace(/\.?0*e/, 'e')
    : String(Number(x.toPrecision(4)))
}

const tooLarge = (
  { phase, dtype }: NonFiniteOrigin,
  { largestParameter, largestInput }: Circumstances,
): string => {
  const limit = dtype === 'f32' ? '3.4e38, the largest number of f32' : '1.8e308, the largest number of f64'
  const mend =
    phase === 'update'
      ? 'The learning rate times what the optimiser makes of the gradient is too large: lower the learning rate or clip the gradient.'
      : largestParameter >= large
        ? 'Lower the learning rate or clip the gradient.'
        : largestInput >= large
          ? `The batch has numbers as large as ${showNumber(largestInput)}: standardise the data.`
          : 'Scale down what it is given, or compute a smaller number (a mean in the place of a sum, a logarithm).'
  return `The result is beyond ${limit}. ${mend}`
}

const division = (
  origin: NonFiniteOrigin,
  [x, y]: readonly number[],
  circumstances: Circumstances,
): string => {
  if (y !== 0) return tooLarge(origin, circumstances)
  if (origin.derivativeOf === 'sqrt')
    return (
      'The derivative of a square root at 0 is infinite, also where its value is not used. Add a small constant below the root ' +
      '(sqrt(x + 1e-12)); a norm at 0 is such a root.'
    )
  if (origin.derivativeOf === 'log' || origin.derivativeOf === 'log1p')
    return (
      'The derivative of a logarithm at 0 is infinite, also where its value is not used. Keep the argument away from 0 before ' +
      'the logarithm is taken (op.select the argument, not the result).'
    )
  if (origin.phase === 'update')
    return `The optimiser, ${circumstances.optimiser}, divides by 0: give it an epsilon above 0.`
  return (
    `${x === 0 ? '0 divided by 0 is not a number' : 'A number was divided by 0'}. Keep the divisor away from 0 before dividing (add a ` +
    'small constant, or op.select another divisor): choosing another result afterwards does not mend the gradient.'
  )
}

/** Infinite operands that nothing finite made: what makes a NaN of them. */
const undefinite: Readonly<Record<string, string>> = {
  sub: 'Infinity less infinity is not a number: all scores of a row may be -Infinity, such as where a mask leaves nothing to see.',
  add: 'Infinity and -Infinity have no sum: look for the infinities among its operands.',
  sum: 'Infinity and -Infinity have no sum: look for the infinities among its operands.',
  mul: '0 times infinity is not a number. Choose by op.select in the place of multiplying by a mask.',
  matmul: '0 times infinity is not a number. Choose by op.select in the place of multiplying by a mask.',
  div: 'Infinity divided by infinity is not a number.',
  sin: 'An infinity has no sine.',
  cos: 'An infinity has no cosine.',
}

/** The usual cause of what an operation made, with what mends it. */
export const causeOf = (origin: NonFiniteOrigin, circumstances: Circumstances): string => {
  const { operation, made, at, constant } = origin
  const [x] = at
  const growth =
    circumstances.largestParameter >= large
      ? ` Parameters have grown to ${showNumber(circumstances.largestParameter)}, which a learning rate that is too large does.`
      : ''
  const cause = (): string => {
    if (constant !== null && !Number.isFinite(constant))
      return `It was given the constant ${constant}: look at where that number is computed.`
    const isUndefinite = Number.isNaN(made)
    if (isUndefinite && at.some(value => Math.abs(value) === Number.POSITIVE_INFINITY))
      return undefinite[operation] ?? 'It has no value at an infinity.'
    switch (operation) {
      case 'log':
        return x === 0
          ? 'The logarithm of 0 is -Infinity. Keep its argument above 0 (op.maximum with a small constant), or use what takes scores ' +
              'in the place of probabilities, such as softmaxCrossEntropy or logSoftmax.'
          : 'A negative number has no logarithm. Keep its argument above 0 (op.maximum with a small constant).'
      case 'log1p':
        return 'log1p(x) is the logarithm of 1 + x, which has to be above 0. Keep its argument above -1.'
      case 'sqrt':
        return 'A negative number has no square root. Keep its argument at 0 or above (op.maximum), as rounding may take it below.'
      case 'div':
        return division(origin, at, circumstances)
      case 'exp':
      case 'expm1':
        return (
          `e^${showNumber(x as number)} is beyond the largest number of ${origin.dtype}: exp overflows above ${origin.dtype === 'f32' ? '88.7' : '709.7'}. ` +
          'Subtract the largest argument first, as softmax and logSumExp do, or bound it.'
        )
      case 'convert':
        return `${showNumber(x as number)} is beyond the largest number of ${origin.dtype}. Scale it down before it is converted.`
      default:
        return isUndefinite ? 'Look at the infinities among its operands.' : tooLarge(origin, circumstances)
    }
  }
  return cause() + growth
}
