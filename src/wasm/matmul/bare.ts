/**
 * Products of matrices without a program around them, to find out how long generated code takes for them.
 *
 * @module
 */

import type { MatmulShape } from '../../plan/matmul.ts'
import { FunctionBuilder } from '../binary/assembler.ts'
import { encodeModule } from '../binary/module.ts'
import { features } from '../host/features.ts'
import { host } from '../host/host.ts'
import type { Places } from '../thread/offload.ts'
import { emitMatmul, matmulScratchBytes } from './matmul.ts'

/** A product as generated code, and the places that it works on, so that others can compute the same. */
export interface BareProduct {
  readonly memory: ArrayBuffer
  readonly places: Places
  readonly run: () => void
}

const align = (bytes: number): number => Math.ceil(bytes / 64) * 64 + 64

/** Generates the code for a product in a memory of its own, which begins as zeros. */
export const bareProduct = (shape: MatmulShape): BareProduct => {
  if (host === undefined) throw new Error('This host has no WebAssembly.')
  const { batch, m, n, k } = shape
  const bytes = batch * (shape.dtype === 'f32' ? 4 : 8)
  const a = 64
  const b = a + align(m * k * bytes)
  const c = b + align(k * n * bytes)
  const scratch = c + align(m * n * bytes)
  const memory = new host.Memory({ initial: Math.ceil((scratch + align(matmulScratchBytes(shape))) / 65536) })
  const body = new FunctionBuilder()
  emitMatmul(body, { ...shape, a, b, c, scratch }, features())
  const module = new host.Module(encodeModule([{ name: 'run', body }]))
  const { exports } = new host.Instance(module, { host: { memory } })
  return { memory: memory.buffer, places: { a, b, c }, run: exports.run as () => void }
}
