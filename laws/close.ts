/**
 * The three ways in which two sides of a law are compared.
 *
 * Approximate equality is not transitive and so no `Eq`: a comparison gives the error that it measured and the bound that
 * it allows, both scaled by norms and never by one projected value, which may be near zero.
 *
 * @module
 */
import { isTensor, toValues, tree } from '../src/index.ts'
import type { Verdict } from './law.ts'

/** Compares two values and tells error and bound. */
export type Close<A> = (lhs: A, rhs: A) => Verdict

/** The unit roundoff of f64 and of f32. */
export const epsilon = { f64: 2 ** -52, f32: 2 ** -23 } as const

/** All numbers of a tree, in order. */
export const numbersOf = (x: unknown): readonly number[] =>
  typeof x === 'number'
    ? [x]
    : tree.leaves(x).flatMap((leaf) => (isTensor(leaf) ? Array.from(toValues(leaf)) : []))

/** The Euclidean norm of all numbers of a tree. */
export const norm = (x: unknown): number => Math.hypot(...numbersOf(x))

/** The inner product of two trees of one structure. */
export const inner = (x: unknown, y: unknown): number => {
  const [xs, ys] = [numbersOf(x), numbersOf(y)]
  return xs.length === ys.length
    ? xs.reduce((sum, value, i) => sum + value * (ys[i] as number), 0)
    : Number.NaN
}

const shapeOf = (x: unknown): string =>
  typeof x === 'number'
    ? 'number'
    : tree
        .entries(x)
        .map(
          ({ path, leaf }) =>
            `${path.join('.')}:${isTensor(leaf) ? `${leaf.dtype}[${leaf.shape.join(',')}]` : 'trivial'}`,
        )
        .join(';')

/** Whether two values have one structure, and their leaves one shape and element type. */
export const sameStructure = (x: unknown, y: unknown): boolean => shapeOf(x) === shapeOf(y)

const distance = (x: unknown, y: unknown): number => {
  if (!sameStructure(x, y)) return Number.POSITIVE_INFINITY
  const [xs, ys] = [numbersOf(x), numbersOf(y)]
  return Math.hypot(...xs.map((value, i) => (Object.is(value, ys[i]) ? 0 : value - (ys[i] as number))))
}

/** T0: equal bit for bit, in one structure. The two zeros count as equal, as every sum may give either. */
export const exact: Close<unknown> = (lhs, rhs) => ({ lhs, rhs, error: distance(lhs, rhs), bound: 0 })

/**
 * T1: the same mathematics, summed in another order: `‖u - v‖ ≤ 64 ε n (‖u‖ + ‖v‖)`, for sums of up to `n` terms.
 */
export const summed =
  (terms = 1, unit: number = epsilon.f64): Close<unknown> =>
  (lhs, rhs) => ({
    lhs,
    rhs,
    error: distance(lhs, rhs),
    bound: 64 * unit * Math.max(terms, 1) * (norm(lhs) + norm(rhs)),
  })

/** T2: a slope measured by differences against an inner product: `|fd - ⟨g, u⟩| ≤ τ (1 + ‖g‖ ‖u‖)`. */
export const measured = (
  slope: number,
  gradient: unknown,
  direction: unknown,
  tolerance: number,
): Verdict => {
  const rhs = inner(gradient, direction)
  return {
    lhs: slope,
    rhs,
    error: Math.abs(slope - rhs),
    bound: tolerance * (1 + norm(gradient) * norm(direction)),
  }
}

/** Holds if the condition does; for laws that are no equation. */
export const holds = (condition: boolean, lhs: unknown, rhs: unknown): Verdict => ({
  lhs,
  rhs,
  error: condition ? 0 : 1,
  bound: 0,
})

/** Several verdicts as one: the first that fails, else the one that came closest to its bound. */
export const every = (...verdicts: readonly Verdict[]): Verdict =>
  verdicts.find((v) => !(v.error <= v.bound)) ??
  verdicts.reduce((worst, v) => (v.error - v.bound > worst.error - worst.bound ? v : worst))
