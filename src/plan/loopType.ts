/**
 * The type of a loop: which equations can be part of one, and on lanes of which type.
 *
 * @module
 */
import { abstractOf, type Equation, type Program, type Ref } from '../primitive/core/program.ts'
import { sizeOf } from '../tensor/shape.ts'
import type { LoopLanes } from './lanes.ts'
import { loweringOf } from './lowering.ts'
import { hasLanes } from './sizes.ts'

/** Whether an equation gives a mask of its operands' comparison. */
export const isComparison = (equation: Equation): boolean => loweringOf(equation).by === 'comparison'

/**
 * The type of the lanes that a loop has for an equation, or null if it is not a part of a loop. A comparison runs on lanes of what
 * it compares; masks and integers become floats where they are read.
 */
export const loopTypeOf = (program: Program, equation: Equation): LoopLanes | null => {
  const how = loweringOf(equation)
  if (how.by !== 'elementwise' && how.by !== 'comparison') return null
  const { operands, shape, dtype } = equation
  const given = abstractOf(program, operands[0] as Ref).dtype
  if (sizeOf(shape) === 0 || !how.first.includes(given)) return null
  if (how.by === 'comparison') return given as LoopLanes
  return hasLanes(dtype) ? dtype : null
}
