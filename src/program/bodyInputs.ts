/**
 * Bodies with other inputs.
 *
 * @module
 */
import type { Abstract } from '../primitive/core/primitive.ts'
import type { Program, Ref } from '../primitive/core/program.ts'

/** The same body with other inputs: each of its own has a place among them. */
export const withInputs = (
  body: Program,
  inputs: readonly Abstract[],
  placeOf: (input: number) => Ref,
): Program => {
  const moved = (ref: Ref): Ref =>
    ref < body.inputs.length ? placeOf(ref) : ref - body.inputs.length + inputs.length
  return {
    inputs,
    constants: [],
    equations: body.equations.map(equation => ({ ...equation, operands: equation.operands.map(moved) })),
    outputs: body.outputs.map(moved),
  }
}
