/**
 * The distance that rounding may take two ways of the same sum apart, at a point of a map.
 *
 * @module
 */
import { isTensor, tree } from '../../src/index.ts'
import { type Close, epsilon, summed } from '../close.ts'

/** How many terms the longest sum has. Defaults to how many numbers go in and out. */
export interface Rounding {
  readonly terms?: number | undefined
}

/** Whether some of the numbers have single precision only. */
export const isSingle = (...xs: readonly unknown[]): boolean =>
  tree.leaves(xs).some(leaf => isTensor(leaf) && leaf.dtype === 'f32')

/** T1 for a map that takes `x` to `y`, given the size of what the sides are made from. */
export const roundingAt =
  ({ terms }: Rounding, x: unknown, y: unknown) =>
  (scale: number): Close<unknown> =>
    summed(terms ?? tree.count(x) + tree.count(y), isSingle(x, y) ? epsilon.f32 : epsilon.f64, scale)
