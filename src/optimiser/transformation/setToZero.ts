/**
 * Updates that move nothing.
 *
 * @module
 */
import { callable } from '../../tensor/contract/index.ts'
import { zero } from '../../tensor/function/cotangent.ts'
import { type Empty, empty } from '../../tensor/tree.ts'
import type { Optimiser } from '../optimiser.ts'

/**
 * Zero instead of each update: what it is given stands still, as one group of `partition`.
 *
 * @category Parts of optimisers
 * @since 0.1.0
 */
export const setToZero: Optimiser<Empty, Empty> = callable({
  name: 'setToZero',
  init: () => empty,
  rates: () => empty,
  update: (gradients, state) => [zero(gradients) as typeof gradients, state],
})
