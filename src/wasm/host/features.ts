/**
 * Features of the host's WebAssembly, found out once by validating a function that needs it.
 *
 * @module
 */
import type { Features } from '../../plan/lanes.ts'
import { FunctionBuilder } from '../binary/assembler.ts'
import { encodeModule } from '../binary/module.ts'
import { host } from './host.ts'

const validates = (emit: (f: FunctionBuilder) => void): boolean => {
  const f = new FunctionBuilder()
  emit(f)
  return host?.validate(encodeModule([{ name: 'probe', body: f }])) ?? false
}

const zero = Array.from({ length: 16 }, () => 0)

const probe = (): Uint8Array<ArrayBuffer> =>
  encodeModule([{ name: 'probe', body: new FunctionBuilder().v128(zero).op('drop') }])

/** Whether the host has 128-bit vectors, without which nothing can be generated. */
export const hasVectors = (): boolean => host?.validate(probe()) ?? false

/** Why the host makes no modules, if it has WebAssembly and makes none. */
const refusal = (): string | null => {
  try {
    if (host !== undefined) new host.Module(probe())
    return null
  } catch (error) {
    return String(error)
  }
}

let missing: string | null | undefined

/** What the host lacks to run what is generated, as the end of a sentence with what mends it; null if nothing. Found out once. */
export const lacking = (): string | null => {
  missing ??= (() => {
    if (host === undefined) return 'has no WebAssembly. A newer one would'
    if (!hasVectors()) return 'has no WebAssembly with 128-bit vectors. A newer one would'
    const refused = refusal()
    return refused === null
      ? ''
      : `forbids WebAssembly (${refused}). A page allows it by 'wasm-unsafe-eval' in script-src of its Content-Security-Policy`
  })()
  return missing === '' ? null : missing
}

let found: Features | undefined

/** Whether the host has relaxed vectors with fused multiply-add. */
export const features = (): Features => {
  found ??= {
    relaxed: validates(f => f.v128(zero).v128(zero).v128(zero).op('f32x4.relaxed_madd', 'drop')),
  }
  return found
}

/** Generates code for a host that has other features than this one, or may have. */
export const withFeatures = <A>(assumed: Features, generate: () => A): A => {
  const before = features()
  found = assumed
  try {
    return generate()
  } finally {
    found = before
  }
}

const takesMemory64 = (isShared: boolean): boolean => {
  if (host === undefined) return false
  const f = new FunctionBuilder([], [], 'i64')
  f.address(0)
    .memory(isShared ? 'i32.atomic.load' : 'i32.load', 2 ** 33)
    .op('drop')
  const bytes = encodeModule([{ name: 'probe', body: f }], {
    addresses: 'i64',
    ...(isShared ? { sharedPages: 1 } : {}),
  })
  if (!host.validate(bytes)) return false
  try {
    const pages = isShared ? { initial: 1n, maximum: 1n, shared: true } : { initial: 1n }
    const memory = new host.Memory({ ...pages, address: 'i64' })
    new host.Instance(new host.Module(bytes), { host: { memory } })
    return true
  } catch {
    return false
  }
}

const memory64 = new Map<boolean, boolean>()

/**
 * Whether the host has memory whose addresses have 64 bits, or such that threads can share. Found out once, when a program needs it, by
 * making some.
 */
export const hasMemory64 = (isShared: boolean): boolean => {
  const has = memory64.get(isShared) ?? takesMemory64(isShared)
  memory64.set(isShared, has)
  return has
}
