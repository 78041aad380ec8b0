/**
 * Steps of a size of their own in the direction of the gradient, as in Rprop.
 *
 * @module
 */
import { mul } from '../../primitive/elementwise/arithmetic.ts'
import { greater, maximum, minimum, select } from '../../primitive/elementwise/compare.ts'
import { sign } from '../../primitive/elementwise/elementary.ts'
import { scale } from '../../primitive/elementwise/scale.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import { ArgumentError } from '../../tensor/error.ts'
import { full, zerosLike } from '../../tensor/function/constructors.ts'
import { zero } from '../../tensor/function/cotangent.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import { type Empty, empty, type Tree } from '../../tensor/tree.ts'
import { mapFloats } from '../leafwise.ts'
import type { Optimiser } from '../optimiser.ts'

/**
 * The size of the next step, and the gradient before, for each parameter.
 *
 * @category Parts of optimisers
 * @since 0.1.0
 */
export interface RpropState {
  readonly size: Tree
  readonly last: Tree
}

/**
 * The constants of Rprop.
 *
 * @category Parts of optimisers
 * @since 0.1.0
 */
export interface RpropOptions {
  /**
   * What a size is multiplied by where the gradient keeps its sign. Defaults to 1.2.
   *
   * @default 1.2
   */
  readonly increase?: number
  /**
   * What a size is multiplied by where it changes. Defaults to 0.5.
   *
   * @default 0.5
   */
  readonly decrease?: number
  /**
   * The smallest size. Defaults to 1e-6.
   *
   * @default 1e-6
   */
  readonly smallest?: number
  /**
   * The largest size. Defaults to 50.
   *
   * @default 50
   */
  readonly largest?: number
}

const alike = (x: Tensor, value: number): Tensor => full(x.shape, value, x.dtype)

/**
 * Each parameter has a step size of its own, which begins as `initial`. It grows where the gradient keeps its sign and
 * shrinks where it changes; there the gradient counts as 0 once. The update is `sign(g) · size` (Riedmiller and Braun 1993,
 * in the form without backtracking of Igel and Hüsken 2000). For gradients of all data, not of batches.
 *
 * @throws ArgumentError unless `0 < decrease < 1 < increase` and `0 < smallest ≤ largest`, all finite, and the initial size is
 * finite and positive.
 *
 * @category Parts of optimisers
 * @since 0.1.0
 */
export const scaleByRprop = takes(
  'scaleByRprop',
  {
    initial: needs.positive,
    options: needs.options({
      increase: needs.number,
      decrease: needs.number,
      smallest: needs.number,
      largest: needs.number,
    }),
  },
  () => scaleByRpropUnchecked,
)

const scaleByRpropUnchecked = (
  initial: number,
  { increase = 1.2, decrease = 0.5, smallest = 1e-6, largest = 50 }: RpropOptions = {},
): Optimiser<RpropState, Empty> => {
  if (!(decrease > 0 && decrease < 1 && increase > 1 && Number.isFinite(increase)))
    throw new ArgumentError(
      `rprop needs 0 < decrease < 1 < increase, but was given ${decrease} and ${increase}.`,
    )
  if (!(smallest > 0 && smallest <= largest && Number.isFinite(largest)))
    throw new ArgumentError(`rprop needs 0 < smallest <= largest, but was given ${smallest} and ${largest}.`)
  return {
    name: `scaleByRprop(${initial}, ${increase}, ${decrease}, ${smallest}, ${largest})`,
    init: params => ({
      size: mapFloats(x => alike(x, initial))(zero<unknown>(params)) as Tree,
      last: zero(params) as Tree,
    }),
    rates: () => empty,
    update: (gradients, state) => {
      const changed = mapFloats((g, last) => mul(sign(g), sign(last as Tensor)))(gradients, state.last)
      const size = mapFloats((before, turn) => {
        const kept = select(greater(zerosLike(before), turn as Tensor), scale(decrease)(before), before)
        const next = select(greater(turn as Tensor, zerosLike(before)), scale(increase)(before), kept)
        return minimum(maximum(next, alike(before, smallest)), alike(before, largest))
      })(state.size as typeof gradients, changed)
      const last = mapFloats((g, turn) => select(greater(zerosLike(g), turn as Tensor), zerosLike(g), g))(
        gradients,
        changed,
      )
      const updates = mapFloats((g, s) => mul(sign(g), s as Tensor))(last, size)
      return [updates, { size: size as Tree, last: last as Tree }]
    },
  }
}
