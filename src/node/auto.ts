/**
 * The engine that suits the machine, in Node.
 *
 * @module
 */
import { match } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { type AutoEngine, auto as autoInCore } from '../compile/auto.ts'
import { type Blas, type BlasOptions, blas } from './blas.ts'
import { type BlasError, showBlasError } from './blasError.ts'
import type { Measurement } from './calibration.ts'

/**
 * An engine that was chosen, why, and what was measured for it.
 *
 * @category Files and hosts
 * @since 0.1.0
 */
export interface NodeAutoEngine extends AutoEngine {
  /** Nothing if there was no BLAS. */
  readonly measurements: readonly Measurement[]
}

/**
 * The fastest engine for this machine: `blas` if there is a BLAS and a measurement of a tenth of a second finds it faster than
 * generated code for some products, else what `auto` of the core chooses. It never fails, and `why` is a sentence about what was
 * chosen and why, or how to mend what is missing.
 *
 * @example
 * import { compile, op, type Tensor, tensor } from 'pullback'
 * import { auto } from 'pullback/node'
 * const { engine, why } = await auto()
 * console.log(why)
 * console.log(compile((x: Tensor<[2, 2]>) => op.matmul(x, x), { engine })(tensor([[1, 2], [3, 4]])))
 *
 * @category Files and hosts
 * @since 0.1.0
 */
export const auto = async (options: BlasOptions = {}): Promise<NodeAutoEngine> => {
  const without = (reason: string, measurements: readonly Measurement[] = []): NodeAutoEngine => {
    const { engine, why } = autoInCore()
    return { engine, measurements, why: `${why} Not blas: ${reason}` }
  }
  return pipe(
    await blas(options)(),
    match(
      (error: BlasError) => without(showBlasError(error)),
      ({ engine, measurements, wins, why }: Blas) =>
        wins === 0 && measurements.length > 0
          ? without(why, measurements)
          : { engine, measurements, why: `blas. ${why}` },
    ),
  )
}
