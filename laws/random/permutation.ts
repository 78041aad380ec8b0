/**
 * Laws of random orders.
 *
 * @module
 */
import fc from 'fast-check'
import { type Key, random, toValues } from '../../src/index.ts'
import { takes } from '../../src/tensor/contract/index.ts'
import { keys } from '../arbitraries.ts'
import { exact } from '../close.ts'
import { implementation } from '../contract.ts'
import { type LawSet, law, lawSet } from '../law.ts'

// So many that the usual mistake, swapping with any place, shows in each sample.
const orders = 24 * 160

/**
 * Laws of random orders, such as `random.permutation`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const permutationLaws = takes(
  'permutationLaws',
  { permutation: implementation },
  () =>
    (permutation: (n: number) => (k: Key) => Parameters<typeof toValues>[0] = random.permutation): LawSet =>
      lawSet('permutation', [
        law('K11', 'every number appears once', [keys, fc.nat(50)], (k, n) =>
          exact(
            Array.from(toValues(permutation(n)(k))).sort((a, b) => a - b),
            Array.from({ length: n }, (_, i) => i),
          ),
        ),
        law('K12', 'every order of four has the same probability', [keys], k => {
          const counts = new Map<string, number>()
          for (let i = 0; i < orders; i++) {
            const order = toValues(permutation(4)(random.foldIn(i)(k))).join()
            counts.set(order, (counts.get(order) ?? 0) + 1)
          }
          // χ² with 23 degrees of freedom has mean 23 and deviation √46, with a long right tail.
          const expected = orders / 24
          const chiSquare =
            [...counts.values()].reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0) +
            (24 - counts.size) * expected
          return { lhs: chiSquare, rhs: 23, error: chiSquare, bound: 130 }
        }),
        law('K13', 'the same key gives the same order', [keys], k =>
          exact(permutation(20)(k), permutation(20)(k)),
        ),
      ]),
)
