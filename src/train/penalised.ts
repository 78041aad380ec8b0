/**
 * Objectives with a penalty on their parameters.
 *
 * @module
 */
import { within } from '../layer/within.ts'
import { add } from '../primitive/elementwise/arithmetic.ts'
import { convert } from '../primitive/elementwise/convert.ts'
import { addCotangents } from '../smooth/map/cotangents.ts'
import type { Smooth } from '../smooth/map/smooth.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import type { Tensor } from '../tensor/tensor.ts'
import type { Tree } from '../tensor/tree.ts'
import type { Objective, UntypedObjective } from './objective.ts'

/** The objective if a penalty can take its parameters, else a sentence. */
export type Penalisable<I, T, Y, P, S, Q> = [P] extends [Q]
  ? Objective<I, T, Y, P, S>
  : 'the penalty takes other parameters than those of the objective'

/**
 * An objective plus a penalty on its parameters, such as `l2Penalty(0.001)`.
 *
 * @example
 * import { pipe } from 'fp-ts/lib/function.js'
 * import { dense, l2Penalty, penalised, softmaxCrossEntropy, supervised } from 'pullback'
 * const objective = pipe(dense(64, 10), supervised(softmaxCrossEntropy()), penalised(l2Penalty(0.001)))
 *
 * @category Training
 * @since 0.1.0
 */
export const penalised = takes(
  'penalised',
  [{ penalty: needs.smooth }, { objective: needs.objective }],
  () => penalisedUnchecked,
)

function penalisedUnchecked<Q>(
  penalty: Smooth<Q, Tensor<[]>>,
): <I, T, Y, P, S>(objective: Penalisable<I, T, Y, P, S, Q>) => Objective<I, T, Y, P, S>
function penalisedUnchecked(penalty: Smooth<unknown, Tensor<[]>>): unknown {
  return (own: UntypedObjective): UntypedObjective => ({
    ...own,
    name: `penalised(${own.name})`,
    run: (params, batch, state, context) => {
      const [loss, gradient, next, predictions] = own.run(params, batch, state, context)
      const [extra, pullPenalty] = within('penalty', () => penalty(params))
      return [
        add(loss, convert(loss.dtype)(extra) as Tensor<[]>),
        dloss => addCotangents(gradient(dloss), pullPenalty(convert(extra.dtype)(dloss)) as Tree),
        next,
        predictions,
      ]
    },
  })
}
