/**
 * Types of StableHLO, and the values that have them.
 *
 * @module
 */
import type { Abstract } from '../../primitive/core/primitive.ts'
import type { DType } from '../../tensor/dtype.ts'
import type { Shape } from '../../tensor/shape.ts'

/** An element type of StableHLO: those of tensors, truth, unsigned words, and pairs of parts. */
export type Element = 'f32' | 'f64' | 'i32' | 'ui8' | 'i1' | 'ui32' | 'ui64' | 'complex<f32>' | 'complex<f64>'

/** A shape and an element type. */
export interface Type {
  readonly shape: Shape
  readonly element: Element
}

/** A value of a module: its name, and its type. */
export interface Value extends Type {
  readonly name: string
}

const elementOf: { readonly [D in DType]: Element } = { f32: 'f32', f64: 'f64', i32: 'i32', u8: 'ui8' }

/** The type of a tensor. */
export const typeOf = ({ shape, dtype }: Abstract): Type => ({ shape, element: elementOf[dtype] })

/** `tensor<2x3xf32>` */
export const showType = ({ shape, element }: Type): string => `tensor<${[...shape, element].join('x')}>`

/** `array<i64: 1, 2>`, a list of integers as an attribute. */
export const showInts = (ns: readonly number[]): string =>
  ns.length === 0 ? 'array<i64>' : `array<i64: ${ns.join(', ')}>`

/** Whether its elements are floats. */
export const isFloating = ({ element }: Type): boolean => element === 'f32' || element === 'f64'

export const sameType = (x: Type, y: Type): boolean => showType(x) === showType(y)
