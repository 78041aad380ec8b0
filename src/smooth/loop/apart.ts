/**
 * Values of which programs do not know that they were there before.
 *
 * @module
 */
import { barrier } from '../../primitive/movement/reshape.ts'
import { map } from '../../tensor/function/traversal.ts'
import { isTensor } from '../../tensor/tensor.ts'
import type { Leaf } from '../../tensor/tree.ts'

/**
 * The same tree behind a barrier. A program shares what is computed twice from the same values: what is to be computed again, so that
 * it need not be kept, is computed from these.
 */
export const apart: <T>(tree: T) => T = map((x: Leaf): Leaf => (isTensor(x) ? (barrier(x) as Leaf) : x))
