/**
 * Laws of a map under other interpretations: the pullback is the one that its operations give, and a batch of points is all of them.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import {
  type AnyTensor,
  type Cotangent,
  fromElements,
  isTensor,
  op,
  smooth,
  type Tensor,
  toValues,
  tree,
} from '../../src/index.ts'
import { every, norm } from '../close.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import type { Probing } from '../oracle/probe.ts'
import { type Rounding, roundingAt } from '../oracle/rounding.ts'

/** D1: a pullback that was written is the one that the operations of the value give. */
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
  const one = (z: AnyTensor): Tensor => op.reshape([1, ...z.shape])(z as Tensor)
  return isTensor(x) ? (op.concat(0)(one(x), one(y as AnyTensor)) as tree.Leaf) : x
}

const row =
  (i: number) =>
  (x: tree.Leaf): tree.Leaf => {
    if (!isTensor(x)) return x
    const start = x.shape.map((_, axis) => (axis === 0 ? i : 0))
    const one = op.slice(start, x.shape.with(0, 1))(x as Tensor)
    return op.reshape(x.shape.slice(1))(one) as tree.Leaf
  }

/** Another point of the same form where a map that takes `x` takes it, too: the entries of each leaf, the last one first. */
const turned = (leaf: tree.Leaf): tree.Leaf =>
  isTensor(leaf) ? (fromElements(leaf.shape, toValues(leaf).toReversed()) as tree.Leaf) : leaf

/** Which leaves are the same for all examples, by the bits of a number; half of the samples batch every leaf. */
const heldLeaves: Arbitrary<number> = fc.oneof(fc.constant(0), fc.nat(2 ** 16 - 1))

/** D2: on a batch at once, value and pullback are those of each example. */
export const batchedLaws = <A, B>(name: string, probe: Probing<A, B>, rounding: Rounding): LawSet =>
  lawSet(name, [
    law(
      'D2',
      'on a batch of points and cotangents at once (vmap), some parts of which may be the same for all, value and pullback are ' +
        'those of each',
      [probe('db', 'dc'), heldLeaves],
      ({ f, x, db, dc }, held) => {
        const first = [x, db] as const
        const leaves = tree.leaves(first)
        fc.pre(leaves.some(isTensor))
        const free = leaves.map((leaf, i) => isTensor(leaf) && ((held >> (i % 16)) & 1) === 0)
        // One leaf at least is batched: the last, which is a cotangent if there is one.
        if (!free.some(each => each)) free[leaves.findLastIndex(isTensor)] = true
        const others = tree.leaves([tree.map(turned)(x as unknown), dc])
        const points = [leaves, leaves.map((leaf, i) => (free[i] ? (others[i] as tree.Leaf) : leaf))] as const
        const at = (parts: readonly tree.Leaf[]): readonly [A, Cotangent<B>] =>
          tree.withLeaves(parts)(first as unknown) as never
        const both = (parts: readonly tree.Leaf[]): unknown => {
          const [a, b] = at(parts)
          const [y, pull] = f(a)
          return [y, pull(b)]
        }
        const onFree = (parts: readonly tree.Leaf[]): unknown => {
          const given = parts.values()
          return both(leaves.map((leaf, i) => (free[i] ? (given.next().value as tree.Leaf) : leaf)))
        }
        const batch = leaves.flatMap((leaf, i) =>
          free[i] ? [stacked(leaf, (points[1] as readonly tree.Leaf[])[i] as tree.Leaf)] : [],
        )
        const all = smooth.vmap(onFree as (parts: unknown) => unknown)(batch as never)
        const close = roundingAt(rounding, x, f(x)[0])(norm([x, db, dc]))
        return every(...points.map((point, i) => close(tree.map(row(i))(all as unknown), both(point))))
      },
    ),
  ])
