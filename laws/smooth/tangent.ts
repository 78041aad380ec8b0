/**
 * Tangents: linear, composed by the chain rule, and safe to nest.
 *
 * @module
 */
import fc from 'fast-check'
import { fromValues, op, smooth, type Tensor, tree, zero } from '../../src/index.ts'
import { cotangentsOf, lattice, tensors, trees } from '../arbitraries.ts'
import { every, exact, norm, summed } from '../close.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { refused } from '../oracle/refusal.ts'
import { alike, endomaps } from './maps.ts'

const { compose, jvp, tangentAt, value } = smooth

const integers = fromValues([1], [0], 'i32')

/** How tangents behave; laws 16 to 18 and 22b hold them to each map. */
export const tangentLaws: LawSet = lawSet('tangents', [
  law(
    'J1',
    'tangents are linear: J(u + c v) = J u + c J v',
    [endomaps, alike(3), lattice],
    ({ f }, [x, u, v], c) => {
      const push = tangentAt(f)
      const scaled = smooth.scaleCotangent(c)
      return summed(
        32,
        undefined,
        norm([u, scaled(v), push(x, u), scaled(push(x, v))]),
      )(push(x, smooth.addCotangents(u, scaled(v))), smooth.addCotangents(push(x, u), scaled(push(x, v))))
    },
  ),
  law(
    'J2',
    'the chain rule of tangents: J[g ∘ f](x) v = J[g](f x) J[f](x) v',
    [endomaps, endomaps, alike(2)],
    ({ f }, { f: g }, [x, v]) =>
      exact(tangentAt(compose(f, g))(x, v), tangentAt(g)(value(f)(x), tangentAt(f)(x, v))),
  ),
  law(
    'J3',
    'jvp gives the value and the tangent in the form of the value; the identity passes both on',
    [trees().chain(x => fc.record({ x: fc.constant<unknown>(x), v: cotangentsOf<unknown>(x) }))],
    ({ x, v }) => every(exact(jvp((a: unknown) => a)(x, v), [x, v]), exact(jvp(() => x)(x, v), [x, zero(x)])),
  ),
  law(
    'J4',
    'nested tangents are kept apart: d/dx (x · d/dy (x + y)) = 1, and not 2',
    [alike(2)],
    ([x, y]) => {
      const ones = op.shift(1)(zero(x))
      const inside = (a: Tensor): Tensor => jvp((b: Tensor) => op.add(a, b))(y, ones)[1]
      return exact(jvp((a: Tensor) => op.mul(a, inside(a)))(x, ones)[1], ones)
    },
  ),
  law(
    'J5',
    'tangents of tangents: the second derivative of x³ along u and v is 6 x u v',
    [alike(3)],
    ([x, u, v]) => {
      const cube = (a: Tensor): Tensor => op.mul(a, op.mul(a, a))
      const along = (a: Tensor): Tensor => jvp(cube)(a, u)[1]
      return exact(jvp(along)(x, v)[1], op.scale(6)(op.mul(x, op.mul(u, v))))
    },
  ),
  law(
    'J6',
    "a tangent of another shape, element type or structure than its point's is refused",
    [tensors([2, 3]), tensors([3, 2]), tensors([2, 3], { dtype: 'f32' })],
    (x, otherShape, otherType) => {
      const run = jvp((a: unknown) => a)
      return every(
        refused('ShapeError', () => run(x, otherShape as never)),
        refused('DTypeError', () => run(x, otherType as never)),
        refused('ArgumentError', () => run([x, x], [x] as never)),
        refused('ArgumentError', () => run(x, zero(integers) as never)),
        refused('DTypeError', () => run([x, integers], [x, integers] as never)),
        exact(run([x, integers], [x, zero(integers)] as never)[0], [x, integers]),
        exact(tree.count(run(x, x as never)[1]), 6),
      )
    },
  ),
])
