/**
 * The layer that changes nothing.
 *
 * @module
 */
import { identity as smoothIdentity } from '../../smooth/map/category.ts'
import { takes } from '../../tensor/contract/index.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Empty } from '../../tensor/tree.ts'
import { positionwise } from '../fromSmooth.ts'
import type { Layer } from '../layer.ts'
import type { Same } from '../type/typeFunction.ts'

/**
 * Gives what it takes; the neutral element of `compose`.
 *
 * @example
 * import { concat, dense, identity } from 'pullback'
 * const besides = concat(identity(), dense(4, 4)) // the input beside four features of it
 *
 * @category Combinators
 * @since 0.1.0
 */
export const identity = takes('identity', {}, () => identityUnchecked)

const identityUnchecked = (): Layer<Tensor, Same, Empty> =>
  positionwise(
    'identity',
    smoothIdentity as (x: Tensor) => readonly [Tensor, (dy: Tensor) => Tensor],
    'anything',
  )
