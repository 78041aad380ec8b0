/**
 * Laws of gradients of single examples: each is that of a batch of one.
 *
 * @module
 */
import fc from 'fast-check'
import { op, smooth, tensor } from '../../src/index.ts'
import { tensors } from '../arbitraries.ts'
import { every, norm } from '../close.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { refused } from '../oracle/refusal.ts'
import { integers, near, one, rowsOf, square, type T, total } from './curved.ts'

const examples = fc.record({
  w: tensors([3, 2]),
  x: tensors([4, 3]),
  t: tensors([4, 2]),
})

type Example = readonly [x: T, t: T]
const lossOf = ([x, t]: Example): smooth.Scalar<T> =>
  smooth.lift(w => total(square(op.sub(op.tanh(op.matmul(x as never, w as never) as T), t))))

/** D9: gradients of single examples. */
export const perExampleGradientLaws: LawSet = lawSet('gradients of single examples', [
  law(
    'D9a',
    'each is the gradient of the loss of a batch of one, and their sum that of the batch',
    [examples],
    ({ w, x, t }) => {
      const got = smooth.perExampleGradients(lossOf)(w, [x, t])
      const alone = rowsOf(x).map((a, i) =>
        smooth.gradient(lossOf([op.reshape([1, 3])(a), op.reshape([1, 2])(rowsOf(t)[i] as T)]))(w),
      )
      const close = near([w, x, t, got])
      return every(close(rowsOf(got), alone), close(op.sum([0])(got), smooth.gradient(lossOf([x, t]))(w)))
    },
  ),
  law('D9b', 'their norms are the norms of each', [examples], ({ w, x, t }) => {
    const gradients = smooth.perExampleGradients(lossOf)(w, [x, t])
    return near(gradients)(
      smooth.perExampleGradientNorms(lossOf)(w, [x, t]),
      tensor(rowsOf(gradients).map(norm), 'f64'),
    )
  }),
  law('D9c', 'parameters of integers are refused', [examples], ({ x, t }) =>
    every(
      refused('DTypeError', () => smooth.perExampleGradients(lossOf)(integers as never, [x, t])),
      refused('DTypeError', () => smooth.perExampleGradientNorms(lossOf)(integers as never, [x, t])),
      refused('ArgumentError', () =>
        smooth.perExampleGradientNorms(() => smooth.lift(() => one))([], [x, t]),
      ),
    ),
  ),
])
