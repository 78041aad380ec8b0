/**
 * An estimate of what a loop of element-wise operations costs.
 *
 * @module
 */
import type { Equation, Program } from '../program/program.ts'
import { sizeOf } from '../tensor/shape.ts'
import { loopTypeOf } from './loopType.ts'
import { lanesOf } from './vectorLanes.ts'

/** About how many cycles an operation takes for a vector, if more than one. */
const cyclesOf: Readonly<Record<string, number>> = {
  div: 4,
  sqrt: 4,
  erf: 20,
  exp: 12,
  expm1: 16,
  log: 16,
  log1p: 16,
  sin: 24,
  cos: 24,
  tanh: 16,
  sigmoid: 16,
}

/** About how many cycles of one core a loop over equations of one shape takes. */
export const loopCycles = (program: Program, equations: readonly Equation[]): number => {
  const [first] = equations
  const type = first && loopTypeOf(program, first)
  if (first === undefined || !type) return 0
  const perVector = equations.reduce((sum, { primitive }) => sum + (cyclesOf[primitive.name] ?? 1), 2)
  return (sizeOf(first.shape) / lanesOf(type)) * perVector
}

/** Cycles of a share that are worth another thread's while: handing one over takes a few hundred. */
export const usualGrain = 8192
