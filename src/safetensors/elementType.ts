/**
 * The element types of safetensors, and what each becomes here.
 *
 * @module
 */
import type { DType } from '../tensor/dtype.ts'

/** The bits of an element, and the element type of the tensor that it becomes; `null` where no tensor holds it exactly. */
interface Description {
  readonly bits: number
  readonly dtype: DType | null
}

const all = {
  BOOL: { bits: 8, dtype: 'u8' },
  F4: { bits: 4, dtype: null },
  F6_E2M3: { bits: 6, dtype: null },
  F6_E3M2: { bits: 6, dtype: null },
  U8: { bits: 8, dtype: 'u8' },
  I8: { bits: 8, dtype: null },
  F8_E5M2: { bits: 8, dtype: null },
  F8_E4M3: { bits: 8, dtype: null },
  F8_E8M0: { bits: 8, dtype: null },
  F8_E4M3FNUZ: { bits: 8, dtype: null },
  F8_E5M2FNUZ: { bits: 8, dtype: null },
  I16: { bits: 16, dtype: null },
  U16: { bits: 16, dtype: null },
  F16: { bits: 16, dtype: 'f32' },
  BF16: { bits: 16, dtype: 'f32' },
  I32: { bits: 32, dtype: 'i32' },
  U32: { bits: 32, dtype: null },
  F32: { bits: 32, dtype: 'f32' },
  C64: { bits: 64, dtype: null },
  F64: { bits: 64, dtype: 'f64' },
  I64: { bits: 64, dtype: 'i32' },
  U64: { bits: 64, dtype: null },
} as const satisfies Readonly<Record<string, Description>>

/**
 * The names of element types in safetensors: BOOL, integers with a sign (I) and without (U), floats (F), brain floats (BF16) and
 * complex numbers (C), each with its bits.
 *
 * @category Codecs
 * @since 0.1.0
 */
export type SafetensorsElement = keyof typeof all

/** By name. A map, as a record would find 'toString' as well. */
export const elementTypes: ReadonlyMap<string, Description> = new Map<string, Description>(
  Object.entries(all),
)

/** Whether a text names an element type. */
export const isElement = (name: string): name is SafetensorsElement => elementTypes.has(name)

/** The bits of one element. */
export const bitsOf = (element: SafetensorsElement): number => all[element].bits

/** The element type of a tensor with such elements; `null` if there is none that holds them exactly. */
export const dtypeOf = (element: SafetensorsElement): DType | null => all[element].dtype

/** The names of those that are read. */
export const readElements: readonly string[] = Object.entries(all).flatMap(([name, { dtype }]) =>
  dtype === null ? [] : [name],
)

/** How the elements of a tensor are written. */
export const elementOf: Readonly<Record<DType, SafetensorsElement>> = {
  f32: 'F32',
  f64: 'F64',
  i32: 'I32',
  u8: 'U8',
}
