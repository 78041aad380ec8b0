/**
 * Inputs that are given when the model is read.
 *
 * @module
 */
import { type AnyTensor, elementsOf, isTensor } from '../../tensor/tensor.ts'
import { type ElementType, factsOf, isFloatType } from '../file/elementType.ts'
import { integerLiteral, type Literal } from '../file/literal.ts'
import type { OnnxTensor } from './declared.ts'
import { ReadFailure } from './reading.ts'

/**
 * What an input may be given as when the model is read: a tensor, a number, or a list of numbers. Integers of 64 bits may be bigints.
 *
 * @category Models from files
 * @since 0.1.0
 */
export type KnownInput = AnyTensor | number | bigint | boolean | readonly (number | bigint | boolean)[]

const integersOf = (
  type: ElementType,
  numbers: readonly (number | bigint | boolean)[],
): readonly bigint[] | string => {
  const [least, most] = factsOf(type).range!
  const integers: bigint[] = []
  for (const x of numbers) {
    if (typeof x === 'number' && !Number.isSafeInteger(x)) return `${x} is not a valid ${type}`
    const integer = BigInt(x)
    if (integer < least || integer > most) return `${x} is not a valid ${type}`
    integers.push(integer)
  }
  return integers
}

/** The numbers of an input that is known. */
export const knownLiteral = (input: OnnxTensor, given: KnownInput): Literal => {
  const { name, type } = input
  const failed = (reason: string): never => {
    throw new ReadFailure({ _tag: 'BadModel', where: `the input '${name}', which is known`, reason })
  }
  const shape = isTensor(given) ? given.shape : Array.isArray(given) ? [given.length] : []
  const numbers: readonly (number | bigint | boolean)[] = isTensor(given)
    ? Array.from(elementsOf(given))
    : Array.isArray(given)
      ? (given as readonly number[])
      : [given as number]
  if (
    input.shape !== null &&
    (input.shape.length !== shape.length ||
      input.shape.some((n, i) => typeof n === 'number' && n !== shape[i]))
  )
    return failed(
      `it takes [${input.shape.map(n => n ?? 'any').join(', ')}], but was given [${shape.join(', ')}]`,
    )
  if (isFloatType(type)) {
    const floats = type === 'double' ? Float64Array.from(numbers, Number) : Float32Array.from(numbers, Number)
    return { type, shape, floats: () => floats, integers: () => failed('it has floats') }
  }
  const integers = integersOf(type, numbers)
  return typeof integers === 'string' ? failed(integers) : integerLiteral(type, shape, integers)
}
