/**
 * Laws of choices without replacement.
 *
 * @module
 */
import fc from 'fast-check'
import { random, toValues } from '../../src/index.ts'
import { keys } from '../arbitraries.ts'
import { every, exact, holds } from '../close.ts'
import { type LawSet, law, lawSet } from '../law.ts'

const draws = 1500
const probabilities = [0.5, 0.2, 0, 0.3]

/** How probable the first two are: the first by itself, and the second among what is left. */
const expected = (i: number, j: number): number =>
  i === j ? 0 : (probabilities[i]! * probabilities[j]!) / (1 - probabilities[i]!)

/** Laws of `random.choice`. */
export const choiceLaws = (choice: typeof random.choice = random.choice): LawSet =>
  lawSet(
    'choice without replacement',
    [
      law(
        'K21',
        'nothing is taken twice, and of all everything is taken',
        [keys, fc.integer({ min: 1, max: 40 })],
        (k, n) =>
          exact(
            Array.from(toValues(choice([n], n, { replace: false })(k))).sort((a, b) => a - b),
            Array.from({ length: n }, (_, i) => i),
          ),
      ),
      law(
        'K22',
        'one after the other is taken in proportion to the probabilities of those that are left',
        [keys],
        k => {
          const counts = new Map<number, number>()
          for (let n = 0; n < draws; n++) {
            const [i, j] = toValues(choice([2], 4, { replace: false, probabilities })(random.foldIn(n)(k)))
            counts.set(4 * i! + j!, (counts.get(4 * i! + j!) ?? 0) + 1)
          }
          const pairs = Array.from({ length: 16 }, (_, pair) => ({
            n: counts.get(pair) ?? 0,
            wanted: draws * expected(Math.floor(pair / 4), pair % 4),
          }))
          const chiSquare = pairs
            .filter(({ wanted }) => wanted > 0)
            .reduce((sum, { n, wanted }) => sum + (n - wanted) ** 2 / wanted, 0)
          // Five degrees of freedom: over 80 about once in 10¹⁵.
          return every(
            holds(
              pairs.every(({ n, wanted }) => wanted > 0 || n === 0),
              'only what has a probability',
              'more',
            ),
            { lhs: chiSquare, rhs: 5, error: chiSquare, bound: 80 },
          )
        },
      ),
      law(
        'K23',
        'rows are those at the positions that the same key chooses',
        [keys, fc.boolean()],
        (k, replace) => {
          const rows = random.normal([7, 2])(k)
          const places = toValues(choice([2, 3], 7, { replace })(k))
          const values = toValues(rows)
          return exact(
            Array.from(toValues(choice([2, 3], rows, { replace })(k))),
            Array.from(places).flatMap(i => [values[2 * i]!, values[2 * i + 1]!]),
          )
        },
      ),
    ],
    [],
    10,
  )
