/**
 * Lanes: the element types that loops and products compute with, and how many of them a vector of 128 bits has.
 *
 * @module
 */

/** The element types of vectors of floats. */
export type Lanes = 'f32' | 'f64'

/** How code is generated: whether the host has fused multiply-add. */
export interface Features {
  readonly relaxed: boolean
}

/** The element types of loops: integers are only compared. */
export type LoopLanes = Lanes | 'i32'

/** How many elements a vector has. */
export const lanesOf = (dtype: LoopLanes): number => (dtype === 'f64' ? 2 : 4)
