/**
 * Laws of objectives with the balancing terms of mixtures.
 *
 * @module
 */
import fc from 'fast-check'
import {
  balanced,
  compose,
  dense,
  dropout,
  meanSquaredError,
  mixtureOfExperts,
  op,
  scalar,
  supervised,
  type Tensor,
  training,
} from '../../src/index.ts'
import { keys, tensors } from '../arbitraries.ts'
import { every, norm, summed } from '../close.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { runsOf } from '../layer/point.ts'

const mixture = mixtureOfExperts(3, 3, { noise: 0.5 })(compose(dense(3, 2), dropout(0.25)))
const loss = meanSquaredError()
const objective = supervised(loss)(mixture)
const parts = fc.integer({ min: -32, max: 32 }).map(n => scalar(n / 16, 'f64') as Tensor<[]>)

/** Laws of `balanced`. */
export const balancedLaws: LawSet = lawSet('balanced', [
  law(
    'U10',
    'balanced adds the balancing term that a mixture has as a second output, and its gradient',
    [
      runsOf(mixture, tensors([5, 3]), keys.map(training)),
      tensors([5, 2]),
      parts,
      fc.constantFrom(0, 0.25, 2),
    ],
    ({ params, input, state, context }, targets, slope, weight) => {
      const batch = { inputs: input, targets }
      const [total, gradient, next, predictions] = balanced(weight)(objective).run(
        params,
        batch,
        state,
        context,
      )
      const [both, pull, after] = mixture.withBalance.run(params, input, state, context)
      const [y, balance] = both as readonly [Tensor, Tensor<[]>]
      const [value, pullLoss] = loss(targets)(y)
      const times = op.scale(weight)
      const [dp] = pull([pullLoss(slope), times(slope)])
      const close = summed(64, undefined, (1 + norm([params, input])) ** 2)
      return every(
        close(total, op.add(value, times(balance))),
        close(gradient(slope), dp),
        close(next, after),
        close(predictions, y),
      )
    },
  ),
])
