/**
 * Rules of operations with bodies: what each means where it is differentiated or batched.
 *
 * @module
 */
import { controlOf } from '../../primitive/control/controls.ts'
import type { Equation, Program } from '../../primitive/core/program.ts'
import { dependents } from '../../program/extract.ts'
import { kindOf } from '../../tensor/dtype.ts'
import type { TracingError } from '../../tensor/error.ts'
import type { AnyTensor } from '../../tensor/tensor.ts'
import type { Operand } from './batchingRule.ts'
import type { Linearised, ResultsWithPullback } from './joint.ts'

/** Values, and the tangents of those that vary. */
export interface Pushed {
  readonly values: readonly AnyTensor[]
  readonly tangents: readonly (AnyTensor | null)[]
}

/** The outputs of a body, and their tangents. */
export type Push = (body: Program, at: Pushed) => Pushed

/** The outputs of a body for all examples. */
export type RunBatch = (body: Program, operands: readonly Operand[]) => readonly Operand[]

/** A body as it is differentiated by some of its inputs. */
export type LineariseBody = (
  body: Program,
  varies: (input: number) => boolean,
) => (inputs: readonly AnyTensor[]) => Linearised

/** What an operation with bodies means for each of these. */
export interface Rule<O> {
  readonly tangent: (options: O, at: Pushed, push: Push) => Pushed
  readonly batch: (
    options: O,
    operands: readonly Operand[],
    size: number,
    run: RunBatch,
  ) => readonly Operand[]
  /** The error for a pullback that there is none of, if it is differentiated by some operands. */
  readonly refusal?: (options: O, varies: (operand: number) => boolean) => TracingError | null
  /** `varies` says by which operands it is differentiated. */
  readonly pullback: (
    options: O,
    operands: readonly AnyTensor[],
    varies: (operand: number) => boolean,
    linearise: LineariseBody,
  ) => ResultsWithPullback
}

/** Whether an equation passes on that something is differentiated by. */
export const passesTangents = (equation: Equation): boolean =>
  kindOf(equation.dtype) === 'float' || controlOf(equation) !== null

/** Which outputs of some bodies depend on inputs that do, in any of them. */
export const dependingOutputs = (
  bodies: readonly Program[],
  given: readonly boolean[],
  passes: (equation: Equation) => boolean,
): readonly boolean[] => {
  const on = given.flatMap((is, ref) => (is ? [ref] : []))
  const found = bodies.map(body => dependents(body, on, passes))
  return (bodies[0]?.outputs ?? []).map((_, i) =>
    bodies.some((body, k) => found[k]?.has(body.outputs[i] as number) === true),
  )
}
