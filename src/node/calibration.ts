/**
 * Calibration: who computes which products, found out by a short measurement, because a library that is there need not be fast.
 *
 * @module
 */
import { setTimeout as wait } from 'node:timers/promises'
import { defaultGrainSize } from '../plan/loopCost.ts'
import type { MatmulShape } from '../plan/matmul.ts'
import { partitionProduct } from '../plan/partition.ts'
import { features } from '../wasm/host/features.ts'
import { bareProduct } from '../wasm/matmul/bare.ts'
import { tasksOf } from '../wasm/thread/offload.ts'
import type { BlasLibrary } from './blasLibrary.ts'

/**
 * Products whose times depend on their size in the same way.
 *
 * @category Files and hosts
 * @since 0.1.0
 */
export type ProductKind = 'vector' | 'narrow' | 'broad'

/** The kind of a product: with a vector, with fewer than 16 rows, columns or terms, or any other. */
export const kindOf = ({ m, n, k }: Pick<MatmulShape, 'm' | 'n' | 'k'>): ProductKind =>
  Math.min(m, n) === 1 ? 'vector' : Math.min(m, n, k) < 16 ? 'narrow' : 'broad'

/**
 * How long a product took, in microseconds.
 *
 * @category Files and hosts
 * @since 0.1.0
 */
export interface Measurement {
  readonly dtype: 'f32' | 'f64'
  readonly kind: ProductKind
  readonly m: number
  readonly n: number
  readonly k: number
  /** As generated code, on one thread. */
  readonly generated: number
  /** By the library, on one thread if it can be set to that. */
  readonly called: number
}

/** Who is to compute a product: generated code (0), or the library in so many chunks. */
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

const rounds = 4
/** Milliseconds that a product is repeated in a round. */
const measuredTime = 0.2
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
    repeats = Math.min(2000, Math.max(1, Math.ceil(measuredTime / best)))
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
  const generated = await inTurns(points.map(({ run }) => timing(run)))
  const called = await inTurns(
    points.map(({ shape, memory, places }) => {
      const multiply = library.bind({ buffer: memory }, [
        { chunks: tasksOf(shape, places, 1), cacheOffsets: [null, null] },
      ])
      return timing(() => multiply(0, 0))
    }),
  )
  return points.map(({ shape: { dtype, m, n, k } }, i) => ({
    dtype,
    kind: kindOf({ m, n, k }),
    m,
    n,
    k,
    generated: generated[i] as number,
    called: called[i] as number,
  }))
}

/** How much faster the library must be where it takes over. */
const margin = 1.1

/** Microseconds that it must save besides: what a call from generated code costs more than one that is measured alone. */
const worthCalling = 0.3

/** Bytes of a result that are read again in a microsecond by what generated code does to it on the way. */
const bytesReadAgain = 20_000

/** Microseconds of one thread from which on a product is partitioned, and that a chunk takes at least. */
const worthDividing = 40
const minChunk = 20

/** What chunks cost besides their work: waiting for the last one, and data that another core has. */
const efficiency = 1.15

/** The value at `x` of the line through points in order of `x`, constant outside of them. */
const interpolated = (points: readonly (readonly [x: number, y: number])[], x: number): number => {
  const after = points.findIndex(point => point[0] >= x)
  if (after <= 0) return points.at(after)?.[1] as number
  const [[x0, y0], [x1, y1]] = [points[after - 1], points[after]] as [[number, number], [number, number]]
  return y0 + ((y1 - y0) * (x - x0)) / (x1 - x0)
}

const bytesOf = { f32: 4, f64: 8 } as const

/** Who computes products: on how many cores, and whether several threads may call the library at a time. */
export interface Workforce {
  readonly cores: number
  readonly keepsToOneThread: boolean
}

/**
 * In how many chunks the library computes what takes one thread so many microseconds: no more than there are cores, as each chunk
 * prepares its operands anew.
 */
export const chunksFor = (microseconds: number, { cores, keepsToOneThread }: Workforce): number =>
  !keepsToOneThread || cores === 1 || microseconds < worthDividing
    ? 1
    : Math.min(cores, Math.floor(microseconds / minChunk))

/**
 * Decides by what was measured for products of the same kind: between their sizes, the logarithm of the time that one
 * multiplication takes changes evenly with that of their number. Products smaller than all of them stay generated. A library
 * that uses threads as it sees fit has to be faster than generated code is on all cores.
 */
export const decide =
  (measured: readonly Measurement[], workforce: Workforce): Decision =>
  shape => {
    const near = measured.filter(({ dtype, kind }) => dtype === shape.dtype && kind === kindOf(shape))
    const work = ({ m, n, k }: { readonly m: number; readonly n: number; readonly k: number }): number =>
      m * n * k
    // Nothing is known below what was measured.
    if (near.length > 0 && near.every(it => work(it) > work(shape))) return 0
    const microseconds = (value: (it: Measurement) => number): number =>
      shape.batch *
      work(shape) *
      Math.exp(
        interpolated(
          near.map(it => [Math.log(work(it)), Math.log(value(it) / work(it))]),
          Math.log(work(shape)),
        ),
      )
    const [generated, called] = [microseconds(it => it.generated), microseconds(it => it.called)]
    const own = workforce.keepsToOneThread ? generated : onAllCores(shape, generated, workforce.cores)
    const readAgain = (shape.batch * shape.m * shape.n * bytesOf[shape.dtype]) / bytesReadAgain
    if (own < margin * (called + readAgain) || own - called < worthCalling * shape.batch) return 0
    return chunksFor(called, workforce)
  }

/** The time that generated code takes on so many cores for what takes it so long on one. */
const onAllCores = (shape: MatmulShape, microseconds: number, cores: number): number =>
  cores === 1 || partitionProduct(shape, features(), defaultGrainSize) === null
    ? microseconds
    : (efficiency * microseconds) / cores

/** A sentence about the measurements: for how many products the library is to be preferred, and by how much. */
export const summaryOf = (
  measured: readonly Measurement[],
): { readonly wins: number; readonly words: string } => {
  const gains = measured.map(it => it.generated / it.called)
  const winning = gains.filter(gain => gain >= margin).sort((x, y) => x - y)
  const middle = winning[winning.length >> 1]
  const words =
    middle === undefined
      ? `it was not faster than generated code for any of ${gains.length} products`
      : `it was faster than generated code for ${winning.length} of ${gains.length} products, typically ` +
        `${middle.toFixed(1)} times, at most ${(winning.at(-1) as number).toFixed(1)} times`
  return { wins: winning.length, words }
}
