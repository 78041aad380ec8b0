/**
 * Which equations can be part of a loop, and on lanes of which type.
 *
 * @module
 */
import type { LoopLanes } from './lanes.ts'
import { abstractOf, type Equation, type Program, type Ref } from '../program/program.ts'
import { sizeOf } from '../tensor/shape.ts'

const elementwise = new Set([
  ...['add', 'sub', 'mul', 'div', 'neg', 'scale', 'shift', 'maximum', 'minimum', 'abs', 'sign', 'sqrt'],
  ...['exp', 'expm1', 'log', 'log1p', 'sin', 'cos', 'tanh', 'sigmoid', 'erf'],
])
const comparisons = new Set(['greater', 'greaterEqual', 'equal'])

/** Whether an equation gives a mask of its operands' comparison. */
export const isComparison = ({ primitive }: Equation): boolean => comparisons.has(primitive.name)

/**
 * The type of the lanes that a loop has for an equation, or null if it is no part of a loop. A comparison runs on lanes of what
 * it compares; masks and integers become floats where they are read.
 */
export const loopTypeOf = (program: Program, equation: Equation): LoopLanes | null => {
  const { primitive, operands, shape, dtype } = equation
  if (sizeOf(shape) === 0) return null
  const given = abstractOf(program, operands[0] as Ref).dtype
  if (isComparison(equation)) return given === 'u8' ? null : given
  if (dtype !== 'f32' && dtype !== 'f64') return null
  switch (primitive.name) {
    case 'select':
      return given === 'u8' ? dtype : null
    case 'convert':
      return given === 'u8' || given === 'i32' ? dtype : null
    default:
      return elementwise.has(primitive.name) ? dtype : null
  }
}
