/**
 * Arguments of functions that take an objective last.
 *
 * @module
 */
import { type Argument, holds, needs } from '../tensor/contract/index.ts'

/** An argument in whose place the objective may be given, which comes last, as in this form. */
export const objectiveLast = (argument: Argument, form: string): Argument => ({
  ...argument,
  mend: (x, name) =>
    holds(needs.objective, x)
      ? `The objective comes last: pipe(objective, ${form}), or ${form}(objective).`
      : argument.mend?.(x, name),
})
