/**
 * The facts of a primitive operation. All interpretations of a program (values, tangents, symbols, cost) come from these four facts:
 * its name, its shape rule, its kernel, and its derivative in each input as a linear map made of primitives again.
 *
 * @module
 */
import type { DType, Elements } from '../../tensor/dtype.ts'
import { type Shape, sizeOf } from '../../tensor/shape.ts'
import type { AnyTensor } from '../../tensor/tensor.ts'

/** What is known of a tensor without its numbers. */
export interface Abstract {
  readonly shape: Shape
  readonly dtype: DType
}

const bytesOfElement: { readonly [D in DType]: number } = { f32: 4, f64: 8, i32: 4, u8: 1 }

/** The bytes that a value of this shape and type takes. */
export const bytesOf = ({ shape, dtype }: Abstract): number => sizeOf(shape) * bytesOfElement[dtype]

/** What a kernel sees of a tensor: where its elements lie. Kernels write to the output and nowhere else. */
export interface View extends Abstract {
  readonly elements: Elements
}

/**
 * A linear map from tangents of one input to tangents of the output, and its transpose, which carries cotangents back:
 * `⟨apply(dx), dy⟩ = ⟨dx, transpose(dy)⟩` for all `dx` and `dy`.
 */
export interface Linear {
  readonly apply: (dx: AnyTensor) => AnyTensor
  readonly transpose: (dy: AnyTensor) => AnyTensor
}

/** A primitive operation with static options `O` (axes, sizes, constants). */
export interface Primitive<O = unknown> {
  readonly name: string
  /** The output's shape and element type, or a `ShapeError` or `DTypeError` that says what is wrong. */
  readonly shape: (inputs: readonly Abstract[], options: O) => Abstract
  /** The plain meaning in numbers: the oracle that every engine is held to. */
  readonly kernel: (inputs: readonly View[], output: View, options: O) => void
  /** The derivative in each input at a point; `null` for an input that cannot be varied (integers). */
  readonly partials: (
    inputs: readonly AnyTensor[],
    output: AnyTensor,
    options: O,
  ) => readonly (Linear | null)[]
}

/** The options of a primitive that has none. */
export type None = Readonly<Record<never, never>>

/** The options of a primitive that has none. */
export const none: None = Object.freeze({})

/** The linear maps of a primitive whose output is integers: there are none. */
export const notDifferentiable = (): readonly null[] => [null, null, null]
