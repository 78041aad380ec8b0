/**
 * The specification of a primitive: on which inputs and options it is tried, what it means in plain index arithmetic, and
 * what kind of map it is.
 *
 * @module
 */
import type { Arbitrary } from 'fast-check'
import type { AnyTensor, DType } from '../../src/index.ts'
import type { Primitive } from '../../src/primitive/core/primitive.ts'
import type { primitives } from '../../src/primitive/table.ts'
import type { Plain } from './plain.ts'

/** Inputs and options to try a primitive on. */
export interface Case<O> {
  readonly inputs: readonly AnyTensor[]
  readonly options: O
}

/** What a primitive with options `O` is to satisfy. */
export interface Specification<O> {
  /** The element types that its main input may have. */
  readonly dtypes: readonly DType[]
  /** Inputs and options for one of these element types, in random shapes, with sizes of 1 and 0 where they are allowed. */
  readonly cases: (dtype: DType) => Arbitrary<Case<O>>
  /** The meaning, a second time. */
  readonly oracle: (inputs: readonly Plain[], options: O) => Plain
  /** How many terms of rounding the meaning may differ by. Defaults to 0, for exactly equal. */
  readonly terms?: number
  /** Whether it has kinks. */
  readonly kinky?: boolean
  /** Whether it is affine in its inputs, together or each by itself. */
  readonly linear?: 'jointly' | 'each'
}

/** The options that a primitive takes. */
export type OptionsOf<P> = P extends Primitive<infer O> ? O : never

/** A specification for each primitive of a part of the table. */
export type Specifications<Names extends keyof typeof primitives> = {
  readonly [Name in Names]: Specification<OptionsOf<(typeof primitives)[Name]>>
}
