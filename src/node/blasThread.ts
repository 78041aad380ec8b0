/**
 * The module that another thread loads to compute products by the same BLAS.
 *
 * @module
 */

import type { WasmMemory } from '../wasm/host/host.ts'
import type { Multiply, OffloadedGemm } from '../wasm/thread/offload.ts'
import { gemmOf, loadKoffi, multiplyBy } from './blasCalls.ts'

/** Prepares offloaded products, on the calling thread, for a library that is loaded already. */
export const bind = async (
  library: string,
  memory: Pick<WasmMemory, 'buffer'>,
  gemms: readonly OffloadedGemm[],
): Promise<Multiply> => {
  const koffi = await loadKoffi()
  return multiplyBy(koffi, gemmOf(koffi.load(library)))(memory, gemms)
}
