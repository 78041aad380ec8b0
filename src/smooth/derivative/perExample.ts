/**
 * Gradients of each example of a batch, without a loop over the examples.
 *
 * @module
 */

import { bind } from '../../primitive/core/bind.ts'
import { add, mul } from '../../primitive/elementwise/arithmetic.ts'
import { sqrt } from '../../primitive/elementwise/elementary.ts'
import { Reshape } from '../../primitive/movement/reshape.ts'
import { sum } from '../../primitive/reduction/broadcast.ts'
import { needs, requireArgument } from '../../tensor/contract/index.ts'
import { ArgumentError } from '../../tensor/error.ts'
import type { Cotangent } from '../../tensor/function/cotangent.ts'
import { leaves, map } from '../../tensor/function/traversal.ts'
import { isTensor, type Tensor } from '../../tensor/tensor.ts'
import { isFloat, type Leaf } from '../../tensor/tree.ts'
import { gradient, type Scalar } from './gradient.ts'
import { requirePure } from './trial.ts'
import { type Batched, batched } from './vmap.ts'

/** Each example as a batch of one, so that layers and losses take it as it is. */
const asBatchOfOne = map((x: Leaf) =>
  isTensor(x) ? (bind(Reshape, { shape: [1, ...x.shape] }, [x]) as Leaf) : x,
)

const each =
  <P, E, R>(operation: string, lossOf: (example: E) => Scalar<P>, result: (gradient: Cotangent<P>) => R) =>
  (params: P, batch: E): Batched<R> => {
    requireArgument(operation, 'its function of an example', needs.fn, lossOf)
    const run = ([p, examples]: readonly [P, E]): Batched<R> =>
      batched(operation, (example: E) => result(gradient(lossOf(asBatchOfOne(example)))(p)))(
        examples as Batched<E>,
      )
    const all = run([params, batch])
    requirePure(operation, lossOf, run, [params, batch] as const)
    return all
  }

/**
 * The gradient of each example's own loss by the parameters: each tensor of them gets an axis of examples in front. The loss is
 * asked for a batch of one, as layers take batches; the mean of all these gradients is the gradient of the batch's mean loss.
 * All examples run at once (Goodfellow: "Efficient per-example gradient computations", 2015).
 *
 * @throws ShapeError unless all tensors of the batch have as many examples; DTypeError for integers among the parameters.
 *
 * @example
 * import { dense, init, key, lossOf, meanSquaredError, smooth, supervised, tensor } from 'pullback'
 * const model = dense(2, 1)
 * const { params, state } = init(model)(key(0))
 * const loss = lossOf(state)(supervised(meanSquaredError())(model))
 * const batch = { inputs: tensor([[1, 2], [3, 4], [5, 6]]), targets: tensor([[0], [1], [0]]) }
 * const { w } = smooth.perExampleGradients(loss)(params, batch) // Tensor<[number, 2, 1]>: one for each of three examples
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const perExampleGradients = <P, E>(
  lossOf: (example: E) => Scalar<P>,
): ((params: P, batch: E) => Batched<Cotangent<P>>) =>
  each('perExampleGradients', lossOf, (dp: Cotangent<P>) => dp)

const squares = (dp: unknown): Tensor<[]> => {
  const parts = leaves(dp)
    .filter(isFloat)
    .map(x => sum()(mul(x, x)))
  const [first, ...rest] = parts
  if (first === undefined)
    throw new ArgumentError(
      'perExampleGradientNorms needs parameters with at least one float tensor among them.',
    )
  return rest.reduce((total, x) => add(total, x), first)
}

/**
 * The Euclidean norm of each example's own gradient, over all parameters: one number for each example, [examples]. What to clip by,
 * what to sample by, and which examples pull hardest.
 *
 * @throws ShapeError unless all tensors of the batch have as many examples; DTypeError for integers among the parameters.
 *
 * @example
 * import { op, smooth, type Tensor, tensor } from 'pullback'
 * // (w - x)² / 2 for each x: the gradient is w - x
 * const lossOf = (x: Tensor<[number]>) =>
 *   smooth.lift((w: Tensor<[1]>) => op.scale(0.5)(op.sum()(op.mul(op.sub(w, x), op.sub(w, x)))))
 * const norms = smooth.perExampleGradientNorms(lossOf)(tensor([1]), tensor([0, 1, 5])) // 1, 0, 4
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const perExampleGradientNorms = <P, E>(
  lossOf: (example: E) => Scalar<P>,
): ((params: P, batch: E) => Tensor<[number]>) =>
  each('perExampleGradientNorms', lossOf, (dp: Cotangent<P>) => sqrt(squares(dp))) as (
    params: P,
    batch: E,
  ) => Tensor<[number]>
