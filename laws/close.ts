/**
 * The three ways in which two sides of a law are compared.
 *
 * Approximate equality is not transitive and so no `Eq`: a comparison gives the error that it measured and the bound that
 * it allows, both scaled by norms and never by one projected value, which may be near zero.
 *
 * @module
 */
import { ArgumentError, isTensor, isTrivial, tree } from '../src/index.ts'
import { needs, showValue, takes } from '../src/tensor/contract/index.ts'
import { elementsOf } from '../src/tensor/tensor.ts'
import { ending, verdictArgument } from './contract.ts'
import { passes, type Verdict } from './law.ts'

const { anything, boolean, finite, nonNegative, number, optional } = needs

/**
 * Compares two values and tells error and bound.
 *
 * @category Laws
 * @since 0.1.0
 */
export type Close<A> = (lhs: A, rhs: A) => Verdict

/**
 * The unit roundoff of f64 and of f32.
 *
 * @category Laws
 * @since 0.1.0
 */
export const epsilon = { f64: 2 ** -52, f32: 2 ** -23 } as const

/** All numbers of a tree, in order; numbers outside of tensors count too, so that no comparison is empty by mistake. */
export const numbersOf = (x: unknown): readonly number[] => {
  const found: number[] = []
  collect(x, found)
  return found
}

// Laws ask for numbers more often than for anything else.
const collect = (x: unknown, found: number[]): void => {
  if (typeof x === 'number') found.push(x)
  else if (isTensor(x)) {
    const values = elementsOf(x)
    for (let i = 0; i < values.length; i++) found.push(values[i] as number)
  } else if (typeof x === 'object' && x !== null && !isTrivial(x))
    for (const branch of Object.values(x)) collect(branch, found)
}

/**
 * The Euclidean norm of all numbers of a tree.
 *
 * @category Laws
 * @since 0.1.0
 */
export const norm = takes(
  'norm',
  { x: ending },
  () =>
    (x: unknown): number =>
      lengthOf(numbersOf(x)),
)

// Not Math.hypot(...xs): a layer may have more parameters than a call may have arguments.
const lengthOf = (xs: readonly number[]): number => xs.reduce((sum, x) => Math.hypot(sum, x), 0)

/**
 * The inner product of two trees of one structure.
 *
 * @category Laws
 * @since 0.1.0
 */
export const inner = takes('inner', { x: ending, y: ending }, () => (x: unknown, y: unknown): number => {
  const [xs, ys] = [numbersOf(x), numbersOf(y)]
  if (xs.length !== ys.length)
    throw new ArgumentError(
      `inner needs two trees of one structure, but one has ${xs.length} numbers and the other ${ys.length}.`,
    )
  return xs.reduce((sum, value, i) => sum + value * (ys[i] as number), 0)
})

/**
 * A description of a tree's structure: tuples, records with their keys in order, also empty ones, and what the leaves are.
 *
 * @category Laws
 * @since 0.1.0
 */
export const structureOf = takes('structureOf', { x: ending }, () => formOf)

const formOf = (x: unknown): string => {
  if (typeof x === 'number') return 'number'
  if (isTensor(x)) return `${x.dtype}[${x.shape.join(', ')}]`
  if (tree.isLeaf(x)) return 'trivial'
  if (Array.isArray(x)) return `(${Array.from(x, formOf).join(', ')})`
  return typeof x === 'object' && x !== null
    ? `{${Object.entries(x)
        .map(([key, branch]) => `${JSON.stringify(key)}: ${formOf(branch)}`)
        .join(', ')}}`
    : showValue(x)
}

/**
 * Whether two values have one structure, and their leaves one shape and element type.
 *
 * @category Laws
 * @since 0.1.0
 */
export const sameStructure = takes('sameStructure', { x: ending, y: ending }, () => haveOneForm)

const haveOneForm = (x: unknown, y: unknown): boolean => formOf(x) === formOf(y)

const distance = (x: unknown, y: unknown): number => {
  if (!haveOneForm(x, y)) return Number.POSITIVE_INFINITY
  const [xs, ys] = [numbersOf(x), numbersOf(y)]
  return lengthOf(xs.map((value, i) => (Object.is(value, ys[i]) ? 0 : value - (ys[i] as number))))
}

/**
 * T0: equal bit for bit, in one structure. The two zeros count as equal, as every sum may give either.
 *
 * @category Laws
 * @since 0.1.0
 */
export const exact: Close<unknown> = takes(
  'exact',
  { lhs: ending, rhs: ending },
  (): Close<unknown> => (lhs, rhs) => ({ lhs, rhs, error: distance(lhs, rhs), bound: 0 }),
)

/**
 * T1: the same mathematics, summed in another order: `‖u - v‖ ≤ 64 ε n (‖u‖ + ‖v‖ + scale)`, for sums of up to `n` terms.
 * The scale is the size of what went into both sides, and needed where it may cancel: both sides are then near zero, and
 * what is left of them is rounding.
 *
 * @category Laws
 * @since 0.1.0
 */
export const summed = takes(
  'summed',
  [
    { terms: optional(finite), unit: optional(nonNegative), scale: optional(number) },
    { lhs: ending, rhs: ending },
  ],
  () =>
    (terms = 1, unit: number = epsilon.f64, scale = 0): Close<unknown> =>
    (lhs, rhs) => ({
      lhs,
      rhs,
      error: distance(lhs, rhs),
      bound: 64 * unit * Math.max(terms, 1) * (norm(lhs) + norm(rhs) + scale),
    }),
)

/**
 * T2: a slope measured by differences against an inner product: `|fd - ⟨g, u⟩| ≤ τ (1 + ‖g‖ ‖u‖)`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const measured = takes(
  'measured',
  { slope: number, gradient: ending, direction: ending, tolerance: nonNegative },
  () =>
    (slope: number, gradient: unknown, direction: unknown, tolerance: number): Verdict => {
      const rhs = inner(gradient, direction)
      return {
        lhs: slope,
        rhs,
        error: Math.abs(slope - rhs),
        bound: tolerance * (1 + norm(gradient) * norm(direction)),
      }
    },
)

/**
 * Holds if the condition does; for laws that are not equations.
 *
 * @category Laws
 * @since 0.1.0
 */
export const holds = takes(
  'holds',
  { condition: boolean, lhs: anything, rhs: anything },
  () =>
    (condition: boolean, lhs: unknown, rhs: unknown): Verdict => ({
      lhs,
      rhs,
      error: condition ? 0 : 1,
      bound: 0,
    }),
)

/**
 * Several verdicts as one: the first that fails, else the one that came closest to its bound.
 *
 * @category Laws
 * @since 0.1.0
 */
export const every = takes(
  'every',
  { '...verdicts': verdictArgument },
  () =>
    (...verdicts: readonly Verdict[]): Verdict => {
      const [first] = verdicts
      if (first === undefined)
        throw new ArgumentError('every needs at least one verdict, but was given none.')
      return (
        verdicts.find(v => !passes(v)) ??
        verdicts.reduce((worst, v) => (v.error - v.bound > worst.error - worst.bound ? v : worst), first)
      )
    },
)
