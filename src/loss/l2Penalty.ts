/**
 * The L2 penalty on chosen parameters.
 *
 * @module
 */
import type { Cotangent } from '../tensor/cotangent.ts'
import { isFloat } from '../tensor/tree.ts'
import { add, mul } from '../primitive/arithmetic.ts'
import { broadcast, sum } from '../primitive/broadcast.ts'
import { convert } from '../primitive/convert.ts'
import { scale } from '../primitive/scale.ts'
import type { Smooth } from '../smooth/smooth.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import { type ParamFilter, weights } from '../tensor/paramFilter.ts'
import { zero } from '../tensor/cotangent.ts'
import { ArgumentError, type Path } from '../tensor/error.ts'
import { scalar, type Tensor } from '../tensor/tensor.ts'
import { entries, type Leaf, map } from '../tensor/tree.ts'

/**
 * `λ/2 · Σ ‖p‖²` over the parameters of a filter, by default weights, so that biases are free. The pullback is `λ p` for
 * the chosen ones and zero for the others.
 *
 * Takes any tree of parameters and gives a scalar in the element type of the first.
 *
 * @throws ArgumentError unless λ is finite and not negative.
 *
 * @example
 * import { l2Penalty } from 'pullback'
 * const decay = l2Penalty(0.001)
 * const onOutput = l2Penalty(0.001, path => path[0] === 'output')
 *
 * @category Losses
 * @since 0.1.0
 */
export const l2Penalty = takes(
  'l2Penalty',
  [{ strength: needs.nonNegative, filter: needs.optional(needs.choice) }, { params: needs.tensors }],
  () => l2PenaltyUnchecked,
)

const l2PenaltyUnchecked = (
  strength: number,
  filter: ParamFilter = weights,
): (<P>(params: P) => ReturnType<Smooth<P, Tensor<[]>>>) => {
  if (!(strength >= 0 && Number.isFinite(strength)))
    throw new ArgumentError(`l2Penalty needs a finite strength >= 0, but was given ${strength}.`)
  return params => {
    const floats = entries(params).filter(({ leaf }) => isFloat(leaf))
    const dtype = (floats[0]?.leaf as Tensor | undefined)?.dtype ?? 'f32'
    const total = floats
      .filter(({ path }) => filter(path))
      .reduce<Tensor<[]>>(
        (sumSoFar, { leaf }) => {
          const x = leaf as Tensor
          return add(sumSoFar, convert(dtype)(sum()(mul(x, x))) as Tensor<[]>)
        },
        scalar(0, dtype) as Tensor<[]>,
      )
    const pull =
      (dy: Tensor<[]>) =>
      (x: Leaf, path: Path): Leaf => {
        if (!isFloat(x) || !filter(path)) return zero(x) as Leaf
        return scale(strength)(mul(x, broadcast(x.shape)(convert(x.dtype)(dy)) as Tensor)) as Leaf
      }
    return [scale(strength / 2)(total), dy => map(pull(dy))(params) as Cotangent<typeof params>]
  }
}
