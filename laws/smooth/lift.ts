/**
 * Laws of lifted functions: values, pullbacks of any order, and what is refused.
 *
 * @module
 */
import { op, program, smooth, tensor, toValues, tree } from '../../src/index.ts'
import { tensors } from '../arbitraries.ts'
import { every, exact, norm } from '../close.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { refused } from '../oracle/refusal.ts'
import {
  curved,
  integers,
  near,
  type Point,
  scalarMap,
  scalarPoints,
  type T,
  total,
  withTwo,
} from './curved.ts'
import { alike } from './maps.ts'
import { random } from './purity.ts'

/** D10: functions without pullbacks, and with pullbacks of their own. */
export const liftLaws: LawSet = lawSet('lifted functions', [
  law('D10a', 'lift gives the value of the function', [scalarPoints], p => exact(scalarMap(p)[0], curved(p))),
  law('D10b', 'withPullback gives both as they are', [alike(2)], ([x, dy]) => {
    const f = smooth.withPullback(
      (a: T) => op.sin(a),
      (a, b, db) => [a, b, db] as never,
    )
    return exact([f(x)[0], f(x)[1](dy)], [op.sin(x), [x, op.sin(x), dy]])
  }),
  law(
    'D10c',
    'a function that looks at values, draws at random or keeps tensors for later is refused',
    [tensors([3])],
    x => {
      let kept: T | undefined
      return every(
        refused('TracingError', () => smooth.lift((a: T) => op.scale(toValues(a)[0] as number)(a))(x)),
        refused('TracingError', () => smooth.lift((a: T) => op.scale(random())(a))(x)),
        refused('TracingError', () => program.trace((a: T) => op.scale(toValues(a)[0] as number)(a))(x)),
        refused('TracingError', () => program.trace((a: T) => op.scale(random())(a))(x)),
        refused('TracingError', () => program.trace((a: T) => op.add(a, tensor([random(), 0, 0], 'f64')))(x)),
        refused('TracingError', () =>
          smooth.lift((a: T) => {
            const b = kept === undefined ? a : op.add(a, kept)
            kept = a
            return op.sin(b)
          })(x),
        ),
      )
    },
  ),
  law(
    'D10f',
    'gradients of products with gradients of products with gradients, all by pulling back, are third derivatives',
    [withTwo],
    ([p, u, v]) => {
      const along = (f: smooth.Scalar<Point>, w: Point): smooth.Scalar<Point> =>
        smooth.lift(a => {
          const { x, y } = smooth.gradient(f)(a) as Point
          return op.add(total(op.mul(x, w.x)), total(op.mul(y, w.y)))
        })
      const thrice = (a: Point): unknown => smooth.gradient(along(along(scalarMap, u), v))(a)
      const hessianAlong = (a: Point): Point => smooth.hvp(scalarMap)(a, u) as Point
      const [, wanted] = smooth.jvp(hessianAlong)(p, v)
      const close = near([wanted, norm(u) * norm(v) * (1 + norm(p)) ** 2], 256)
      return every(close(thrice(p), wanted), close(program.traced(thrice)(p)(p), wanted))
    },
  ),
  law('D10d', 'a cotangent of another form is refused', [tensors([3])], x => {
    const pull = smooth.lift((a: T) => op.sin(a))(x)[1] as (d: unknown) => unknown
    return every(
      refused('ShapeError', () => pull(tensor([1, 2], 'f64'))),
      refused('DTypeError', () => pull(tensor([1, 2, 3], 'f32'))),
      refused('ArgumentError', () => pull(integers)),
    )
  }),
  law('D10e', 'an integer has the trivial cotangent', [tensors([3])], x => {
    const labels = tensor([2, 0], 'i32')
    const [, pull] = smooth.lift(([a, i]: readonly [T, typeof labels]) => op.gather(a as never, i))([
      x,
      labels,
    ])
    return exact(pull(tensor([1, 2], 'f64')), [
      tensor([2, 0, 1], 'f64'),
      tree.leaves(pull(tensor([1, 2], 'f64')))[1],
    ])
  }),
])
