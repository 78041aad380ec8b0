/**
 * Laws of derivatives of any order along a line, which are those of powers, and of curvature.
 *
 * @module
 */
import fc from 'fast-check'
import { op, smooth, tensor } from '../../src/index.ts'
import { every, norm } from '../close.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { refused } from '../oracle/refusal.ts'
import { curved, integers, near, type Point, scalarMap, type T, total, withTangent } from './curved.ts'
import { alike } from './maps.ts'

const power =
  (n: number) =>
  (x: T): T =>
    Array.from({ length: n }).reduce<T>(y => op.mul(x, y), op.shift(1)(op.scale(0)(x)))

/** D7: derivatives of any order along a line. */
export const lineLaws: LawSet = lawSet('derivatives along a line', [
  law(
    'D7a',
    'of xⁿ along v they are n! / (n - k)! xⁿ⁻ᵏ vᵏ, and 0 beyond the n-th',
    [alike(2), fc.integer({ min: 1, max: 4 })],
    ([x, v], n) => {
      const derivatives = smooth.derivativesAlong(power(n), n + 1)(x, v)
      const falling = (k: number): number =>
        Array.from({ length: k }).reduce<number>((product, _, i) => product * (n - i), 1)
      const want = Array.from({ length: n + 2 }, (_, k) =>
        op.scale(falling(k))(op.mul(power(Math.max(n - k, 0))(x), power(k)(v))),
      )
      return near([want, derivatives])(derivatives, want)
    },
  ),
  law('D7b', 'the second along v is ⟨v, H v⟩', [withTangent], ([p, v]) => {
    const [, slope, second] = smooth.derivativesAlong(curved, 2)(p, v) as readonly T[]
    const paired = (a: Point): T => op.add(total(op.mul(a.x, v.x)), total(op.mul(a.y, v.y)))
    const [g, h] = [smooth.gradient(scalarMap)(p), smooth.hvp(scalarMap)(p, v)]
    return near([norm(g) * norm(v), norm(h) * norm(v)].map(n => tensor(n, 'f64')))(
      [slope, second],
      [paired(g!), paired(h!)],
    )
  }),
  law('D7c', 'an order that is not a count is refused', [alike(2)], ([x, v]) =>
    every(
      ...[-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY].map(order =>
        refused('ArgumentError', () => smooth.derivativesAlong(power(1), order)(x, v)),
      ),
      refused('DTypeError', () => smooth.derivativesAlong((i: unknown) => i, 1)(integers, integers as never)),
    ),
  ),
])
