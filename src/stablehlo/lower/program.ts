/**
 * Programs as operations of StableHLO, equation by equation.
 *
 * @module
 */
import { opened } from '../../exchange/opened/opened.ts'
import type { OpenedName } from '../../exchange/opened/openings.ts'
import type { ControlName } from '../../primitive/control/controls.ts'
import { abstractOf, type Equation, type Program } from '../../primitive/core/program.ts'
import type { ResultOptions } from '../../primitive/core/result.ts'
import { type PrimitiveName, primitives } from '../../primitive/table.ts'
import { ArgumentError } from '../../tensor/error.ts'
import { sizeOf } from '../../tensor/shape.ts'
import type { AnyTensor } from '../../tensor/tensor.ts'
import type { Emitter } from '../text/emitter.ts'
import { typeOf, type Value } from '../text/type.ts'
import { type LowerControl, lowerControl, type WriteBody } from './control.ts'
import type { Lowering } from './lowering.ts'
import { lowerings } from './table.ts'

const nameOf = ({ primitive }: Equation): PrimitiveName => {
  const name = primitive.name as PrimitiveName
  if ((primitives[name] as unknown) !== primitive)
    throw new ArgumentError(
      `StableHLO has no lowering of ${primitive.name}, which is not a primitive of this library. Write it with those that there are.`,
    )
  return name
}

/** An opened primitive is a function of its own, which is written once for each form of its operands. */
const callOpened = (
  emit: Emitter,
  name: OpenedName,
  { options, operands: refs }: Equation,
  program: Program,
  operands: readonly Value[],
): Value => {
  const body = opened(
    name,
    options,
    refs.map(ref => abstractOf(program, ref)),
  )
  return emit.call(name, JSON.stringify(options), operands, (inside, args) =>
    writeBody(inside, body, args),
  )[0] as Value
}

const one = (emit: Emitter, program: Program, equation: Equation, operands: readonly Value[]): Value => {
  const result = typeOf(equation)
  // Of nothing there is nothing to compute, and some operations of StableHLO take only what is something.
  if (sizeOf(result.shape) === 0) return emit.number(0, result)
  const name = nameOf(equation)
  const lowering = lowerings[name] as Lowering<unknown> | 'opened'
  if (lowering === 'opened')
    return callOpened(
      emit,
      name as OpenedName,
      equation,
      program,
      operands.map(it => emit.bytes(it)),
    )
  const given = lowering.keepsTruth ? operands : operands.map(it => emit.bytes(it))
  return lowering.lower({ emit, options: equation.options, operands: given, result, output: equation })
}

/** Writes the equations of a program for inputs and constants that have names. */
export const writeProgram = (emit: Emitter, program: Program, given: readonly Value[]): readonly Value[] => {
  const values: (Value | readonly Value[])[] = [...given]
  for (const equation of program.equations) {
    const { options, operands } = equation
    const kind = lowerings[nameOf(equation)]
    if (kind === 'result') {
      const all = values[operands[0] as number] as readonly Value[]
      values.push(all[(options as ResultOptions).index] as Value)
    } else if (kind === 'control') {
      const own = operands.map(ref => emit.bytes(values[ref] as Value))
      const lower = lowerControl[equation.primitive.name as ControlName] as LowerControl<unknown>
      values.push(lower(emit, options, own, writeBody))
    } else
      values.push(
        one(
          emit,
          program,
          equation,
          operands.map(ref => values[ref] as Value),
        ),
      )
  }
  return program.outputs.map(ref => emit.bytes(values[ref] as Value))
}

/** A body brings small constants with it, if any. */
export const writeBody: WriteBody = (emit, body, inputs) =>
  writeProgram(emit, body, [...inputs, ...body.constants.map((x: AnyTensor) => emit.constant(x))])
