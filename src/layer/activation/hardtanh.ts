/**
 * Cutting off at two ends.
 *
 * @module
 */
import { greaterEqual, select } from '../../primitive/elementwise/compare.ts'
import { shift } from '../../primitive/elementwise/scale.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import { ArgumentError } from '../../tensor/error.ts'
import { zerosLike } from '../../tensor/function/constructors.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Empty } from '../../tensor/tree.ts'
import { positionwise } from '../fromSmooth.ts'
import type { Layer } from '../layer.ts'
import type { Same } from '../type/typeFunction.ts'

/**
 * `x` between `low` and `high`, and the nearer of the two outside (Collobert 2004). The derivative is 1 between them and 0
 * elsewhere, also at the two ends. `low` defaults to -1 and `high` to 1.
 *
 * Takes and gives any shape.
 *
 * @throws ArgumentError unless `low < high`, both finite.
 *
 * @example
 * import { compose, dense, hardtanh } from 'pullback'
 * const hidden = compose(dense(64, 64), hardtanh())
 * const relu6 = hardtanh(0, 6)
 *
 * @category Activations
 * @since 0.1.0
 */
export const hardtanh = takes(
  'hardtanh',
  { low: needs.optional(needs.finite), high: needs.optional(needs.finite) },
  () => hardtanhUnchecked,
)

const hardtanhUnchecked = (low = -1, high = 1): Layer<Tensor, Same, Empty> => {
  if (!(Number.isFinite(low) && Number.isFinite(high) && low < high))
    throw new ArgumentError(`hardtanh needs low < high, both finite, but was given ${low} and ${high}.`)
  return positionwise(`hardtanh(${low}, ${high})`, (x: Tensor) => {
    const zeros = zerosLike(x)
    const [least, most] = [shift(low)(zeros), shift(high)(zeros)]
    // In this order NaN is not passed over.
    const [isLow, isHigh] = [greaterEqual(least, x), greaterEqual(x, most)]
    return [
      select(isLow, least, select(isHigh, most, x)),
      (dy: Tensor) => select(isLow, zeros, select(isHigh, zeros, dy)),
    ]
  })
}
