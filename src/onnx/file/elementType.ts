/**
 * ONNX's element types: their numbers in files, how many bytes each has there, and what carries them here.
 *
 * @module
 */
import type { DType, FloatDType } from '../../tensor/dtype.ts'

/** What is known of an element type. */
interface Facts {
  readonly number: number
  readonly bytes: number
  /** What holds its elements in a run; `float` is f32, or f64 where a model of floats is run in f64. */
  readonly carrier: DType | 'float'
  /** The smallest and the largest integer of the type. */
  readonly range?: readonly [least: bigint, most: bigint]
}

const signed = (bits: bigint): readonly [bigint, bigint] => [-(2n ** (bits - 1n)), 2n ** (bits - 1n) - 1n]
const unsigned = (bits: bigint): readonly [bigint, bigint] => [0n, 2n ** bits - 1n]

/** The element types that are read. */
export const elementTypes = {
  float: { number: 1, bytes: 4, carrier: 'float' },
  uint8: { number: 2, bytes: 1, carrier: 'u8', range: unsigned(8n) },
  int8: { number: 3, bytes: 1, carrier: 'i32', range: signed(8n) },
  uint16: { number: 4, bytes: 2, carrier: 'i32', range: unsigned(16n) },
  int16: { number: 5, bytes: 2, carrier: 'i32', range: signed(16n) },
  int32: { number: 6, bytes: 4, carrier: 'i32', range: signed(32n) },
  int64: { number: 7, bytes: 8, carrier: 'i32', range: signed(64n) },
  bool: { number: 9, bytes: 1, carrier: 'u8', range: unsigned(1n) },
  float16: { number: 10, bytes: 2, carrier: 'float' },
  double: { number: 11, bytes: 8, carrier: 'f64' },
  uint32: { number: 12, bytes: 4, carrier: 'i32', range: unsigned(32n) },
  uint64: { number: 13, bytes: 8, carrier: 'i32', range: unsigned(64n) },
  bfloat16: { number: 16, bytes: 2, carrier: 'float' },
} as const satisfies Readonly<Record<string, Facts>>

/**
 * The name of an element type that is read.
 *
 * @category Models from files
 * @since 0.1.0
 */
export type ElementType = keyof typeof elementTypes

/** The facts of a type. */
export const factsOf = (type: ElementType): Facts => elementTypes[type]

const byNumber = new Map(
  Object.entries(elementTypes).map(([name, { number }]) => [number as number, name as ElementType]),
)

const others: Readonly<Record<number, string>> = {
  0: 'undefined',
  8: 'string',
  14: 'complex64',
  15: 'complex128',
  17: 'float8e4m3fn',
  18: 'float8e4m3fnuz',
  19: 'float8e5m2',
  20: 'float8e5m2fnuz',
  21: 'uint4',
  22: 'int4',
  23: 'float4e2m1',
}

/** The type of a number in a file, if it is read. */
export const typeOfNumber = (number: number): ElementType | undefined => byNumber.get(number)

/** What a type is called, also one that is not read. */
export const nameOfNumber = (number: number): string =>
  byNumber.get(number) ?? (Object.hasOwn(others, number) ? others[number]! : `type ${number}`)

/** Whether elements of a type are floats. */
export const isFloatType = (type: ElementType): boolean => factsOf(type).range === undefined

/** What holds elements of a type in a run whose floats are f32 or f64. */
export const carrierOf = (type: ElementType, float: FloatDType): DType => {
  const { carrier } = factsOf(type)
  return carrier === 'float' ? float : carrier
}
