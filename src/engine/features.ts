/**
 * What the host's WebAssembly can do, found out once by validating a function that needs it.
 *
 * @module
 */
import { FunctionBuilder } from './assembler.ts'
import { encodeModule } from './module.ts'
import type { Features } from './vectorMath.ts'
import { host } from './webAssembly.ts'

const validates = (emit: (f: FunctionBuilder) => void): boolean => {
  const f = new FunctionBuilder()
  emit(f)
  return host?.validate(encodeModule([{ name: 'probe', body: f }])) ?? false
}

const zero = Array.from({ length: 16 }, () => 0)

/** Whether the host has 128-bit vectors, without which nothing can be generated. */
export const hasVectors = (): boolean => validates(f => f.v128(zero).op('drop'))

let found: Features | undefined

/** Whether the host has relaxed vectors with fused multiply-add. */
export const features = (): Features => {
  found ??= {
    relaxed: validates(f => f.v128(zero).v128(zero).v128(zero).op('f32x4.relaxed_madd', 'drop')),
  }
  return found
}
