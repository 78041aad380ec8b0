/**
 * Emitted functions of a vector, made callable on arrays.
 */
import type { Features, Lanes } from '../../src/plan/lanes.ts'
import { FunctionBuilder } from '../../src/wasm/binary/assembler.ts'
import { encodeModule } from '../../src/wasm/binary/module.ts'
import { host } from '../../src/wasm/host/host.ts'
import { hostMath, hostMathImports } from '../../src/wasm/math/hostMath.ts'

/** What runs the code. */
export const wasm = host as NonNullable<typeof host>

/** Leaves one vector for the one on the stack. */
export type Emit = (f: FunctionBuilder, dtype: Lanes, features: Features) => unknown

/** An array of the element type. */
export const arrayOf = (dtype: Lanes, values: Iterable<number>): Float32Array | Float64Array =>
  (dtype === 'f32' ? Float32Array : Float64Array).from(values)

/** The bytes of a module whose `run` applies the function to the vectors from an address up to another, in place. */
export const moduleOf = (
  emit: Emit,
  dtype: Lanes,
  features: Features,
  f = new FunctionBuilder(['i32', 'i32']),
): Uint8Array<ArrayBuffer> => {
  const [at, end] = [f.parameter(0), f.parameter(1)]
  f.loop(() => {
    f.get(at).get(at).memory('v128.load')
    emit(f, dtype, features)
    f.memory('v128.store')
    f.get(at).i32(16).op('i32.add').tee(at).get(end).op('i32.lt_s').branchIf(0)
  })
  return encodeModule([{ name: 'run', body: f }], { imported: hostMathImports })
}

/** The function on arrays. */
export const vectorProgram = (emit: Emit, dtype: Lanes, features: Features) => {
  const memory = new wasm.Memory({ initial: 32 })
  const { exports } = new wasm.Instance(new wasm.Module(moduleOf(emit, dtype, features)), {
    host: { memory, ...hostMath },
  })
  const run = exports.run as (from: number, to: number) => void
  return (values: Iterable<number>): Float32Array | Float64Array => {
    const input = arrayOf(dtype, values)
    const place = arrayOf(dtype, []).constructor as typeof Float64Array
    const shared = new place(memory.buffer, 0, input.length)
    shared.set(input)
    run(0, input.byteLength)
    return shared.slice()
  }
}
