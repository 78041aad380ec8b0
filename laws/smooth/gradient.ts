/**
 * Laws of gradients: they are what 1 pulls back to.
 *
 * @module
 */
import { op, smooth, tensor } from '../../src/index.ts'
import { every, exact } from '../close.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { refused } from '../oracle/refusal.ts'
import { integers, one, type Point, scalarMap, scalarPoints, type T, total } from './curved.ts'

/** D3: gradients are what 1 pulls back to. */
export const gradientLaws: LawSet = lawSet('gradients', [
  law('D3', 'the gradient is what 1 pulls back to', [scalarPoints], p => {
    const [y, pull] = scalarMap(p)
    return every(
      exact(smooth.gradient(scalarMap)(p), pull(one)),
      exact(smooth.valueAndGradient(scalarMap)(p), [y, pull(one)]),
    )
  }),
  law(
    'D3b',
    'nothing is differentiated by integers, or at a value that is not a number',
    [scalarPoints],
    ({ x }) =>
      every(
        ...[smooth.gradient, smooth.valueAndGradient].flatMap(of => [
          refused('DTypeError', () =>
            of((p: unknown) => scalarMap((p as readonly Point[])[0]!) as never)([x, integers]),
          ),
          refused('ArgumentError', () => of(smooth.lift((a: T) => op.reshape([1])(total(a))) as never)(x)),
          refused('DTypeError', () => of(smooth.lift(() => tensor(1, 'i32')) as never)(x)),
        ]),
      ),
  ),
])
