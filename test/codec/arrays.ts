import * as fc from 'fast-check'
import { type AnyTensor, type DType, fromElements, type Shape } from 'pullback'

// Arrays as files may hold them: any shape, also empty ones, and any bits.

const stores = { u8: Uint8Array, i32: Int32Array, f32: Float32Array, f64: Float64Array } as const

const sizes: fc.Arbitrary<Shape> = fc.array(fc.nat(4), { maxLength: 4 })

const countOf = (shape: Shape): number => shape.reduce((n, size) => n * size, 1)

/** Tensors of all element types. Floats are any but NaN, whose bits JavaScript may change. */
export const arrays: fc.Arbitrary<AnyTensor> = fc
  .tuple(sizes, fc.constantFrom<DType>('u8', 'i32', 'f32', 'f64'))
  .chain(([shape, dtype]) => {
    const entry = {
      u8: fc.nat(255),
      i32: fc.integer(),
      f32: fc.float({ noNaN: true }),
      f64: fc.double({ noNaN: true }),
    }[dtype]
    return fc
      .array(entry, { minLength: countOf(shape), maxLength: countOf(shape) })
      .map(values => fromElements(shape, stores[dtype].from(values) as never))
  }) as fc.Arbitrary<AnyTensor>

/** The same bytes with one bit turned over. */
export const flipped = (bytes: Uint8Array, bit: number): Uint8Array =>
  bytes.map((byte, i) => (i === Math.floor(bit / 8) ? byte ^ (1 << (bit % 8)) : byte))
