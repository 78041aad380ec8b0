/**
 * Solutions of equations by iteration, with derivatives of what they are and not of how they were found.
 *
 * @module
 */
import { greater, greaterEqual, maximum, select } from '../primitive/compare.ts'
import { convert } from '../primitive/convert.ts'
import { abs } from '../primitive/elementary.ts'
import { sub } from '../primitive/arithmetic.ts'
import { max } from '../primitive/reduceMax.ts'
import { scaleBy } from '../primitive/scaleBy.ts'
import { safeDiv } from '../primitive/safe.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import { type Cotangent, zero } from '../tensor/cotangent.ts'
import { ArgumentError, DTypeError, showPath } from '../tensor/error.ts'
import { carriedOn } from '../tensor/form.ts'
import { requireTree } from '../tensor/requireTree.ts'
import { sizeOf } from '../tensor/shape.ts'
import { describe, isList } from '../tensor/stranger.ts'
import { type Integers, isTensor, scalar, type Tensor } from '../tensor/tensor.ts'
import { entries, isFloat, type Leaf, leaves, map } from '../tensor/tree.ts'
import { addCotangents } from './cotangents.ts'
import { lift } from './lift.ts'
import type { Smooth } from './smooth.ts'
import { whileTrees } from './whileTrees.ts'
import { withPullback } from './withPullback.ts'

/**
 * When a solution is good enough.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export interface FixedPointOptions {
  /**
   * The largest change of an entry by a step at which the solution is good enough, relative to the largest entry of its tensor, or to
   * 1 if that is larger. Defaults to 1e-5 for tensors of f32 and 1e-10 for those of f64.
   */
  readonly tolerance?: number
  /**
   * The most steps, of the solution and of its pullback each. Defaults to 1000.
   *
   * @default 1000
   */
  readonly steps?: number
}

/**
 * A solution, and what is known of it.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export interface FixedPoint<X> {
  readonly solution: X
  /** How many steps there were, i32. */
  readonly steps: Integers<[]>
  /** 1 if the last step changed it by no more than the tolerance, else 0, u8. */
  readonly converged: Integers<[]>
}

const tolerances = { f32: 1e-5, f64: 1e-10 } as const

/** The largest size of an entry; 0 if there is none. */
const sizeIn = (x: Leaf): Tensor<[]> => max()(abs(x as Tensor)) as Tensor<[]>

/** What a solution is looked for with: a step, and what its entries are measured by. */
interface Course<X> {
  readonly step: (x: X) => X
  /** For each tensor what its entries are at least measured by. */
  readonly scales: readonly Tensor<[]>[]
}

const hasEntries = (x: Leaf): boolean => isTensor(x) && sizeOf(x.shape) > 0

/** By how many tolerances a step changed the tensor that it changed most. */
const changeOf = <X>(before: X, after: X, { scales }: Course<X>, tolerance?: number): Tensor<[]> => {
  const olds = leaves(before).filter(hasEntries)
  const news = leaves(after).filter(hasEntries)
  return news
    .map((x, i): Tensor<[]> => {
      const own = tolerance ?? tolerances[(x as Tensor).dtype as 'f32' | 'f64']
      const change = sizeIn(sub(x as Tensor, olds[i] as Tensor))
      const [size, scale] = [sizeIn(x), scales[i] as Tensor<[]>]
      const whole = convert('f64')(maximum(scale, size))
      return scaleBy(scalar(1 / own, 'f64'))(safeDiv(convert('f64')(change), whole))
    })
    .reduce(maximum, scalar(0, 'f64'))
}

/** A solution from a start on, as long as steps change it. */
const solved = <X>(
  course: Course<X>,
  start: X,
  tolerance: number | undefined,
  limit: number,
): FixedPoint<X> => {
  const one = scalar(1, 'f64')
  const { state, steps } = whileTrees(
    {
      while: ({ change }: { readonly x: X; readonly change: Tensor<[]> }) => greater(change, one),
      do: ({ x }) => {
        const next = carriedOn('fixedPoint', x, course.step(x))
        return { x: next, change: changeOf(x, next, course, tolerance) }
      },
      limit,
    },
    { x: start, change: scalar(Number.POSITIVE_INFINITY, 'f64') },
    'fixedPoint',
  )
  return { solution: state.x, steps, converged: greaterEqual(one, state.change) }
}

/** A cotangent if something converged, and else NaN: what is not known must not be taken for known. */
const ifKnown = (converged: Integers<[]>): (<T>(cotangent: T) => T) =>
  map((x: Leaf): Leaf => {
    if (!isFloat(x)) return x
    const factor = (value: number): Tensor<[]> => scalar(value, x.dtype as 'f32')
    return scaleBy(select(converged, factor(1), factor(Number.NaN)))(x)
  })

/** What of a cotangent counts: that of the solution. */
interface CotangentOf<X> {
  readonly solution: Cotangent<X>
}

type Params<P, X> = readonly [params: P, x: X]

/** A map whose fixed points are looked for, and how a step is prepared for given parameters. */
interface Problem<P, X> {
  readonly f: Smooth<Params<P, X>, X>
  readonly courseAt: (params: P, start: X) => Course<X>
}

/** The linear problem w = v + (∂f/∂x)ᵀ w at a solution, which the pullback solves. */
const adjointOf = <P, X>({ f }: Problem<P, X>): Problem<readonly [P, X, Cotangent<X>], Cotangent<X>> => {
  const back = (params: P, x: X): ((w: Cotangent<X>) => Cotangent<X>) => {
    const [, pullback] = f([params, x])
    return w => {
      const [, dx] = pullback(w) as readonly [Cotangent<P>, Cotangent<X>]
      return dx
    }
  }
  return {
    f: lift(([[params, x, v], w]: Params<readonly [P, X, Cotangent<X>], Cotangent<X>>) =>
      addCotangents(v, back(params, x)(w)),
    ) as Problem<readonly [P, X, Cotangent<X>], Cotangent<X>>['f'],
    courseAt: ([params, x, v]) => {
      const pulled = back(params, x)
      return {
        step: w => addCotangents(v, pulled(w)),
        // It is linear in v, and so has to be what is good enough.
        scales: leaves(v).filter(hasEntries).map(sizeIn),
      }
    },
  }
}

const solverOf = <P, X>(
  problem: Problem<P, X>,
  tolerance: number | undefined,
  limit: number,
): Smooth<Params<P, X>, FixedPoint<X>> => {
  // Each solver has one for its pullback, which has one for its own: they are made when they are asked for.
  let known: ReturnType<typeof adjoint> | null = null
  const adjoint = () => solverOf(adjointOf(problem), tolerance, limit)
  return withPullback(
    ([params, start]: Params<P, X>) => solved(problem.courseAt(params, start), start, tolerance, limit),
    ([params, start], { solution }, db) => {
      const { solution: v } = db as CotangentOf<X>
      known ??= adjoint()
      const [{ solution: w, converged }] = known([[params, solution, v], v])
      const [dparams] = problem.f([params, solution])[1](w) as readonly [Cotangent<P>, Cotangent<X>]
      return [ifKnown(converged)(dparams), zero(start)] as Cotangent<Params<P, X>>
    },
  )
}

/** Requires what is solved for to be floats. */
const requireFloats = (start: unknown): void => {
  const found = entries(start).filter(({ leaf }) => isTensor(leaf))
  const other = found.find(({ leaf }) => !isFloat(leaf))
  if (other !== undefined)
    throw new DTypeError(
      `fixedPoint solves for floats, but its start${other.path.length === 0 ? '' : ` at ${showPath(other.path)}`} is ` +
        `${describe(other.leaf)}. What does not change belongs to the parameters.`,
    )
  if (found.length === 0)
    throw new ArgumentError('fixedPoint solves for tensors, but there is none in its start.')
}

/**
 * The solution x of `x = f(params, x)`, by iteration from a start on, until a step changes it no more than the tolerance, or there were
 * too many steps; `converged` says which. It converges where f is a contraction near the solution, and if it shrinks distances
 * to ρ times what they were, what is left is at most ρ / (1 - ρ) times the last change.
 *
 * Its derivative is that of the solution, by the implicit function theorem, and not of the steps: the pullback solves
 * `w = v + (∂f/∂x)ᵀ w` likewise, and gives `(∂f/∂params)ᵀ w`. Nothing is kept of the steps, and there are tangents and higher
 * derivatives of the same kind. The start has a cotangent of 0. Where the pullback's iteration does not converge, its cotangents are NaN.
 *
 * @throws ArgumentError, ShapeError or DTypeError if the map gives another form than it solves for, with the place and both forms, or
 * if it solves for integers; TracingError if it takes from outside what is differentiated by: make it a part of the parameters.
 *
 * @see S. Bai, J. Z. Kolter and V. Koltun: "Deep equilibrium models" (2019)
 *
 * @example
 * import { op, scalar, smooth, type Tensor, trivial } from 'pullback'
 * type Pair = readonly [a: Tensor<[]>, x: Tensor<[]>]
 * const root = smooth.fixedPoint()(
 *   smooth.lift(([a, x]: Pair) => op.scale(0.5)(op.add(x, op.div(a, x)))),
 * )
 * const [{ solution, converged }, pullback] = root([scalar(2), scalar(1)]) // √2, 1
 * const [da] = pullback({ solution: scalar(1), steps: trivial, converged: trivial }) // 1 / (2 √2)
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const fixedPoint = takes(
  'fixedPoint',
  [
    { options: needs.options({ tolerance: needs.positive, steps: needs.integerBetween(1, 2 ** 31 - 1) }) },
    { f: needs.smooth },
  ],
  () => fixedPointUnchecked,
)

const fixedPointUnchecked =
  ({ tolerance, steps = 1000 }: FixedPointOptions = {}) =>
  <P, X>(f: Smooth<readonly [params: P, x: X], X>): Smooth<readonly [params: P, start: X], FixedPoint<X>> => {
    const problem: Problem<P, X> = {
      f,
      courseAt: (params, start) => ({
        step: x => {
          const [next] = f([params, x])
          requireTree('fixedPoint', 'what its map gives', next)
          return next
        },
        scales: leaves(start)
          .filter(hasEntries)
          .map(x => scalar(1, (x as Tensor).dtype as 'f32')),
      }),
    }
    const solver = solverOf(problem, tolerance, steps)
    return a => {
      requireTree('fixedPoint', 'its argument', a)
      if (!isList(a) || (a as readonly unknown[]).length !== 2)
        throw new ArgumentError(
          `fixedPoint takes two things, [parameters, start], but was given ${describe(a)}.`,
        )
      requireFloats(a[1])
      return solver(a)
    }
  }
