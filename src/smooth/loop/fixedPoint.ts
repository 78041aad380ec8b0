/**
 * Solutions of equations by iteration, with derivatives of what they are and not of how they were found.
 *
 * @module
 */

import { needs, takes } from '../../tensor/contract/index.ts'
import { ArgumentError, DTypeError, showPath } from '../../tensor/error.ts'
import { carriedOn, withTensors } from '../../tensor/form.ts'
import { scalar } from '../../tensor/function/constructors.ts'
import { type Cotangent, zero } from '../../tensor/function/cotangent.ts'
import { entries, map, tensors } from '../../tensor/function/traversal.ts'
import { requireTree } from '../../tensor/requireTree.ts'
import { describe, isList } from '../../tensor/stranger.ts'
import { type Integers, isTensor } from '../../tensor/tensor.ts'
import { isFloat, type Leaf } from '../../tensor/tree.ts'
import { type Iteration, type IterationEnd, ifConverged, iterate, largestIn } from '../body/iteration.ts'
import { lift } from '../derivative/lift.ts'
import { addCotangents } from '../map/cotangents.ts'
import type { Smooth } from '../map/smooth.ts'
import { withPullback } from '../map/withPullback.ts'

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

/** What a solution is looked for with: a step, and what its entries are at least measured by, tensor by tensor. */
interface Course<X> {
  readonly step: (x: X) => X
  readonly scales: Iteration['scales']
}

/** A solution from a start on. */
const solved = <X>(course: Course<X>, start: X, end: IterationEnd): FixedPoint<X> => {
  const { solution, ...rest } = iterate(
    {
      step: xs => {
        const x = withTensors(xs)(start)
        return tensors(carriedOn('fixedPoint', x, course.step(x)))
      },
      scales: course.scales,
    },
    tensors(start),
    end,
  )
  return { solution: withTensors(solution)(start), ...rest }
}

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
        scales: tensors(v).map(largestIn),
      }
    },
  }
}

const solverOf = <P, X>(problem: Problem<P, X>, end: IterationEnd): Smooth<Params<P, X>, FixedPoint<X>> => {
  // Each solver has one for its pullback, which has one for its own: they are made when they are asked for.
  let known: ReturnType<typeof adjoint> | null = null
  const adjoint = () => solverOf(adjointOf(problem), end)
  return withPullback(
    ([params, start]: Params<P, X>) => solved(problem.courseAt(params, start), start, end),
    ([params, start], { solution }, db) => {
      const { solution: v } = db as CotangentOf<X>
      known ??= adjoint()
      const [{ solution: w, converged }] = known([[params, solution, v], v])
      const [dparams] = problem.f([params, solution])[1](w) as readonly [Cotangent<P>, Cotangent<X>]
      return [
        map(known => (isFloat(known) ? (ifConverged(converged)(known) as Leaf) : known))(dparams),
        zero(start),
      ] as Cotangent<Params<P, X>>
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
        scales: tensors(start).map(x => scalar(1, x.dtype as 'f32')),
      }),
    }
    const solver = solverOf(problem, { limit: steps, ...(tolerance === undefined ? {} : { tolerance }) })
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
