/**
 * Who computes which products: found out by a short measurement, because a library that is there need not be fast.
 *
 * @module
 */
import { setTimeout as wait } from 'node:timers/promises'
import { bareProduct } from '../engine/bareProduct.ts'
import { divideProduct } from '../engine/division.ts'
import { features } from '../engine/features.ts'
import { usualGrain } from '../engine/loopCost.ts'
import { matmulCycles, type MatmulShape } from '../engine/matmulPlan.ts'
import type { BlasLibrary } from './blasLibrary.ts'

/** Products whose times depend on their size in the same way. */
export type ProductKind = 'vector' | 'narrow' | 'broad'

/** The kind of a product: with a vector, with fewer than 16 rows, columns or terms, or any other. */
export const kindOf = ({ m, n, k }: Pick<MatmulShape, 'm' | 'n' | 'k'>): ProductKind =>
  Math.min(m, n) === 1 ? 'vector' : Math.min(m, n, k) < 16 ? 'narrow' : 'broad'

/** How long a product took, in microseconds. */
export interface Measurement {
  readonly dtype: 'f32' | 'f64'
  readonly kind: ProductKind
  readonly m: number
  readonly n: number
  readonly k: number
  /** As generated code. */
  readonly generated: number
  /** By the library, on one thread. */
  readonly single: number
  /** By the library, on all of its threads; as on one where it would not divide so little work. */
  readonly threaded: number
}

/** Who is to compute a product: generated code (0), or the library with so many threads. */
export type Decision = (shape: MatmulShape) => number

/** Sizes [m, n, k] that are measured, the smaller ones of each kind first. */
const sizes: readonly (readonly [m: number, n: number, k: number])[] = [
  [1, 16, 64],
  [1, 256, 256],
  [1, 1024, 512],
  [8, 8, 8],
  [10, 10, 64],
  [128, 10, 64],
  [1024, 10, 512],
  [16, 16, 16],
  [64, 64, 64],
  [192, 192, 192],
  [320, 320, 320],
]

/** Below this many multiplications nobody divides a product among threads. */
const divisible = 2 ** 18

const rounds = 4
/** Milliseconds that a product is repeated in a round. */
const stretch = 0.2
/** Milliseconds from which on a product is repeated in every second round only. */
const long = 0.5

const timing = (run: () => void): ((round: number) => number) => {
  let repeats = 1
  let best = Number.POSITIVE_INFINITY
  return round => {
    if (best > long && round % 2 === 1) return best * 1000
    const start = performance.now()
    for (let i = 0; i < repeats; i++) run()
    best = Math.min(best, (performance.now() - start) / repeats)
    repeats = Math.min(2000, Math.max(1, Math.ceil(stretch / best)))
    return best * 1000
  }
}

/** Times of all that is to be measured, in turns; the best of all rounds counts. */
const inTurns = async (timings: readonly ((round: number) => number)[]): Promise<readonly number[]> => {
  let times: readonly number[] = []
  for (let round = 0; round < rounds; round++) {
    times = timings.map(take => take(round))
    // Meanwhile the host compiles what is hot once more, better, on another thread.
    await wait(1)
  }
  return times
}

/** Measures a handful of products both ways, in about a tenth of a second. */
export const calibrate = async (library: BlasLibrary): Promise<readonly Measurement[]> => {
  const points = (['f32', 'f64'] as const).flatMap(dtype =>
    sizes.map(([m, n, k]) => {
      const shape = { dtype, batch: 1, m, n, k, transposeA: false, transposeB: false }
      return { shape, ...bareProduct(shape) }
    }),
  )
  const by = (threads: number) =>
    points.map(({ shape, places }) => {
      const run = library.product(shape, threads)(places)
      return timing(() => run(0, 0))
    })
  const generated = await inTurns(points.map(({ run }) => timing(run)))
  const single = await inTurns(by(1))
  // All threads at last: by now the host's own ones have nothing to do any more.
  const divided = points.map(({ shape: { m, n, k } }) => m * n * k >= divisible && library.threads > 1)
  const all = by(library.threads)
  const threaded = await inTurns(all.map((take, i) => (divided[i] ? take : () => single[i] as number)))
  return points.map(({ shape: { dtype, m, n, k } }, i) => ({
    dtype,
    kind: kindOf({ m, n, k }),
    m,
    n,
    k,
    generated: generated[i] as number,
    single: single[i] as number,
    threaded: threaded[i] as number,
  }))
}

/** How much faster the library must be where it takes over. */
const margin = 1.1

/** Microseconds that it must save besides, as a call cuts the generated code around it in two. */
const worthCutting = 0.3

/** The value at `x` of the line through points in order of `x`, constant outside of them. */
const interpolated = (points: readonly (readonly [x: number, y: number])[], x: number): number => {
  const after = points.findIndex(point => point[0] >= x)
  if (after <= 0) return points.at(after)?.[1] as number
  const [[x0, y0], [x1, y1]] = [points[after - 1], points[after]] as [[number, number], [number, number]]
  return y0 + ((y1 - y0) * (x - x0)) / (x1 - x0)
}

/**
 * Decides by what was measured for products of the same kind: between their sizes, the logarithm of how much faster the
 * library is changes evenly with that of the size. Products smaller than all of them stay generated.
 */
export const decide =
  (measured: readonly Measurement[], threads: number): Decision =>
  shape => {
    const near = measured.filter(({ dtype, kind }) => dtype === shape.dtype && kind === kindOf(shape))
    const work = ({ m, n, k }: { readonly m: number; readonly n: number; readonly k: number }): number =>
      m * n * k
    // Nothing is known below what was measured.
    if (near.length > 0 && near.every(it => work(it) > work(shape))) return 0
    const atShape = (value: (it: Measurement) => number): number =>
      interpolated(
        near.map(it => [Math.log(work(it)), Math.log(value(it))]),
        Math.log(work(shape)),
      )
    const [single, threaded] = [
      atShape(it => it.generated / it.single),
      atShape(it => it.generated / it.threaded),
    ]
    const gain = Math.max(single, threaded)
    const saved = Math.exp(atShape(it => it.generated)) * (1 - Math.exp(-gain))
    if (gain < Math.log(margin) || saved < worthCutting) return 0
    return threaded > single ? threads : 1
  }

/** Cycles that generated code gets done in a microsecond: the most that was measured, as there the estimate fits best. */
const cyclesPerMicrosecond = (measured: readonly Measurement[]): number =>
  Math.max(
    ...measured.map(({ dtype, m, n, k, generated }) => {
      const shape = { dtype, batch: 1, m, n, k, transposeA: false, transposeB: false }
      return matmulCycles(shape, features()) / generated
    }),
  )

/**
 * Whether a program with these products, and so many cycles of other steps that threads can divide, is faster with all of it as
 * generated code on the engine's own threads than with those products by the library that it is faster at: threads of both at
 * one time would be in each other's way.
 */
export const prefersOwnThreads = (measured: readonly Measurement[], threads: number, cores: number) => {
  const decision = decide(measured, threads)
  const rate = cyclesPerMicrosecond(measured)
  return (shapes: readonly MatmulShape[], otherCycles: number): boolean => {
    const others = otherCycles / rate
    const costs = shapes.map(shape => {
      const near = measured.filter(({ dtype, kind }) => dtype === shape.dtype && kind === kindOf(shape))
      const work = shape.batch * shape.m * shape.n * shape.k
      const microseconds = (value: (it: Measurement) => number): number =>
        work *
        Math.exp(
          interpolated(
            near.map(it => [Math.log(it.m * it.n * it.k), Math.log(value(it) / (it.m * it.n * it.k))]),
            Math.log(work / shape.batch),
          ),
        )
      const alone = microseconds(it => it.generated)
      const chosen = decision(shape)
      return {
        own: divideProduct(shape, features(), usualGrain) === null ? alone : (efficiency * alone) / cores,
        mixed: chosen === 0 ? alone : microseconds(it => (chosen === 1 ? it.single : it.threaded)),
      }
    })
    const total = (of: (cost: (typeof costs)[number]) => number): number =>
      costs.reduce((sum, cost) => sum + of(cost), 0)
    return total(({ own }) => own) + (efficiency * others) / cores < total(({ mixed }) => mixed) + others
  }
}

/** What shares cost besides their work: waiting for the last one, and data that another core has. */
const efficiency = 1.15

/** What was measured, in words: for how many products the library is to be preferred, and by how much. */
export const summaryOf = (
  measured: readonly Measurement[],
): { readonly wins: number; readonly words: string } => {
  const gains = measured.map(it => it.generated / Math.min(it.single, it.threaded))
  const winning = gains.filter(gain => gain >= margin).sort((x, y) => x - y)
  const middle = winning[winning.length >> 1]
  const words =
    middle === undefined
      ? `it was not faster than generated code for any of ${gains.length} products`
      : `it was faster than generated code for ${winning.length} of ${gains.length} products, typically ` +
        `${middle.toFixed(1)} times, at most ${(winning.at(-1) as number).toFixed(1)} times`
  return { wins: winning.length, words }
}
