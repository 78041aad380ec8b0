import { isLeft, isRight } from 'fp-ts/lib/Either.js'
import { compile, type Engine, type FloatDType, reference, wasm, wasmThreads } from 'pullback'
import { blas, showBlasError } from 'pullback/node'
import { threadPool } from '../../src/wasm/thread/pool.ts'
import { wasmWith } from '../../src/wasm/wasm.ts'

// All products to the library, however small.
const found = await blas({ measurements: [] })()
if (isLeft(found)) {
  if (process.env.CI === 'true') throw new Error(showBlasError(found.left))
  console.warn(`special values: the blas engine is not tested. ${showBlasError(found.left)}`)
}

/** Every way to run a function: as it stands, and compiled by each engine. */
export const engines: readonly (readonly [string, Engine | null])[] = [
  ['evaluated', null],
  ['reference', reference],
  ['wasm', wasm],
  ['wasm on one thread', wasmThreads(1)],
  ['wasm, all in shares', wasmWith('shares', { pool: threadPool(1), grainSize: 1 })],
  ...(isRight(found) ? [['blas', found.right.engine] as const] : []),
]

/** Each engine in each float type. */
export const cases = engines.flatMap(([name, engine]) =>
  (['f32', 'f64'] as const satisfies readonly FloatDType[]).map(dtype => [name, dtype, engine] as const),
)

/** A function as an engine runs it. */
export const runBy = <F extends (...xs: never[]) => unknown>(engine: Engine | null, f: F): F =>
  engine === null ? f : (compile(f, { engine }) as F)
