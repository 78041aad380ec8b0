/**
 * An estimate of what a loop of element-wise operations costs.
 *
 * @module
 */

import type { Equation, Program } from '../primitive/core/program.ts'
import { sizeOf } from '../tensor/shape.ts'
import { lanesOf } from './lanes.ts'
import { loopTypeOf } from './loopType.ts'
import { loweringOf } from './lowering.ts'

/** About how many cycles an operation takes for a vector. */
const cyclesOf = (equation: Equation): number => {
  const how = loweringOf(equation)
  return how.by === 'elementwise' || how.by === 'comparison' ? how.cycles : 1
}

/** What a row costs besides its vectors, and what summing it up costs at its end. */
const perRow = 6
const perEnding = 10

/** About how many cycles of one core a loop takes, in rows of so many columns (0: in one) with so many sums or maxima of each. */
export const loopCycles = (
  program: Program,
  equations: readonly Equation[],
  columns = 0,
  endings = 0,
): number => {
  const [first] = equations
  const type = first && loopTypeOf(program, first)
  if (first === undefined || !type) return 0
  const size = sizeOf(first.shape)
  const length = columns === 0 ? size : columns
  const perVector = equations.reduce((sum, equation) => sum + cyclesOf(equation), 2)
  return (size / length) * (Math.ceil(length / lanesOf(type)) * perVector + perRow + perEnding * endings)
}

/** Default grain size: the cycles from which on a chunk is worth another thread's time. Handing one over takes a few hundred. */
export const defaultGrainSize = 8192
