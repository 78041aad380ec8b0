/**
 * Penalties: the sum of a function of each chosen parameter.
 *
 * @module
 */
import { add, mul } from '../primitive/elementwise/arithmetic.ts'
import { convert } from '../primitive/elementwise/convert.ts'
import { scale } from '../primitive/elementwise/scale.ts'
import { broadcast, sum } from '../primitive/reduction/broadcast.ts'
import type { Smooth } from '../smooth/map/smooth.ts'
import { needs } from '../tensor/contract/index.ts'
import type { Path } from '../tensor/error.ts'
import { scalar } from '../tensor/function/constructors.ts'
import { type Cotangent, zero } from '../tensor/function/cotangent.ts'
import { type ParamFilter, weights } from '../tensor/function/paramFilter.ts'
import { entries, map } from '../tensor/function/traversal.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { isFloat, type Leaf } from '../tensor/tree.ts'

/** What every penalty takes. */
export const penaltyArguments = [
  { strength: needs.nonNegative, filter: needs.optional(needs.choice) },
  { params: needs.tensors },
] as const

/** A function of each number, as often as `share` says, and its slope. */
interface Summand {
  readonly share: number
  readonly of: (x: Tensor) => Tensor
  readonly slope: (x: Tensor) => Tensor
}

/** The penalty of a strength that adds up a function of each parameter of a filter. */
export const penaltyOf =
  ({ share, of, slope }: Summand) =>
  (strength: number, filter: ParamFilter = weights): (<P>(params: P) => ReturnType<Smooth<P, Tensor<[]>>>) =>
  params => {
    const floats = entries(params).filter(({ leaf }) => isFloat(leaf))
    const dtype = (floats[0]?.leaf as Tensor | undefined)?.dtype ?? 'f32'
    const total = floats
      .filter(({ path }) => filter(path))
      .reduce<Tensor<[]>>(
        (sumSoFar, { leaf }) => add(sumSoFar, convert(dtype)(sum()(of(leaf as Tensor))) as Tensor<[]>),
        scalar(0, dtype) as Tensor<[]>,
      )
    const pull =
      (dy: Tensor<[]>) =>
      (x: Leaf, path: Path): Leaf => {
        if (!isFloat(x) || !filter(path)) return zero(x) as Leaf
        return scale(strength)(mul(slope(x), broadcast(x.shape)(convert(x.dtype)(dy)) as Tensor)) as Leaf
      }
    return [scale(strength * share)(total), dy => map(pull(dy))(params) as Cotangent<typeof params>]
  }
