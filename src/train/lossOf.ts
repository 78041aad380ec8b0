/**
 * The loss of an objective as a map of its parameters.
 *
 * @module
 */
import { type Context, evaluation } from '../layer/context.ts'
import type { Smooth } from '../smooth/map/smooth.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import type { Tensor } from '../tensor/tensor.ts'
import type { Tree } from '../tensor/tree.ts'
import type { Batch, FittedBatch, Objective, UntypedObjective } from './objective.ts'

/** The objective if a state is one of it, else a sentence. */
export type WithState<I, T, Y, P, S, Given> = [Given] extends [S]
  ? Objective<I, T, Y, P, S>
  : 'the state is not one of this objective'

/**
 * The loss of an objective for a batch as a smooth map of the parameters alone, at a state and in a context: what gradients,
 * Hessians and gradients of single examples are taken of. The context defaults to evaluation.
 *
 * @example
 * import { pipe } from 'fp-ts/lib/function.js'
 * import { dense, init, key, lossOf, smooth, softmaxCrossEntropy, supervised, tensor } from 'pullback'
 * const net = dense(2, 3)
 * const { params, state } = init(net)(key(0))
 * const loss = pipe(net, supervised(softmaxCrossEntropy()), lossOf(state))
 * const batch = { inputs: tensor([[1, 2], [3, 4]]), targets: tensor([0, 2], 'i32') }
 * const gradients = smooth.perExampleGradients(loss)(params, batch)
 *
 * @category Training
 * @since 0.1.0
 */
export const lossOf = takes(
  'lossOf',
  [
    { state: needs.tensors, context: needs.optional(needs.context) },
    { objective: needs.objective },
    { batch: needs.record({ inputs: needs.tensors, targets: needs.tensors }) },
    { params: needs.tensors },
  ],
  () => lossOfUnchecked,
)

function lossOfUnchecked<Given>(
  state: Given,
  context?: Context,
): <I, T, Y, P, S>(
  objective: WithState<I, T, Y, P, S, Given>,
) => <BI, BT>(batch: FittedBatch<I, T, BI, BT>) => Smooth<P, Tensor<[]>>
function lossOfUnchecked(state: Tree, context: Context = evaluation): unknown {
  return (objective: UntypedObjective) => (batch: Batch<Tree, Tree>) => (params: Tree) => {
    const [loss, pull] = objective.run(params, batch, state, context)
    return [loss, (dloss: Tensor<[]>) => pull(dloss)]
  }
}
