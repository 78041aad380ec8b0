/**
 * Laws of how the losses of single examples become one.
 *
 * @module
 */
import { op, perExample, scalar } from '../../src/index.ts'
import { takes } from '../../src/tensor/contract/index.ts'
import { every } from '../close.ts'
import { implementations } from '../contract.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { close, matrices, mean, number, numbers } from './samples.ts'

/**
 * Laws of adding up; by default of `perExample.mean` and `perExample.sum`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const reductionLaws = takes(
  'reductionLaws',
  { reductions: implementations('mean', 'sum') },
  () =>
    ({ mean: average, sum }: Pick<typeof perExample, 'mean' | 'sum'> = perExample): LawSet =>
      lawSet('reductions', [
        law(
          'L20',
          'sum and mean are those of the single losses, and so are their gradients',
          [matrices, matrices],
          (y, t) => {
            const [each, pullEach] = perExample.squaredError()(t)(y)
            const all = numbers(each)
            const seeded = (weight: number) => pullEach(op.shift(weight)(op.scale(0)(each)))
            const one = scalar(1, 'f64')
            const [total, pullTotal] = sum(perExample.squaredError())(t)(y)
            const [share, pullShare] = average(perExample.squaredError())(t)(y)
            return every(
              close(number(total), mean(all) * all.length),
              close(number(share), mean(all)),
              close(pullTotal(one), seeded(1)),
              close(pullShare(one), seeded(1 / all.length)),
            )
          },
        ),
      ]),
)
