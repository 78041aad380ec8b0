/**
 * Laws of functions on a batch at once: vmap gives for each example what the function gives.
 *
 * @module
 */
import fc from 'fast-check'
import { op, smooth, tensor } from '../../src/index.ts'
import { lattice, tensors } from '../arbitraries.ts'
import { every, exact } from '../close.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { refused } from '../oracle/refusal.ts'
import { integers, near, one, rowsOf, type T } from './curved.ts'
import { endomaps } from './maps.ts'

const batches = fc
  .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }))
  .chain(shape => fc.tuple(tensors(shape), tensors(shape)))

/** D8: a function on a batch at once. */
export const vmapLaws: LawSet = lawSet('vmap', [
  law('D8a', 'vmap(f) gives for each example what f gives', [endomaps, batches], ({ f }, [x]) => {
    const got = smooth.vmap(smooth.value(f))(x)
    return near([x, got])(rowsOf(got), rowsOf(x).map(smooth.value(f)))
  }),
  law('D8b', 'vmap of vmap is for each example of each example', [batches], ([x, y]) => {
    const pairs = (a: T, b: T): T =>
      smooth.vmap((c: T) => smooth.vmap((d: T) => op.mul(c, d))(b as never))(a as never)
    return exact(
      rowsOf(pairs(x, y)).map(rowsOf),
      rowsOf(x).map(a => rowsOf(y).map(b => op.mul(a, b))),
    )
  }),
  law(
    'D8c',
    'what a function takes from outside is the same for all, and so is a result that depends on no example',
    [batches, lattice],
    ([x], c) => {
      const [moved, fixed] = smooth.vmap((a: T) => [op.shift(c)(a), integers] as const)(x) as readonly T[]
      return every(
        exact(moved, op.shift(c)(x)),
        exact(fixed!.shape.length, 2),
        exact(
          rowsOf(fixed!),
          rowsOf(x).map(() => integers),
        ),
      )
    },
  ),
  law('D8d', 'batches without examples, or of different sizes, are refused', [], () =>
    every(
      refused('ShapeError', () => smooth.vmap((a: unknown) => a)(one as never)),
      refused('ShapeError', () => smooth.vmap((a: unknown) => a)([tensor([1, 2]), tensor([1])] as never)),
      refused('ArgumentError', () => smooth.vmap((a: unknown) => a)([] as never)),
    ),
  ),
])
