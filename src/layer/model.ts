/**
 * A model: parameters and state.
 *
 * @module
 */
import type { Empty } from '../tensor/tree.ts'

/**
 * What a layer has before the first step, and what a trained model consists of.
 *
 * @category Layers
 * @since 0.1.0
 */
export interface Model<P, S = Empty> {
  readonly params: P
  readonly state: S
}
