// Every engine that tests hold to the reference: those of the core by name, ways of running WebAssembly that users do not meet
// every day, and what this host brings. A new engine of the core comes by itself, any other one in a line here.
import { isLeft } from 'fp-ts/lib/Either.js'
import { type Engine, engines, wasmThreads } from '../src/index.ts'
import { blas, showBlasError } from '../src/node/index.ts'
import { hasMemory64 } from '../src/wasm/host/features.ts'
import { threadPool } from '../src/wasm/thread/pool.ts'
import { wasmWith } from '../src/wasm/wasm.ts'

export { engines } from '../src/index.ts'

/** The engines of the core. */
export const core: readonly Engine[] = Object.values(engines)

/** However small a step is, it is divided: what tests run is small. */
export const inChunks = wasmWith('chunks', { pool: threadPool(1), grainSize: 1 })

/** The same, by several threads. */
export const onThreads = wasmWith('threads', { pool: threadPool(2), grainSize: 1 })

/** The same with addresses of 64 bits, which what tests run does not need. */
export const with64Bits = wasmWith('addresses of 64 bits', {
  ...{ pool: threadPool(2), grainSize: 1 },
  addresses: 'i64',
})
if (!hasMemory64(true)) throw new Error('This host has no memory with addresses of 64 bits for threads.')

/**
 * The same where signed numbers of 32 bits do not reach, and where unsigned ones do not. What lies before is never touched, and takes
 * addresses only.
 */
export const farAway = [3 * 2 ** 30, 2 ** 32].map(before =>
  wasmWith(`beyond ${before / 2 ** 30} GiB`, { pool: threadPool(2), grainSize: 1, before }),
)

/** The same on one thread. */
export const onOneThread: Engine = { ...wasmThreads(1), name: 'wasm on one thread' }

// All products to the library, however small.
const found = await blas({ measurements: [] })()
if (isLeft(found)) {
  if (process.env.CI === 'true') throw new Error(showBlasError(found.left))
  console.warn(`the blas engine is not tested. ${showBlasError(found.left)}`)
}

/** The system's BLAS, where there is one, given all products. */
export const withBlas: readonly Engine[] = isLeft(found) ? [] : [found.right.engine]

/** The engines that users choose by name. */
export const named: readonly Engine[] = [...core, ...withBlas]

/** The engines of the core, and WebAssembly also on one thread and divided. */
export const coreWays: readonly Engine[] = [...core, onOneThread, inChunks]

/** All of them. */
export const every: readonly Engine[] = [...named, onOneThread, inChunks, onThreads, with64Bits]
