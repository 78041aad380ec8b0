/**
 * Products of matrices by somebody else, such as a BLAS.
 *
 * @module
 */
import type { MatmulShape } from './matmulPlan.ts'

/** Where a product's operands and its result lie in a memory, in bytes; all are stored by rows. */
export interface Places {
  readonly memory: ArrayBuffer
  readonly a: number
  readonly b: number
  readonly c: number
}

/**
 * A product, given its places: what is called at every run and overwrites the result. It says how far from their places the
 * operands lie this time, in bytes. The memory does not move.
 */
export type Product = (places: Places) => (displacedA: number, displacedB: number) => void

/** Takes over products of matrices of a shape, or leaves them to generated code with null. */
export type Products = (shape: MatmulShape) => Product | null
