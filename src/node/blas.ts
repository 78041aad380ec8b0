/**
 * The `blas` engine: WebAssembly, with those products of matrices by the system's BLAS that it is faster at.
 *
 * @module
 */
import { availableParallelism } from 'node:os'
import { left, right } from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { nobody } from '../engine/crew.ts'
import { dividedCycles } from '../engine/division.ts'
import { productsOf } from '../engine/emitSingle.ts'
import type { Engine } from '../engine/executable.ts'
import { features, hasVectors } from '../engine/features.ts'
import type { Products } from '../engine/products.ts'
import { wasm, wasmWith } from '../engine/wasm.ts'
import type { BlasError } from './blasError.ts'
import { type Koffi, librariesOf, loadKoffi, openLibrary } from './blasLibrary.ts'
import {
  calibrate,
  type Decision,
  decide,
  type Measurement,
  prefersOwnThreads,
  summaryOf,
} from './calibration.ts'

/** How the `blas` engine is made. */
export interface BlasOptions {
  /** The library's path or name; unless told, OpenBLAS, any other BLAS or Accelerate is looked for. */
  readonly library?: string
  /**
   * Measurements of an earlier run, to decide as it did; [] gives all products to the library. Unless told, a tenth of a
   * second is spent on measuring.
   */
  readonly measurements?: readonly Measurement[]
  /** Loads koffi. */
  readonly load?: () => Promise<Koffi>
}

/** The `blas` engine, and what it is made of. */
export interface Blas {
  readonly engine: Engine
  /** The library, with its version and the processor that it is made for, as far as it says so. */
  readonly library: string
  /** What decides who computes a product. */
  readonly measurements: readonly Measurement[]
  /** For how many of the measured products the library is faster. */
  readonly wins: number
  /** The measurements in words. */
  readonly why: string
}

/**
 * The engine that leaves products of matrices to the system's BLAS (OpenBLAS, Accelerate, …) where a short measurement finds
 * it faster than generated code. Needs the optional dependency koffi. Left if there is no BLAS that works.
 *
 * @example
 * import { isLeft } from 'fp-ts/lib/Either.js'
 * import { wasm } from 'pullback'
 * import { blas, showBlasError } from 'pullback/node'
 * const found = await blas()()
 * if (isLeft(found)) console.log(showBlasError(found.left))
 * const engine = isLeft(found) ? wasm : found.right.engine
 * console.log(engine.name)
 */
export const blas =
  ({ library, measurements, load = loadKoffi }: BlasOptions = {}): TaskEither<BlasError, Blas> =>
  async () => {
    if (!hasVectors()) return left({ _tag: 'VectorsMissing' })
    const found = await openLibrary(load, library === undefined ? librariesOf(process.platform) : [library])
    if (found._tag === 'Left') return found
    const { description, threads, product } = found.right
    const measured = measurements ?? (await calibrate(found.right))
    const decision: Decision = measured.length === 0 ? () => threads : decide(measured, threads)
    const products: Products = shape => {
      const chosen = decision(shape)
      return chosen === 0 ? null : product(shape, chosen)
    }
    const called = wasmWith('blas', { products, crew: nobody })
    const engine = measured.length === 0 ? called : withOwnThreads(called, measured, threads)
    return right({
      engine,
      library: description,
      measurements: measured,
      ...(measured.length === 0
        ? { wins: 0, why: `${description} computes all products, as nothing was measured.` }
        : why(description, measured)),
    })
  }

/** Gives each program to the engine's own threads or to an engine with the library, whichever was measured to be faster. */
const withOwnThreads = (called: Engine, measured: readonly Measurement[], threads: number): Engine => {
  const own = prefersOwnThreads(measured, threads, availableParallelism())
  return {
    name: called.name,
    prepare: (program, preparation) => {
      const engine = own(productsOf(program), dividedCycles(program, features())) ? wasm : called
      return engine.prepare(program, preparation)
    },
  }
}

const why = (description: string, measured: readonly Measurement[]): Pick<Blas, 'wins' | 'why'> => {
  const { wins, words } = summaryOf(measured)
  return { wins, why: `${description} was measured: ${words}.` }
}
