/**
 * The engine that suits the host.
 *
 * @module
 */
import type { Engine } from './executable.ts'
import { hasVectors } from './features.ts'
import { reference } from './reference.ts'
import { wasm } from './wasm.ts'

/** An engine that was picked, and why, in a sentence or two. */
export interface Picked {
  readonly engine: Engine
  readonly why: string
}

/**
 * The fastest engine that needs nothing but the host: `wasm` where there are 128-bit vectors, else `reference`. In Node,
 * `auto` of `pullback/node` also considers the system's BLAS.
 *
 * @example
 * import { auto, compile, op, type Tensor, tensor } from 'pullback'
 * const { engine, why } = auto()
 * console.log(why)
 * console.log(compile((x: Tensor<[3]>) => op.exp(x), { engine })(tensor([1, 2, 3])))
 */
export const auto = (): Picked =>
  hasVectors()
    ? { engine: wasm, why: 'wasm, because this host runs WebAssembly with 128-bit vectors.' }
    : {
        engine: reference,
        why: 'reference, which is slow, because this host runs no WebAssembly with 128-bit vectors. A newer one would.',
      }
