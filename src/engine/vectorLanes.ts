/**
 * Vectors of floats: their element types, instructions and constants.
 *
 * @module
 */
import type { FunctionBuilder, Plain } from './assembler.ts'

/** The element types of vectors of floats. */
export type Lanes = 'f32' | 'f64'

/** How code is generated: whether the host has fused multiply-add. */
export interface Features {
  readonly relaxed: boolean
}

/** The element types of loops: integers are only compared. */
export type LoopLanes = Lanes | 'i32'

/** How many elements a vector has. */
export const lanesOf = (dtype: LoopLanes): number => (dtype === 'f64' ? 2 : 4)

/** A vector instruction for an element type: `f32x4.add`. */
export const vectorOp = (dtype: Lanes, name: string): Plain =>
  `${dtype === 'f32' ? 'f32x4' : 'f64x2'}.${name}` as Plain

/** A vector instruction on the bits of an element type as integers: `i32x4.add`. */
export const integerOp = (dtype: Lanes, name: string): Plain =>
  `${dtype === 'f32' ? 'i32x4' : 'i64x2'}.${name}` as Plain

const repeat = (f: FunctionBuilder, { buffer }: { readonly buffer: ArrayBuffer }): FunctionBuilder => {
  const bytes = new Uint8Array(buffer)
  return f.constant(Array.from({ length: 16 }, (_, i) => bytes[i % bytes.length] as number))
}

/** Every lane the same constant. */
export const splat = (f: FunctionBuilder, dtype: Lanes, value: number): FunctionBuilder =>
  repeat(f, (dtype === 'f32' ? Float32Array : Float64Array).of(value))

/** Every lane the same bits. */
export const splatBits = (f: FunctionBuilder, dtype: Lanes, value: bigint): FunctionBuilder =>
  repeat(f, dtype === 'f32' ? Uint32Array.of(Number(value)) : BigUint64Array.of(value))
