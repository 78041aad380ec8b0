/**
 * Laws of Jacobians: whichever way they are made, they are the matrices of tangents and pullbacks.
 *
 * @module
 */
import { op, smooth } from '../../src/index.ts'
import { every } from '../close.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { refused } from '../oracle/refusal.ts'
import { integers, near, type Point, square, type T, times, total, withTangent } from './curved.ts'
import { alike, endomaps } from './maps.ts'

/** D4: Jacobians, whichever way, are the matrices of tangents and pullbacks. */
export const jacobianLaws: LawSet = lawSet('Jacobians', [
  law(
    'D4a',
    'forward, reverse and chosen by shape, the Jacobian is the matrix of the tangent map',
    [endomaps, alike(2)],
    ({ f }, [x, v]) => {
      const along = smooth.tangentAt(f)(x, v)
      const matrices = [smooth.jacfwd(smooth.value(f)), smooth.jacrev(f), smooth.jacobian(f)]
      return every(...matrices.map(of => near([x, v, along])(times(of(x) as T, along, v), along)))
    },
  ),
  law(
    'D4b',
    'of records it has a block for each tensor of the value and each of the argument',
    [withTangent],
    ([p, { x: u, y: v }]) => {
      const f = smooth.lift(({ x, y }: Point) => ({ both: op.mul(x, op.sin(y)), sum: total(square(y)) }))
      const [, { both, sum }] = smooth.jvp(smooth.value(f))(p, { x: u, y: v })
      return every(
        ...[smooth.jacfwd(smooth.value(f)), smooth.jacrev(f), smooth.jacobian(f)].map(of => {
          const j = of(p)
          return near([p, u, v, both, sum])(
            [
              op.add(times(j.both.x, both, u), times(j.both.y, both, v)),
              op.add(times(j.sum.x, sum, u), times(j.sum.y, sum, v)),
            ],
            [both, sum],
          )
        }),
      )
    },
  ),
  law('D4c', 'nothing is differentiated by integers, nor are integers differentiated', [alike(1)], ([x]) =>
    every(
      ...[smooth.jacobian, smooth.jacrev, (f: never) => smooth.jacfwd(smooth.value(f))].flatMap(of => [
        refused('DTypeError', () => of(smooth.lift((i: unknown) => i) as never)(integers)),
        refused('DTypeError', () => of(smooth.lift((a: T) => op.greater(a, a)) as never)(x)),
      ]),
    ),
  ),
])
