/**
 * Slopes by central differences, and small steps in trees of tensors.
 *
 * @module
 */
import { op, type smooth, type Tensor, tree } from '../../src/index.ts'
import { norm, numbersOf } from '../close.ts'
import { isSingle } from './rounding.ts'

/** `x + step · u` in the float leaves; integers stay. */
export const moved = <A>(x: A, u: smooth.Tangent<A>, step: number): A =>
  tree.zipWith((leaf: tree.Leaf, du: tree.Leaf) =>
    tree.isFloat(leaf) ? op.add(leaf, op.scale(step)(du as Tensor)) : leaf,
  )(x, u as A)

/** `u / ‖u‖`; zero stays zero. */
export const unit = <T>(u: T): T => {
  const length = norm(u)
  return length === 0
    ? u
    : tree.map((leaf: tree.Leaf) => (tree.isFloat(leaf) ? op.scale(1 / length)(leaf) : leaf))(u)
}

/**
 * How a slope is measured: the step, how many points it takes, and how far it may be off (see `measured`).
 *
 * @category Laws
 * @since 0.1.0
 */
export interface Stencil {
  readonly points: 2 | 5
  readonly step: number
  readonly tolerance: number
}

/**
 * The budgets were measured on small networks: in f64 the 5-point stencil comes within 1e-12 of smooth maps, but must not
 * step over kinks, for which the 2-point stencil takes smaller steps; f32 has no digits to spare.
 */
export const stencils = {
  smooth: { points: 5, step: 1e-3, tolerance: 1e-10 },
  kinky: { points: 2, step: 1e-5, tolerance: 1e-8 },
  f32: { points: 2, step: 1e-2, tolerance: 1e-3 },
} as const satisfies Readonly<Record<string, Stencil>>

/** Which stencil suits a map at its points and values. */
export const stencilFor = (points: readonly unknown[], kinky: boolean): Stencil =>
  isSingle(...points) ? stencils.f32 : kinky ? stencils.kinky : stencils.smooth

const floatsOf = (y: unknown): readonly number[] => numbersOf(tree.leaves(y).filter(tree.isFloat))

/** `⟨db, p - q⟩`, subtracted first, so that what both have in common does not cost digits. */
export const gap = (db: unknown, p: unknown, q: unknown): number => {
  const [weights, ps, qs] = [numbersOf(db), floatsOf(p), floatsOf(q)]
  return weights.length === ps.length && ps.length === qs.length
    ? weights.reduce((sum, weight, i) => sum + weight * ((ps[i] as number) - (qs[i] as number)), 0)
    : Number.NaN
}

/** The slope of `t ↦ ⟨db, f(x + t u)⟩` at 0. */
export const slope = <A, B>(
  f: (a: A) => B,
  x: A,
  u: smooth.Tangent<A>,
  db: unknown,
  { points, step }: Stencil,
): number => {
  const at = (t: number): B => f(moved(x, u, t * step))
  const near = gap(db, at(1), at(-1))
  return points === 2 ? near / (2 * step) : (8 * near - gap(db, at(2), at(-2))) / (12 * step)
}

/**
 * How much the slope of `t ↦ ⟨db, f(x + t u)⟩` changes within a step about 0: of the order of the step for a smooth map,
 * and a jump where the step crosses a kink. It looks at values only, so that a wrong pullback cannot hide behind it.
 */
export const bend = <A, B>(
  f: (a: A) => B,
  x: A,
  u: smooth.Tangent<A>,
  db: unknown,
  { step }: Stencil,
): number => {
  const here = f(x)
  return Math.abs(gap(db, f(moved(x, u, step)), here) - gap(db, here, f(moved(x, u, -step)))) / step
}
