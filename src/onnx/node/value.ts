/**
 * Values that flow between nodes: tensors with the element types that the file gives them, which may be known while a program is made.
 *
 * Shapes are known, and so is what is computed from them and from constants alone. Known integers are exact, of any width; where a
 * tensor of theirs is needed, they have to fit 32 bits.
 *
 * @module
 */
import type { FloatDType } from '../../tensor/dtype.ts'
import { fromValues } from '../../tensor/function/constructors.ts'
import type { Shape } from '../../tensor/shape.ts'
import { type AnyTensor, elementsOf, type Tensor } from '../../tensor/tensor.ts'
import { carrierOf, type ElementType, factsOf, isFloatType } from '../file/elementType.ts'
import type { Literal } from '../file/literal.ts'
import { any } from './arrays.ts'
import { unsupported } from './refusal.ts'

export interface Value {
  readonly type: ElementType
  readonly shape: Shape
  /** The tensor, whose element type is the type's carrier; integers that do not fit it are refused. */
  readonly tensor: () => Tensor
  /** Whether it is the same whatever the model is run for. */
  readonly known: boolean
  /** The exact integers, where they are known. */
  readonly integers?: () => readonly bigint[]
}

/** What is computed from an input or a parameter. */
export const computed = (type: ElementType, tensor: AnyTensor): Value => ({
  type,
  shape: tensor.shape,
  tensor: () => any(tensor),
  known: false,
})

const tensorOfIntegers = (type: ElementType, shape: Shape, integers: readonly bigint[]): Tensor => {
  const dtype = carrierOf(type, 'f32')
  const [least, most] = dtype === 'u8' ? [0n, 255n] : [-(2n ** 31n), 2n ** 31n - 1n]
  const out = integers.findIndex(x => x < least || x > most)
  if (out !== -1)
    unsupported(
      `its element ${out} of ${type} is ${integers[out]}, which does not fit the ${dtype} that it would be computed in`,
    )
  return any(fromValues([...shape], integers.map(Number), dtype))
}

/** Integers that are known. */
export const ofIntegers = (type: ElementType, shape: Shape, integers: readonly bigint[]): Value => {
  let made: Tensor | undefined
  return {
    type,
    shape,
    known: true,
    integers: () => integers,
    tensor: () => {
      made ??= tensorOfIntegers(type, shape, integers)
      return made
    },
  }
}

/** A tensor of the file, in a run whose floats are f32 or f64. */
export const ofLiteral = (literal: Literal, float: FloatDType): Value => {
  const { type, shape } = literal
  if (!isFloatType(type)) {
    let made: Value | undefined
    const value = (): Value => {
      made ??= ofIntegers(type, shape, literal.integers())
      return made
    }
    return { type, shape, known: true, integers: literal.integers, tensor: () => value().tensor() }
  }
  let made: Tensor | undefined
  return {
    type,
    shape,
    known: true,
    tensor: () => {
      made ??= any(fromValues([...shape], literal.floats(), carrierOf(type, float)))
      return made
    },
  }
}

/** What is computed from what is known, as known. */
export const asKnown = (value: Value): Value => {
  if (value.known) return value
  const known = { ...value, known: true }
  return isFloatType(value.type)
    ? known
    : { ...known, integers: () => Array.from(elementsOf(value.tensor()), BigInt) }
}

/** The numbers of a known value; integers beyond 2⁵³ are rounded, which is right for limits that are clamped. */
export const numbersOf = (value: Value): readonly number[] =>
  value.integers === undefined ? Array.from(elementsOf(value.tensor())) : value.integers().map(Number)

/** The integer that has the same low bits, in the range of a type. */
export const wrapped = (type: ElementType, x: bigint): bigint => {
  const { range } = factsOf(type)
  if (range === undefined || (x >= range[0] && x <= range[1])) return x
  if (type === 'bool') return x === 0n ? 0n : 1n
  const count = range[1] - range[0] + 1n
  const rest = (((x - range[0]) % count) + count) % count
  return rest + range[0]
}

/** A tensor of i32 with the values that narrower integers would have: those of int8, int16 and uint16 wrap around. */
export const fitted = (
  type: ElementType,
  tensor: AnyTensor,
  wrap: (least: number, count: number) => AnyTensor,
): AnyTensor => {
  const { range } = factsOf(type)
  if (range === undefined || !['int8', 'int16', 'uint16'].includes(type)) return tensor
  return wrap(Number(range[0]), Number(range[1] - range[0]) + 1)
}
