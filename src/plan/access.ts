/**
 * Access of a fused loop to an operand that is smaller than what the loop runs over.
 *
 * A loop runs over rows of columns. What it reads lies along the whole (`full`), is one number (`one`), one row that repeats
 * (`row`), or one number for each row (`column`).
 *
 * @module
 */

import { abstractOf, type Equation, type Program, type Ref } from '../primitive/core/program.ts'
import type { BroadcastOptions } from '../primitive/reduction/broadcast.ts'
import { type Shape, sizeOf } from '../tensor/shape.ts'
import { loweringOf } from './lowering.ts'

/** A way of reading, and how many columns a row of the loop must have for it; 0 if any number will do. */
export interface Access {
  readonly kind: 'full' | 'one' | 'row' | 'column'
  readonly columns: number
}

/** An operand of the loop's own shape. */
export const full: Access = { kind: 'full', columns: 0 }

const isRun = (axes: readonly number[], from: number): boolean => axes.every((axis, i) => axis === from + i)

/** How a loop over `shape` reads what is broadcast to it along `axes`; `null` if no simple loop can. */
export const accessOf = (operand: Shape, shape: Shape, axes: readonly number[]): Access | null => {
  const [size, whole] = [sizeOf(operand), sizeOf(shape)]
  // Axes of size 1 neither repeat nor move anything.
  const kept = axes.filter(axis => shape[axis] !== 1)
  const axesOfLoop = shape.map((_, axis) => axis).filter(axis => shape[axis] !== 1)
  const positions = kept.map(axis => axesOfLoop.indexOf(axis))
  if (!isRun(positions, positions[0] ?? 0)) return null
  if (size === whole) return full
  if (size === 1) return { kind: 'one', columns: 0 }
  if (positions[0] === axesOfLoop.length - positions.length) return { kind: 'row', columns: size }
  if (positions[0] === 0) return { kind: 'column', columns: whole / size }
  return null
}

/** How a loop reads what a broadcast gives; `null` of another equation, or if no simple loop can. */
export const broadcastAccess = (program: Program, equation: Equation): Access | null =>
  loweringOf(equation).by === 'broadcast'
    ? accessOf(
        abstractOf(program, equation.operands[0] as Ref).shape,
        equation.shape,
        (equation.options as BroadcastOptions).axes,
      )
    : null
