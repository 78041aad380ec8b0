/**
 * Operands of a loop that an interpretation has something to say of: those that it was given so, and what is carried that comes to depend
 * on them.
 *
 * @module
 */
import { type Equation, firstResult, type LoopOptions } from '../../primitive/core/program.ts'
import { dependents } from '../../program/extract.ts'

/** For each operand whether it varies, if some do at first; `passes` says which equations pass that on. */
export const varyingOperands = (
  { body, carries }: Pick<LoopOptions, 'body' | 'carries'>,
  given: readonly boolean[],
  passes: (equation: Equation) => boolean,
): readonly boolean[] => {
  const varies = [...given]
  for (let size = -1; size !== varies.filter(Boolean).length; ) {
    size = varies.filter(Boolean).length
    const found = dependents(
      body,
      varies.flatMap((is, ref) => (is ? [ref] : [])),
      passes,
    )
    for (let i = 0; i < carries; i++) {
      const output = body.outputs[i] as number
      const isOwn =
        output < firstResult(body) || passes(body.equations[output - firstResult(body)] as Equation)
      if (isOwn && found.has(output)) varies[i] = true
    }
  }
  return varies
}
