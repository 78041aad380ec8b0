/**
 * The oracles that know a wrong derivative from a right one: tangents (exact), differences, and the matrix of an affine map.
 *
 * @module
 */
import fc from 'fast-check'
import { smooth, tree, zero } from '../../src/index.ts'
import { showPath } from '../../src/tensor/error.ts'
import { every, exact, inner, measured, norm } from '../close.ts'
import { type LawSet, law, lawSet, passes, type Verdict } from '../law.ts'
import { bend, gap, moved, type Stencil, slope, stencilFor, unit } from './difference.ts'
import type { Probing } from './probe.ts'
import { type Rounding, roundingAt } from './rounding.ts'

/** A tangent that is zero but for one leaf. */
const alone = <T>(u: T, position: number): T => {
  const zeros = tree.leaves(zero(u))
  return tree.withLeaves(tree.leaves(u).map((leaf, i) => (i === position ? leaf : (zeros[i] as tree.Leaf))))(
    u,
  )
}

/**
 * A verdict on two numbers that speak of a whole direction; if it fails, with the leaf of the point of which the same numbers,
 * for that leaf alone, are farthest apart.
 */
const named = <T>(direction: T, verdict: Verdict, of: (alone: T) => readonly [number, number]): Verdict => {
  if (passes(verdict)) return verdict
  const parts = tree.entries(direction).flatMap(({ leaf, path }, i) => {
    if (!tree.isFloat(leaf)) return []
    const [lhs, rhs] = of(alone(direction, i))
    return [{ path, lhs, rhs, by: Math.abs(lhs - rhs) }]
  })
  const worst = parts.reduce(
    (most, part) => (Number.isNaN(most.by) || part.by <= most.by ? most : part),
    parts[0]!,
  )
  if (worst === undefined || worst.path.length === 0) return verdict
  const at = `at ${showPath(worst.path)}, ${worst.lhs} on the left and ${worst.rhs} on the right`
  return { ...verdict, at }
}

/** 18: the pullback is the adjoint of the tangent map. */
export const adjointLaws = <A, B>(name: string, probe: Probing<A, B>, rounding: Rounding): LawSet =>
  lawSet(name, [
    law('18', '⟨J v, b̄⟩ = ⟨v, f* b̄⟩', [probe('db', 'v')], ({ f, x, db, v }) => {
      const [y, pull] = f(x)
      const [forward, back] = [smooth.tangentAt(f)(x, v), pull(db)]
      const scale = norm(forward) * norm(db) + norm(v) * norm(back) + norm(v) * norm(db)
      const verdict = roundingAt(rounding, x, y)(scale)(inner(forward, db), inner(v, back))
      return named(v, verdict, w => [inner(smooth.tangentAt(f)(x, w), db), inner(w, back)])
    }),
  ])

/** 19: the pullback gives the slopes that differences measure. */
export const differenceLaws = <A, B>(
  name: string,
  probe: Probing<A, B>,
  { kinky, stencil }: { readonly kinky: boolean; readonly stencil?: Partial<Stencil> | undefined },
): LawSet =>
  lawSet(name, [
    law(
      '19',
      'the slope of t ↦ ⟨b̄, f(x + t u)⟩ at 0, by differences, is ⟨f* b̄, u⟩',
      [probe('db', 'u')],
      ({ f, x, db, u: direction }) => {
        const value = smooth.value(f)
        const by: Stencil = { ...stencilFor([x, value(x)], kinky), ...stencil }
        const u = unit(direction)
        const gradient = f(x)[1](db)
        // A step over a kink measures no slope: such a point is passed over. Values decide, never the pullback.
        if (kinky) fc.pre(bend(value, x, u, db, by) <= 1e-3 * (1 + norm(gradient) + norm(db)))
        const verdict = measured(slope(value, x, u, db, by), gradient, u, by.tolerance)
        return named(u, verdict, w => [slope(value, x, w, db, by), inner(gradient, w)])
      },
    ),
  ])

/** 20: an affine map changes by the same amount everywhere, however long the step. */
export const affineLaws = <A, B>(name: string, probe: Probing<A, B>, linear: 'jointly' | 'each'): LawSet =>
  lawSet(name, [
    law(
      '20',
      linear === 'jointly'
        ? '⟨b̄, f(x + u) - f(x)⟩ = ⟨f* b̄, u⟩, as f is affine'
        : '⟨b̄, f(x + u) - f(x)⟩ = ⟨f* b̄, u⟩ for u in one leaf, as f is affine in each',
      [probe('db', 'u')],
      ({ f, x, db, u }) => {
        const [y, pull] = f(x)
        const gradient = pull(db)
        const directions = linear === 'jointly' ? [u] : tree.leaves(u).map((_, i) => alone(u, i))
        return every(...directions.map(du => exact(gap(db, f(moved(x, du, 1))[0], y), inner(gradient, du))))
      },
    ),
  ])
