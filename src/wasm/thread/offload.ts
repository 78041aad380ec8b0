/**
 * Products of matrices that are offloaded to a library, such as a BLAS, on the same memory.
 *
 * What an engine offloads is plain data, so that it can be sent to other threads as well.
 *
 * @module
 */
import type { Lanes } from '../../plan/lanes.ts'
import { leadingLeft, leadingRight, type MatmulShape } from '../../plan/matmul.ts'
import type { WasmMemory } from '../host/host.ts'

/** Matrices to be multiplied: sizes, and where everything lies, by rows; `count` times, so many bytes further each time. */
export interface GemmTask {
  readonly dtype: Lanes
  readonly m: number
  readonly n: number
  readonly k: number
  readonly transposeA: boolean
  readonly transposeB: boolean
  /** Elements from one stored row to the next. */
  readonly leadingA: number
  readonly leadingB: number
  readonly leadingC: number
  /** Addresses in bytes. */
  readonly a: number
  readonly b: number
  readonly c: number
  readonly count: number
  readonly strideA: number
  readonly strideB: number
  readonly strideC: number
}

/** A product of a program that is offloaded: chunks that several threads may compute at one time. */
export interface OffloadedGemm {
  readonly chunks: readonly GemmTask[]
  /** The addresses of words that say how far from its place each operand lies this time, in bytes; null if never. */
  readonly cacheOffsets: readonly [a: number | null, b: number | null]
}

/** Computes a chunk of an offloaded product, both by number. */
export type Multiply = (gemm: number, chunk: number) => void

/** A library that multiplies matrices. */
export interface GemmLibrary {
  /** In how many chunks a product is to be computed; 0 if it is left to generated code. */
  readonly chunksOf: (shape: MatmulShape) => number
  /** Prepares offloaded products in a memory, which may grow, but does not move. */
  readonly bind: (memory: Pick<WasmMemory, 'buffer'>, gemms: readonly OffloadedGemm[]) => Multiply
  /**
   * A module by which another thread can do the same: its `bind(settings, memory, gemms)` promises a `Multiply`. If
   * null, no product has more than one chunk.
   */
  readonly onThreads: { readonly module: string; readonly settings: unknown } | null
}

/** Where the operands and the result of a whole product lie. */
export interface Places {
  readonly a: number
  readonly b: number
  readonly c: number
}

const evenly = (total: number, chunks: number, multiple: number): readonly (readonly [number, number])[] => {
  const size = Math.ceil(total / chunks / multiple) * multiple
  return Array.from(
    { length: Math.ceil(total / size) },
    (_, i) => [i * size, Math.min(size, total - i * size)] as const,
  )
}

/** Rows and columns of a chunk are a multiple of what kernels of libraries compute at once, where there are enough. */
const grainSizeOf = (size: number, chunks: number): number =>
  size >= 64 * chunks ? 16 : size >= 16 * chunks ? 4 : 1

/**
 * The chunks of a product: matrices of a batch, else rows or columns of the result, whichever there are more of; as many as
 * asked for, or fewer if those would be uneven.
 */
export const tasksOf = (shape: MatmulShape, { a, b, c }: Places, chunks: number): readonly GemmTask[] => {
  const { dtype, batch, m, n, k, transposeA, transposeB } = shape
  const bytes = dtype === 'f32' ? 4 : 8
  const [leadingA, leadingB] = [leadingLeft(shape), leadingRight(shape)]
  const strides = { strideA: m * k * bytes, strideB: k * n * bytes, strideC: m * n * bytes }
  const whole: GemmTask = {
    ...{ dtype, m, n, k, transposeA, transposeB, leadingA, leadingB, leadingC: n, a, b, c, count: batch },
    ...strides,
  }
  if (batch > 1)
    return evenly(batch, chunks, 1).map(([from, count]) => ({
      ...whole,
      count,
      a: a + from * strides.strideA,
      b: b + from * strides.strideB,
      c: c + from * strides.strideC,
    }))
  if (m >= n)
    return evenly(m, chunks, grainSizeOf(m, chunks)).map(([from, size]) => ({
      ...whole,
      m: size,
      a: a + from * (transposeA ? 1 : leadingA) * bytes,
      c: c + from * n * bytes,
    }))
  return evenly(n, chunks, grainSizeOf(n, chunks)).map(([from, size]) => ({
    ...whole,
    n: size,
    b: b + from * (transposeB ? leadingB : 1) * bytes,
    c: c + from * bytes,
  }))
}
