/**
 * A primitive in simpler ones, as a program for operands of given forms.
 *
 * @module
 */
import type { Abstract, Primitive } from '../../primitive/core/primitive.ts'
import type { Program } from '../../primitive/core/program.ts'
import { primitives } from '../../primitive/table.ts'
import { traceOnce } from '../../program/trace.ts'
import { zeros } from '../../tensor/function/constructors.ts'
import { sizeOf } from '../../tensor/shape.ts'
import type { AnyTensor } from '../../tensor/tensor.ts'
import { type OpenedName, type Opening, openings } from './openings.ts'

/** The program of what a primitive is made of. Its constants are small. */
export const opened = (name: OpenedName, options: unknown, operands: readonly Abstract[]): Program => {
  const { shape, dtype } = (primitives[name] as Primitive).shape(operands, options)
  // Of nothing there is nothing to compute.
  const f = sizeOf(shape) === 0 ? () => zeros(shape, dtype) : (openings[name] as Opening<unknown>)(options)
  const args = operands.map(({ shape, dtype }): AnyTensor => zeros(shape, dtype))
  return traceOnce(f as (...args: readonly AnyTensor[]) => AnyTensor)(...args).program
}
