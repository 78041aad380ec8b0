/**
 * Loops that solve an equation, as they are differentiated: by the implicit function theorem.
 *
 * A solution x is what the body f gives for itself, x = f(x, c). So its tangent is dx = (∂f/∂x) dx + (∂f/∂c) dc, and a cotangent v of it
 * pulls back to (∂f/∂c)ᵀ w, where w = v + (∂f/∂x)ᵀ w: both are solutions again.
 *
 * @module
 */

import { applyControl } from '../../primitive/control/controls.ts'
import { While } from '../../primitive/control/while.ts'
import type { WhileOptions } from '../../primitive/core/program.ts'
import { add } from '../../primitive/elementwise/arithmetic.ts'
import { zerosLike } from '../../tensor/function/constructors.ts'
import type { AnyTensor, Tensor } from '../../tensor/tensor.ts'
import { ifConverged, iterate, largestIn } from './iteration.ts'
import type { ResultsWithPullback } from './joint.ts'
import type { LineariseBody, Push, Pushed } from './rule.ts'

/** What the body takes at the solution; of what else is carried, where it began. */
const atSolution = (
  { solves = 0 }: WhileOptions,
  results: readonly AnyTensor[],
  operands: readonly AnyTensor[],
): readonly AnyTensor[] => [...results.slice(0, solves), ...operands.slice(solves)]

/** A solution of x = b + A x, where A is a linear map. */
const linearSolution = (
  options: WhileOptions,
  b: readonly AnyTensor[],
  step: (x: readonly AnyTensor[]) => readonly AnyTensor[],
) => iterate({ step, scales: b.map(largestIn) }, b, options)

export const tangentOfSolution = (options: WhileOptions, at: Pushed, push: Push): Pushed => {
  const { body, carries, solves = 0 } = options
  const results = applyControl(While, options, at.values)
  const values = atSolution(options, results, at.values)
  const directions = at.tangents.map((dx, i) => (i < carries ? null : dx))
  const none = results.map(() => null)
  if (directions.every(dx => dx === null)) return { values: results, tangents: none }
  /** The tangents of what the body gives, if what is solved for has some. */
  const pushed = (dx: readonly (AnyTensor | null)[]): readonly AnyTensor[] => {
    const { tangents } = push(body, { values, tangents: directions.map((d, i) => dx[i] ?? d) })
    return tangents.slice(0, solves).map((dy, i) => dy ?? zerosLike(results[i] as AnyTensor))
  }
  const { solution, converged } = linearSolution(options, pushed([]), pushed)
  const known = solution.map(ifConverged(converged))
  return { values: results, tangents: results.map((_, i) => known[i] ?? null) }
}

export const pullbackOfSolution = (
  options: WhileOptions,
  operands: readonly AnyTensor[],
  varies: (operand: number) => boolean,
  linearise: LineariseBody,
): ResultsWithPullback => {
  const { body, carries, solves = 0 } = options
  const results = applyControl(While, options, operands)
  const pull: ResultsWithPullback['pull'] = given => {
    const isWanted = (i: number): boolean => i < solves || (i >= carries && varies(i))
    const { outputs, back } = linearise(body, isWanted)(atSolution(options, results, operands))
    const v = results.slice(0, solves).map((x, i) => given[i] ?? zerosLike(x))
    const pulled = (w: readonly AnyTensor[]) => back(outputs.map((_, i) => w[i]))
    const { solution, converged } = linearSolution(options, v, w =>
      pulled(w)
        .slice(0, solves)
        .map((dx, i) => (dx === undefined ? (v[i] as AnyTensor) : add(v[i] as Tensor, dx as Tensor))),
    )
    return pulled(solution).map((dx, i) =>
      i < carries || dx === undefined ? undefined : ifConverged(converged)(dx),
    )
  }
  return { results, pull }
}
