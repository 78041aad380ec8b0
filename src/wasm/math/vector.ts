/**
 * Vectors of floats: their element types, instructions and constants.
 *
 * @module
 */
import type { Lanes } from '../../plan/lanes.ts'
import type { FunctionBuilder, Plain } from '../binary/assembler.ts'

/** Full names of instructions, so that no text is made anew for each of them. */
const named = (prefix: string): ((name: string) => Plain) => {
  const known = new Map<string, Plain>()
  return name => {
    const full = known.get(name) ?? (`${prefix}.${name}` as Plain)
    known.set(name, full)
    return full
  }
}

const vectorNames = { f32: named('f32x4'), f64: named('f64x2') }
const integerNames = { f32: named('i32x4'), f64: named('i64x2') }

/** A vector instruction for an element type: `f32x4.add`. */
export const vectorOp = (dtype: Lanes, name: string): Plain => vectorNames[dtype](name)

/** A vector instruction on the bits of an element type as integers: `i32x4.add`. */
export const integerOp = (dtype: Lanes, name: string): Plain => integerNames[dtype](name)

// A constant is copied by the function that it goes to, so that one vector is enough for all.
const vector = new ArrayBuffer(16)
const bytes = new Uint8Array(vector)
const lanes = {
  f32: new Float32Array(vector),
  f64: new Float64Array(vector),
  u32: new Uint32Array(vector),
  u64: new BigUint64Array(vector),
}

/** Every lane the same constant. */
export const splat = (f: FunctionBuilder, dtype: Lanes, value: number): FunctionBuilder => {
  lanes[dtype].fill(value)
  return f.constant(bytes)
}

/** Every lane the same bits. */
export const splatBits = (f: FunctionBuilder, dtype: Lanes, value: bigint): FunctionBuilder => {
  if (dtype === 'f32') lanes.u32.fill(Number(value))
  else lanes.u64.fill(value)
  return f.constant(bytes)
}
