/**
 * Purity: a map and its pullback depend on their arguments alone, and leave them and earlier results as they are.
 *
 * @module
 */
import { every, exact, numbersOf, structureOf } from '../close.ts'
import { type LawSet, law, lawSet, type Verdict } from '../law.ts'
import { moved } from './difference.ts'
import type { Probing } from './probe.ts'

/** What a tree looks like now, in a form that cannot be reached from outside. */
interface Snapshot {
  readonly numbers: readonly number[]
  readonly structure: string
}

const snapshot = (x: unknown): Snapshot => ({ numbers: numbersOf(x), structure: structureOf(x) })

const unchanged = (before: Snapshot, x: unknown): Verdict => {
  const now = snapshot(x)
  const same =
    now.structure === before.structure &&
    now.numbers.length === before.numbers.length &&
    now.numbers.every((value, i) => Object.is(value, before.numbers[i]))
  return { lhs: before, rhs: now, error: same ? 0 : 1, bound: 0 }
}

/** 21, in four parts. */
export const purityLaws = <A, B>(name: string, probe: Probing<A, B>): LawSet =>
  lawSet(name, [
    law('21a', 'the same point gives the same value and pullback', [probe('db')], ({ f, x, db }) => {
      const [first, pullFirst] = f(x)
      const [second, pullSecond] = f(x)
      return every(exact(first, second), exact(pullFirst(db), pullSecond(db)))
    }),
    law('21b', 'a pullback gives the same each time', [probe('db', 'dc')], ({ f, x, db, dc }) => {
      const pull = f(x)[1]
      const first = pull(db)
      pull(dc)
      return exact(first, pull(db))
    }),
    law(
      '21c',
      'results survive later runs and pullbacks',
      [probe('db', 'dc', 'u')],
      ({ f, x, db, dc, u }) => {
        const [y, pull] = f(x)
        const gradient = pull(db)
        const before = snapshot([y, gradient])
        f(moved(x, u, 1))[1](dc)
        pull(dc)
        return every(unchanged(before, [y, gradient]), exact(gradient, pull(db)))
      },
    ),
    law('21d', 'points and cotangents are left unmodified', [probe('db')], ({ f, x, db }) => {
      const before = snapshot([x, db])
      f(x)[1](db)
      return unchanged(before, [x, db])
    }),
  ])
