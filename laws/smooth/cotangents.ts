/**
 * Cotangents at a point form a vector space: sums and multiples, leaf by leaf, and nothing is cut off.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import { smooth, tree, zero } from '../../src/index.ts'
import { needs, takes } from '../../src/tensor/contract/index.ts'
import { cotangentsOf, lattice } from '../arbitraries.ts'
import { every, exact, holds, sameStructure } from '../close.ts'
import { arbitrary, implementations } from '../contract.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { otherTrees } from '../oracle/otherTrees.ts'
import { refused } from '../oracle/refusal.ts'

/**
 * Sums and multiples: those of `smooth`, or others to be held to the same laws.
 *
 * @category Laws
 * @since 0.1.0
 */
export type VectorSpace = Pick<typeof smooth, 'addCotangents' | 'monoidAt' | 'scaleCotangent'>

/**
 * Laws 1 and 2 for the cotangents of trees: of one's own parameters, say.
 *
 * @example
 * import { tensor } from 'pullback'
 * import { arbitrary, checkLaws, vectorSpaceLaws } from 'pullback/laws'
 * const params = arbitrary.tensors([2]).map(w => ({ w, b: tensor([0], 'f64') }))
 * const reports = checkLaws(vectorSpaceLaws('my parameters', params))
 *
 * @category Laws
 * @since 0.1.0
 */
export const vectorSpaceLaws = takes(
  'vectorSpaceLaws',
  {
    name: needs.text,
    points: arbitrary,
    space: implementations('addCotangents', 'monoidAt', 'scaleCotangent'),
  },
  () =>
    <T>(
      name: string,
      points: Arbitrary<T>,
      { addCotangents: add, monoidAt, scaleCotangent: times }: VectorSpace = smooth,
    ): LawSet => {
      const vectors = points.chain(point => {
        const cotangents = cotangentsOf<unknown>(point) as Arbitrary<unknown>
        return fc.record({ point: fc.constant(point), x: cotangents, y: cotangents, z: cotangents })
      })
      return lawSet(name, [
        law('1a', 'x + y = y + x', [vectors], ({ x, y }) => exact(add(x, y), add(y, x))),
        law('1b', '(x + y) + z = x + (y + z)', [vectors], ({ x, y, z }) =>
          exact(add(add(x, y), z), add(x, add(y, z))),
        ),
        law('1c', '0 + x = x = x + 0, with the zero of the point', [vectors], ({ point, x }) =>
          every(exact(add(zero(point), x), x), exact(add(x, zero(point) as unknown), x)),
        ),
        law('1d', 'the monoid at a point is this sum and this zero', [vectors], ({ point, x, y }) => {
          const { concat, empty } = monoidAt(point)
          return every(exact(concat(x as never, y as never), add(x, y)), exact(empty, zero(point)))
        }),
        law(
          '1e',
          'trees of different structures are refused, and never cut to the shorter',
          [
            points.chain(point =>
              fc.record({ point: fc.constant<unknown>(point), other: otherTrees(point) }),
            ),
          ],
          ({ point, other }) =>
            every(
              refused('ArgumentError', () => add(zero(point), zero(other))),
              refused('ArgumentError', () => add(zero(other), zero(point))),
            ),
        ),
        law(
          '1f',
          'a sum has the structure of its parts, and an entry for each of theirs',
          [vectors],
          ({ x, y }) => {
            const sum = add(x, y)
            return every(holds(sameStructure(sum, x), sum, x), exact(tree.count(sum), tree.count(x)))
          },
        ),
        law('2a', 'a (b x) = (a b) x', [vectors, lattice, lattice], ({ x }, a, b) =>
          exact(times(a)(times(b)(x)), times(a * b)(x)),
        ),
        law('2b', 'a (x + y) = a x + a y', [vectors, lattice], ({ x, y }, a) =>
          exact(times(a)(add(x, y)), add(times(a)(x), times(a)(y))),
        ),
        law('2c', '(a + b) x = a x + b x', [vectors, lattice, lattice], ({ x }, a, b) =>
          exact(times(a + b)(x), add(times(a)(x), times(b)(x))),
        ),
        law('2d', '1 x = x and 0 x = 0', [vectors], ({ point, x }) =>
          every(exact(times(1)(x), x), exact(times(0)(x), zero(point) as unknown)),
        ),
      ])
    },
)
