/**
 * Calls of a BLAS by koffi, on the engine's own memory: nothing is copied.
 *
 * @module
 */

import type { WasmMemory } from '../wasm/host/host.ts'
import type { GemmTask, Multiply, OffloadedGemm } from '../wasm/thread/offload.ts'

type Foreign = (...args: readonly unknown[]) => unknown

interface Handle {
  readonly func: (prototype: string) => Foreign
}

/**
 * What of koffi is needed.
 *
 * @category Files and hosts
 * @since 0.1.0
 */
export interface Koffi {
  readonly load: (path: string | null) => Handle
  readonly address: (memory: ArrayBuffer) => bigint
}

/** Loads koffi, which may be absent: it is an optional dependency. */
export const loadKoffi = async (): Promise<Koffi> => (await import('koffi')).default

/** The function of a library, or null if there is no such. */
export const optional = (handle: Handle, prototype: string): Foreign | null => {
  try {
    return handle.func(prototype)
  } catch {
    return null
  }
}

/** The library's products of matrices, each null if it has none, and how to set its threads, if they can be set. */
export interface Gemm {
  readonly f32: Foreign | null
  readonly f64: Foreign | null
  readonly setThreads: Foreign | null
}

const prototypeOf = (name: string, real: string): string =>
  `void ${name}(int order, int transA, int transB, int m, int n, int k, ${real} alpha, void *a, int lda, void *b, int ldb, ` +
  `${real} beta, void *c, int ldc)`

/** Finds the products in a library. */
export const gemmOf = (handle: Handle): Gemm => ({
  f32: optional(handle, prototypeOf('cblas_sgemm', 'float')),
  f64: optional(handle, prototypeOf('cblas_dgemm', 'double')),
  setThreads: optional(handle, 'void openblas_set_num_threads(int threads)'),
})

const rowMajor = 101
const transposition = (transposed: boolean): number => (transposed ? 112 : 111)

/** A chunk that is ready to be computed, with its operands so many bytes away from their places. */
const bound = (gemm: Gemm, task: GemmTask, start: bigint): ((movedA: number, movedB: number) => void) => {
  const { m, n, k, a, b, c, leadingA, leadingB, leadingC } = task
  const call = gemm[task.dtype] as Foreign
  const [turnA, turnB] = [transposition(task.transposeA), transposition(task.transposeB)]
  const pointersAt = (movedA: number, movedB: number) =>
    Array.from({ length: task.count }, (_, i) => ({
      a: start + BigInt(a + movedA + i * task.strideA),
      b: start + BigInt(b + movedB + i * task.strideB),
      c: start + BigInt(c + i * task.strideC),
    }))
  let [lastA, lastB, pointers] = [0, 0, pointersAt(0, 0)]
  return (movedA, movedB) => {
    if (movedA !== lastA || movedB !== lastB) {
      pointers = pointersAt(movedA, movedB)
      lastA = movedA
      lastB = movedB
    }
    // Each chunk is one thread's: the engine has threads of its own, and those of a library would be in their way.
    gemm.setThreads?.(1)
    for (const at of pointers)
      call(rowMajor, turnA, turnB, m, n, k, 1, at.a, leadingA, at.b, leadingB, 0, at.c, leadingC)
  }
}

/** Prepares offloaded products: everything that can be is done beforehand, and a call costs a fraction of a microsecond. */
export const multiplyBy =
  (koffi: Koffi, gemm: Gemm) =>
  ({ buffer }: Pick<WasmMemory, 'buffer'>, gemms: readonly OffloadedGemm[]): Multiply => {
    const start = koffi.address(buffer)
    const ready = gemms.map(({ chunks, cacheOffsets }) => {
      const [movedA, movedB] = cacheOffsets.map(address =>
        address === null ? null : new Uint32Array(buffer, address, 1),
      )
      return { runs: chunks.map(task => bound(gemm, task, start)), movedA, movedB }
    })
    return (gemm, chunk) => {
      const { runs, movedA, movedB } = ready[gemm] as (typeof ready)[number]
      ;(runs[chunk] as (typeof runs)[number])(movedA?.[0] ?? 0, movedB?.[0] ?? 0)
    }
  }
