/**
 * What other readings say of a map: the pullback is the one that its operations give, and a batch of points is all of them.
 *
 * @module
 */
import fc from 'fast-check'
import {
  type AnyTensor,
  type Cotangent,
  isTensor,
  op,
  type Shape,
  smooth,
  type Tensor,
  tree,
} from '../src/index.ts'
import { every, norm } from './close.ts'
import { type LawSet, law, lawSet } from './law.ts'
import type { Probing } from './probe.ts'
import { type Rounding, roundingAt } from './rounding.ts'

/** D1: whoever wrote a pullback wrote the one that the operations of the value give. */
export const liftedLaws = <A, B>(name: string, probe: Probing<A, B>, rounding: Rounding): LawSet =>
  lawSet(name, [
    law(
      'D1',
      'R[f] = R[liftOperations f]: its pullback is what its operations give',
      [probe('db')],
      ({ f, x, db }) => {
        const [y, pull] = f(x)
        const [z, lifted] = smooth.liftOperations(smooth.value(f))(x)
        const close = roundingAt(rounding, x, y)(norm([x, y, db]))
        return every(close(z, y), close(lifted(db), pull(db)))
      },
    ),
  ])

const stacked = (x: tree.Leaf, y: tree.Leaf): tree.Leaf => {
  const one = (z: AnyTensor): Tensor => op.reshape<number, Shape>([1, ...z.shape])(z as Tensor)
  return isTensor(x) ? (op.concat(0)(one(x), one(y as AnyTensor)) as tree.Leaf) : x
}

const row =
  (i: number) =>
  (x: tree.Leaf): tree.Leaf => {
    if (!isTensor(x)) return x
    const start = x.shape.map((_, axis) => (axis === 0 ? i : 0))
    const one = op.slice<number, Shape>(start, x.shape.with(0, 1))(x as Tensor)
    return op.reshape<number, Shape>(x.shape.slice(1))(one) as tree.Leaf
  }

/** D2: on a batch at once, value and pullback are those of each example. */
export const batchedLaws = <A, B>(name: string, probe: Probing<A, B>, rounding: Rounding): LawSet =>
  lawSet(name, [
    law(
      'D2',
      'on a batch of points and cotangents at once (vmap), value and pullback are those of each',
      [probe('db', 'dc')],
      ({ f, x, db, dc }) => {
        fc.pre(tree.tensors([x, db]).length > 0)
        const both = ([a, b]: readonly [A, Cotangent<B>]): unknown => {
          const [y, pull] = f(a)
          return [y, pull(b as never)]
        }
        const points = [
          [x, db],
          [x, dc],
        ] as const
        const batch = tree.zipWith(stacked)(points[0] as unknown, points[1] as unknown)
        const all = smooth.vmap(both as (a: unknown) => unknown)(batch as never)
        const close = roundingAt(rounding, x, f(x)[0])(norm([x, db, dc]))
        return every(
          ...points.map((point, i) => close(tree.map(row(i))(all as unknown), both(point as never))),
        )
      },
    ),
  ])
