/**
 * A substitute that takes over products, in plain TypeScript: what a library does, without one. Other threads can load it, too.
 *
 * @module
 */

import type { WasmMemory } from '../../src/wasm/host/host.ts'
import type { GemmLibrary, GemmTask, Multiply, OffloadedGemm } from '../../src/wasm/thread/offload.ts'

type Memory = Pick<WasmMemory, 'buffer'>

const compute = (memory: ArrayBuffer, task: GemmTask, movedA: number, movedB: number): void => {
  const Storage = task.dtype === 'f32' ? Float32Array : Float64Array
  const all = new Storage(memory, 0, Math.floor(memory.byteLength / Storage.BYTES_PER_ELEMENT))
  for (let i = 0; i < task.count; i++) {
    const [a, b, c] = [
      task.a + movedA + i * task.strideA,
      task.b + movedB + i * task.strideB,
      task.c + i * task.strideC,
    ].map(address => address / Storage.BYTES_PER_ELEMENT) as [number, number, number]
    for (let row = 0; row < task.m; row++)
      for (let column = 0; column < task.n; column++) {
        let sum = 0
        for (let l = 0; l < task.k; l++) {
          const x = task.transposeA ? l * task.leadingA + row : row * task.leadingA + l
          const y = task.transposeB ? column * task.leadingB + l : l * task.leadingB + column
          sum += (all[a + x] as number) * (all[b + y] as number)
        }
        all[c + row * task.leadingC + column] = sum
      }
  }
}

const multiplyIn =
  (memory: Memory, gemms: readonly OffloadedGemm[]): Multiply =>
  (gemm, chunk) => {
    const { chunks, cacheOffsets } = gemms[gemm] as OffloadedGemm
    const [a, b] = cacheOffsets.map(at =>
      at === null ? 0 : (new Int32Array(memory.buffer, at, 1)[0] as number),
    )
    compute(memory.buffer, chunks[chunk] as GemmTask, a as number, b as number)
  }

/** What another thread loads. Settings say how: whether it is to fail. */
export const bind = (
  settings: 'work' | 'fail',
  memory: Memory,
  gemms: readonly OffloadedGemm[],
): Multiply => {
  if (settings === 'fail') throw new Error('not on this thread')
  return multiplyIn(memory, gemms)
}

/** All products, each in so many chunks. */
export const plainProducts = (chunks: number, onThreads: 'work' | 'fail' = 'work'): GemmLibrary => ({
  chunksOf: () => chunks,
  bind: multiplyIn,
  onThreads: { module: import.meta.url, settings: onThreads },
})
