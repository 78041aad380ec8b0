/**
 * What another thread loads to compute products by the same BLAS.
 *
 * @module
 */
import type { Commission, Multiply } from '../wasm/thread/offload.ts'
import type { WasmMemory } from '../wasm/host/host.ts'
import { gemmOf, loadKoffi, multiplyBy } from './blasCalls.ts'

/** Gets ready, on the thread that calls, to compute commissions by a library that is loaded already. */
export const bind = async (
  library: string,
  memory: Pick<WasmMemory, 'buffer'>,
  commissions: readonly Commission[],
): Promise<Multiply> => {
  const koffi = await loadKoffi()
  return multiplyBy(koffi, gemmOf(koffi.load(library)))(memory, commissions)
}
