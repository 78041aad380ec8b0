/**
 * The `blas` engine: WebAssembly, with those products of matrices by the system's BLAS that it is faster at.
 *
 * @module
 */
import { availableParallelism } from 'node:os'
import { left, right } from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Engine } from '../engine/engine.ts'
import { takes } from '../tensor/contract/index.ts'
import { hasVectors } from '../wasm/host/features.ts'
import { allCores, callingThread, requireThreads, threadPool } from '../wasm/thread/pool.ts'
import { wasmWith } from '../wasm/wasm.ts'
import { type Koffi, loadKoffi } from './blasCalls.ts'
import type { BlasError } from './blasError.ts'
import { librariesOf, openLibrary } from './blasLibrary.ts'
import {
  calibrate,
  chunksFor,
  type Decision,
  decide,
  type Measurement,
  summaryOf,
  type Workforce,
} from './calibration.ts'
import { blasOptions } from './contract.ts'

/**
 * How the `blas` engine is made.
 *
 * @category Files and hosts
 * @since 0.1.0
 */
export interface BlasOptions {
  /** The library's path or name. Defaults to the first that is found of OpenBLAS, any other BLAS and Accelerate. */
  readonly library?: string
  /**
   * Measurements of an earlier run, to decide as it did; [] gives all products to the library. By default, a tenth of a
   * second is spent on measuring.
   */
  readonly measurements?: readonly Measurement[]
  /** The most threads that compute. Defaults to one for each core. */
  readonly threads?: number
  /** Loads koffi. */
  readonly load?: () => Promise<Koffi>
}

/**
 * The `blas` engine, and what it is made of.
 *
 * @category Files and hosts
 * @since 0.1.0
 */
export interface Blas {
  readonly engine: Engine
  /** The library, with its version and the processor that it is made for, as far as it says so. */
  readonly library: string
  /** What decides who computes a product. */
  readonly measurements: readonly Measurement[]
  /** For how many of the measured products the library is faster. */
  readonly wins: number
  /** A sentence about the measurements. */
  readonly why: string
}

/**
 * The engine that leaves products of matrices to the system's BLAS (OpenBLAS, Accelerate, …) where a short measurement finds
 * it faster than generated code. Needs the optional dependency koffi. Left if there is no BLAS that works.
 *
 * @throws ArgumentError unless the number of threads is a positive integer.
 *
 * @example
 * import { isLeft } from 'fp-ts/lib/Either.js'
 * import { wasm } from 'pullback'
 * import { blas, showBlasError } from 'pullback/node'
 * const found = await blas()()
 * if (isLeft(found)) console.log(showBlasError(found.left))
 * const engine = isLeft(found) ? wasm : found.right.engine
 * console.log(engine.name)
 *
 * @category Files and hosts
 * @since 0.1.0
 */
export const blas = takes('blas', { options: blasOptions }, () => blasUnchecked)

const blasUnchecked = ({
  library,
  measurements,
  threads,
  load = loadKoffi,
}: BlasOptions = {}): TaskEither<BlasError, Blas> => {
  const pool = threads === undefined ? allCores : threadPool(requireThreads('blas', threads))
  return async () => {
    if (!hasVectors()) return left({ _tag: 'VectorsMissing' })
    const found = await openLibrary(load, library === undefined ? librariesOf(process.platform) : [library])
    if (found._tag === 'Left') return found
    const { description, keepsToOneThread, bind } = found.right
    const measured = measurements ?? (await calibrate(found.right))
    const cores = Math.min(threads ?? Number.POSITIVE_INFINITY, availableParallelism())
    const workforce = { cores, keepsToOneThread }
    const chunksOf = measured.length === 0 ? everything(workforce) : decide(measured, workforce)
    const onThreads = load === loadKoffi ? { module: threadModule, settings: found.right.library } : null
    const engine = wasmWith('blas', {
      products: {
        chunksOf: onThreads === null ? shape => Math.min(1, chunksOf(shape)) : chunksOf,
        bind,
        onThreads,
      },
      // Threads of a library that cannot be switched off would be in the way of the engine's own.
      pool: keepsToOneThread ? pool : callingThread,
    })
    return right({
      engine,
      library: description,
      measurements: measured,
      ...(measured.length === 0
        ? { wins: 0, why: `${description} computes all products, as nothing was measured.` }
        : why(description, measured)),
    })
  }
}

/** Multiplications that a library gets done in a microsecond, where nothing was measured. */
const usualRate = 20_000

/** All products by the library. */
const everything =
  (workforce: Workforce): Decision =>
  ({ batch, m, n, k }) =>
    chunksFor((batch * m * n * k) / usualRate, workforce)

/** Whatever runs this file, source or build, other threads can run as well. */
const threadModule = new URL(
  import.meta.url.endsWith('.ts') ? './blasThread.ts' : './blasThread.js',
  import.meta.url,
).href

const why = (description: string, measured: readonly Measurement[]): Pick<Blas, 'wins' | 'why'> => {
  const { wins, words } = summaryOf(measured)
  return { wins, why: `${description} was measured: ${words}.` }
}
