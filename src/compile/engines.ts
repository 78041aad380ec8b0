/**
 * The engines of the core, by name: the one list of them.
 *
 * @module
 */
import { reference } from '../engine/reference.ts'
import { wasm } from '../wasm/wasm.ts'

/**
 * The engines that need nothing but the host, by name: for programs that choose one by a flag or tries something on each. `reference` comes
 * first, which all others are held to. `pullback/node` has those that need a system: `blas`.
 *
 * @example
 * import { compile, engines, op, type Tensor, tensor } from 'pullback'
 * for (const [name, engine] of Object.entries(engines))
 *   console.log(name, compile((x: Tensor<[3]>) => op.exp(x), { engine })(tensor([1, 2, 3])))
 *
 * @category Running programs
 * @since 0.1.0
 */
export const engines = { reference, wasm } as const
