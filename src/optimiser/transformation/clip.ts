/**
 * Gradients kept from being too large.
 *
 * @module
 */
import { maximum, minimum } from '../../primitive/elementwise/compare.ts'
import { scaleBy } from '../../primitive/reduction/scaleBy.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import { full } from '../../tensor/function/constructors.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import { type Empty, empty } from '../../tensor/tree.ts'
import { mapFloats } from '../leafwise.ts'
import { clipping, globalNorm, normOf } from '../norm.ts'
import type { Optimiser } from '../optimiser.ts'

const stateless = (name: string, clip: <P>(gradients: P) => P): Optimiser<Empty, Empty> => ({
  name,
  init: () => empty,
  rates: () => empty,
  update: (gradients, state) => [clip(gradients), state],
})

/**
 * Every number of a gradient brought into ±largest. Changes its direction.
 *
 * @throws ArgumentError unless the bound is finite and positive.
 * @category Parts of optimisers
 * @since 0.1.0
 */
export const clipByValue = takes('clipByValue', { largest: needs.positive }, () => clipByValueUnchecked)

const clipByValueUnchecked = (largest: number): Optimiser<Empty, Empty> => {
  return stateless(
    `clipByValue(${largest})`,
    mapFloats(g => {
      const bound = (value: number): Tensor => full(g.shape, value, g.dtype)
      return maximum(minimum(g, bound(largest)), bound(-largest))
    }),
  )
}

/**
 * Each tensor of a gradient times `min(1, largest / (‖g‖ + 1e-6))`, so that none has a norm above the largest.
 *
 * @throws ArgumentError unless the bound is finite and positive.
 * @category Parts of optimisers
 * @since 0.1.0
 */
export const clipByNorm = takes('clipByNorm', { largest: needs.positive }, () => clipByNormUnchecked)

const clipByNormUnchecked = (largest: number): Optimiser<Empty, Empty> => {
  return stateless(
    `clipByNorm(${largest})`,
    mapFloats(g => scaleBy(clipping(largest, normOf(g)))(g)),
  )
}

/**
 * The whole gradient times `min(1, largest / (‖g‖ + 1e-6))` with the norm of all tensors together: it keeps its direction
 * (Pascanu, Mikolov and Bengio 2013; the 1e-6 is PyTorch's).
 *
 * @throws ArgumentError unless the bound is finite and positive.
 *
 * @example
 * import { adam, optimiser } from 'pullback'
 * const clipped = optimiser.chain(optimiser.clipByGlobalNorm(1), adam(0.001))
 *
 * @category Parts of optimisers
 * @since 0.1.0
 */
export const clipByGlobalNorm = takes(
  'clipByGlobalNorm',
  { largest: needs.positive },
  () => clipByGlobalNormUnchecked,
)

const clipByGlobalNormUnchecked = (largest: number): Optimiser<Empty, Empty> => {
  return stateless(`clipByGlobalNorm(${largest})`, gradients =>
    mapFloats(scaleBy(clipping(largest, globalNorm(gradients))))(gradients),
  )
}
