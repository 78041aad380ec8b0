/**
 * Products of matrices by somebody else, such as a BLAS, on the same memory.
 *
 * What an engine hands over is plain data, so that it can be told to other threads as well.
 *
 * @module
 */
import type { Lanes } from '../../plan/lanes.ts'
import { leadingLeft, leadingRight, type MatmulShape } from '../../plan/matmul.ts'
import type { WasmMemory } from '../host/host.ts'

/** Matrices to be multiplied: sizes, and where everything lies, by rows; `count` times, so many bytes further each time. */
export interface ProductTask {
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

/** A product of a program that is handed over: shares that several threads may compute at one time. */
export interface Commission {
  readonly shares: readonly ProductTask[]
  /** The addresses of words that say how far from its place each operand lies this time, in bytes; null if never. */
  readonly displacements: readonly [a: number | null, b: number | null]
}

/** Computes a share of a commission, both by number. */
export type Multiply = (commission: number, share: number) => void

/** Somebody who takes over products. */
export interface Products {
  /** In how many shares a product is to be computed; 0 if it is left to generated code. */
  readonly sharesOf: (shape: MatmulShape) => number
  /** Gets ready to compute commissions in a memory, which may grow, but does not move. */
  readonly bind: (memory: Pick<WasmMemory, 'buffer'>, commissions: readonly Commission[]) => Multiply
  /**
   * A module by which another thread can do the same: its `bind(settings, memory, commissions)` promises a `Multiply`. If
   * null, no product has more than one share.
   */
  readonly onThreads: { readonly module: string; readonly settings: unknown } | null
}

/** Where the operands and the result of a whole product lie. */
export interface Places {
  readonly a: number
  readonly b: number
  readonly c: number
}

const evenly = (total: number, shares: number, grain: number): readonly (readonly [number, number])[] => {
  const size = Math.ceil(total / shares / grain) * grain
  return Array.from(
    { length: Math.ceil(total / size) },
    (_, i) => [i * size, Math.min(size, total - i * size)] as const,
  )
}

/** Rows and columns of a share are a multiple of what kernels of libraries compute at once, where there are enough. */
const grainOf = (size: number, shares: number): number =>
  size >= 64 * shares ? 16 : size >= 16 * shares ? 4 : 1

/**
 * The shares of a product: matrices of a batch, else rows or columns of the result, whichever there are more of; as many as
 * asked for, or fewer if those would be uneven.
 */
export const tasksOf = (shape: MatmulShape, { a, b, c }: Places, shares: number): readonly ProductTask[] => {
  const { dtype, batch, m, n, k, transposeA, transposeB } = shape
  const bytes = dtype === 'f32' ? 4 : 8
  const [leadingA, leadingB] = [leadingLeft(shape), leadingRight(shape)]
  const strides = { strideA: m * k * bytes, strideB: k * n * bytes, strideC: m * n * bytes }
  const whole: ProductTask = {
    ...{ dtype, m, n, k, transposeA, transposeB, leadingA, leadingB, leadingC: n, a, b, c, count: batch },
    ...strides,
  }
  if (batch > 1)
    return evenly(batch, shares, 1).map(([from, count]) => ({
      ...whole,
      count,
      a: a + from * strides.strideA,
      b: b + from * strides.strideB,
      c: c + from * strides.strideC,
    }))
  if (m >= n)
    return evenly(m, shares, grainOf(m, shares)).map(([from, size]) => ({
      ...whole,
      m: size,
      a: a + from * (transposeA ? 1 : leadingA) * bytes,
      c: c + from * n * bytes,
    }))
  return evenly(n, shares, grainOf(n, shares)).map(([from, size]) => ({
    ...whole,
    n: size,
    b: b + from * (transposeB ? leadingB : 1) * bytes,
    c: c + from * bytes,
  }))
}
