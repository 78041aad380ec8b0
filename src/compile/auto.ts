/**
 * The engine that suits the host.
 *
 * @module
 */

import type { Engine } from '../engine/engine.ts'
import { reference } from '../engine/reference.ts'
import { EngineError } from '../tensor/error.ts'
import { lacking } from '../wasm/host/features.ts'
import { giveMemory, takeMemory } from '../wasm/memoryPool.ts'
import { wasm } from '../wasm/wasm.ts'

/**
 * The engine that `auto` chose, and why, in a sentence or two.
 *
 * @category Running programs
 * @since 0.1.0
 */
export interface AutoEngine {
  readonly engine: Engine
  readonly why: string
}

let hasMemory = false

/** Why the host gives no memory of any size; null if it does. What was asked for is kept for the first program. */
const withoutMemory = (): string | null => {
  if (hasMemory) return null
  try {
    giveMemory(takeMemory(1, null, () => {}))
    hasMemory = true
    return null
  } catch (error) {
    return error instanceof EngineError ? error.message : String(error)
  }
}

/**
 * The fastest engine that needs nothing but the host: `wasm` where WebAssembly with 128-bit vectors is there, allowed by the host's
 * policy, and gets memory; else `reference`, and `why` says what is missing and how to mend it. In Node, `auto` of `pullback/node` also
 * considers the system's BLAS.
 *
 * @example
 * import { auto, compile, op, type Tensor, tensor } from 'pullback'
 * const { engine, why } = auto()
 * console.log(why)
 * console.log(compile((x: Tensor<[3]>) => op.exp(x), { engine })(tensor([1, 2, 3])))
 *
 * @category Running programs
 * @since 0.1.0
 */
export const auto = (): AutoEngine => {
  const lacks = lacking()
  if (lacks !== null)
    return { engine: reference, why: `reference, which is slow, because this host ${lacks}.` }
  const memory = withoutMemory()
  return memory === null
    ? { engine: wasm, why: 'wasm, because this host runs WebAssembly with 128-bit vectors.' }
    : { engine: reference, why: `reference, which is slow, because this host gives no memory. ${memory}` }
}
