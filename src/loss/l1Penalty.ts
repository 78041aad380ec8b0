/**
 * The L1 penalty on chosen parameters.
 *
 * @module
 */
import { add, mul } from '../primitive/arithmetic.ts'
import { broadcast, sum } from '../primitive/broadcast.ts'
import { convert } from '../primitive/convert.ts'
import { abs, sign } from '../primitive/elementary.ts'
import { scale } from '../primitive/scale.ts'
import type { Smooth } from '../smooth/smooth.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import { type Cotangent, zero } from '../tensor/cotangent.ts'
import { ArgumentError, type Path } from '../tensor/error.ts'
import { type ParamFilter, weights } from '../tensor/paramFilter.ts'
import { scalar, type Tensor } from '../tensor/tensor.ts'
import { entries, isFloat, type Leaf, map } from '../tensor/tree.ts'

/**
 * `λ · Σ |p|` over the parameters of a filter, by default weights, so that biases are free: the lasso (Tibshirani 1996), which brings
 * parameters to 0. The pullback is `λ sign(p)` for the chosen ones, 0 at 0, and zero for the others.
 *
 * Takes any tree of parameters and gives a scalar in the element type of the first.
 *
 * @throws ArgumentError unless λ is finite and not negative.
 *
 * @example
 * import { l1Penalty } from 'pullback'
 * const sparse = l1Penalty(0.001)
 * const onOutput = l1Penalty(0.001, path => path[0] === 'output')
 *
 * @category Losses
 * @since 0.1.0
 */
export const l1Penalty = takes(
  'l1Penalty',
  [{ strength: needs.nonNegative, filter: needs.optional(needs.choice) }, { params: needs.tensors }],
  () => l1PenaltyUnchecked,
)

const l1PenaltyUnchecked = (
  strength: number,
  filter: ParamFilter = weights,
): (<P>(params: P) => ReturnType<Smooth<P, Tensor<[]>>>) => {
  if (!(strength >= 0 && Number.isFinite(strength)))
    throw new ArgumentError(`l1Penalty needs a finite strength >= 0, but was given ${strength}.`)
  return params => {
    const floats = entries(params).filter(({ leaf }) => isFloat(leaf))
    const dtype = (floats[0]?.leaf as Tensor | undefined)?.dtype ?? 'f32'
    const total = floats
      .filter(({ path }) => filter(path))
      .reduce<Tensor<[]>>(
        (sumSoFar, { leaf }) => add(sumSoFar, convert(dtype)(sum()(abs(leaf as Tensor))) as Tensor<[]>),
        scalar(0, dtype) as Tensor<[]>,
      )
    const pull =
      (dy: Tensor<[]>) =>
      (x: Leaf, path: Path): Leaf => {
        if (!isFloat(x) || !filter(path)) return zero(x) as Leaf
        const spread = broadcast(x.shape)(convert(x.dtype)(dy)) as Tensor
        return scale(strength)(mul(sign(x), spread)) as Leaf
      }
    return [scale(strength)(total), dy => map(pull(dy))(params) as Cotangent<typeof params>]
  }
}
