/**
 * Programs as they have to be: one that was made by hand is checked before anything is made of it.
 *
 * @module
 */

import { bodiesOf } from '../primitive/control/controls.ts'
import type { Abstract } from '../primitive/core/primitive.ts'
import type { Equation, Program } from '../primitive/core/program.ts'
import { showValue } from '../tensor/contract/index.ts'
import { isDType } from '../tensor/dtype.ts'
import { ArgumentError, PullbackError } from '../tensor/error.ts'
import { isShape, type Shape, sameShape } from '../tensor/shape.ts'
import { isList } from '../tensor/stranger.ts'
import { isTensor } from '../tensor/tensor.ts'

const fault = (what: string): ArgumentError =>
  new ArgumentError(`${what} Programs are made by trace, and not altered: trace(f)(x).program.`)

const showAbstract = ({ dtype, shape }: Abstract): string => `${dtype}[${shape.join(', ')}]`

const isAbstract = (x: unknown): x is Abstract => {
  const { shape, dtype } = (x ?? {}) as { readonly shape?: unknown; readonly dtype?: unknown }
  return isDType(dtype) && isList(shape) && isShape(shape as Shape)
}

const requireRef = (what: string, ref: unknown, limit: number): void => {
  if (!(Number.isInteger(ref) && (ref as number) >= 0 && (ref as number) < limit))
    throw fault(
      `${what} of the program names the value ${showValue(ref)}, but there are ${limit} before it, counted from 0.`,
    )
}

const requireOperation = (what: string, x: unknown): Equation => {
  const { primitive, options, operands } = (x ?? {}) as Partial<Equation>
  if (
    typeof primitive?.name !== 'string' ||
    typeof primitive.shape !== 'function' ||
    typeof primitive.kernel !== 'function' ||
    typeof options !== 'object' ||
    options === null ||
    !isList(operands)
  )
    throw fault(
      `${what} of the program has to be an operation of values, { primitive, options, operands, shape, dtype }, but is ${showValue(x)}.`,
    )
  return x as Equation
}

/** What an operation gives by its own rule. */
const given = (what: string, { primitive, options }: Equation, operands: readonly Abstract[]): Abstract => {
  const impossible = (why = 'These are not the operands and options that it has.'): ArgumentError =>
    fault(`${what} of the program, ${primitive.name}, cannot be: ${why}`)
  let output: unknown
  try {
    output = primitive.shape(operands, options)
  } catch (error) {
    throw impossible(error instanceof PullbackError ? error.message : undefined)
  }
  // Of operands that are not there, some rules give what is not there.
  if (!isAbstract(output)) throw impossible()
  return output
}

/** What has bodies holds programs, which have to be such, too. What else is among its options its own rule looks at. */
const requireBodies = (what: string, equation: Equation): void => {
  for (const body of Object.values(bodiesOf(equation)) as readonly (Partial<Program> | undefined)[]) {
    const lists = [body?.inputs, body?.constants, body?.equations, body?.outputs]
    if (!lists.every(isList))
      throw fault(
        `${what} of the program is a ${equation.primitive.name}, but its options are not those of one.`,
      )
    requireWellFormed(body as Program)
  }
}

const requireEquations = ({ inputs, constants, equations }: Program): readonly Abstract[] => {
  const values: Abstract[] = [...inputs, ...constants]
  for (let i = 0; i < equations.length; i++) {
    const what = `Equation ${i}`
    const equation = requireOperation(what, equations[i])
    requireBodies(what, equation)
    for (const ref of equation.operands) requireRef(what, ref, values.length)
    const output = given(
      what,
      equation,
      equation.operands.map(ref => values[ref] as Abstract),
    )
    if (!isAbstract(equation) || equation.dtype !== output.dtype || !sameShape(equation.shape, output.shape))
      throw fault(
        `${what} of the program, ${equation.primitive.name}, gives ${showAbstract(output)}, but says otherwise of itself.`,
      )
    values.push(equation)
  }
  return values
}

const known = new WeakSet<Program>()

/**
 * Requires what looks like a program to be one: values that are there before they are named, operations with the operands and
 * options that they have, and what they give by their rules. A program is looked at once.
 *
 * @throws ArgumentError with the equation that is wrong.
 */
export const requireWellFormed = (program: Program): void => {
  if (known.has(program)) return
  Array.from(program.inputs).forEach((x, i) => {
    if (!isAbstract(x))
      throw fault(
        `Input ${i} of the program has to have a shape and an element type, but is ${showValue(x)}.`,
      )
  })
  Array.from(program.constants).forEach((x, i) => {
    if (!isTensor(x)) throw fault(`Constant ${i} of the program has to be a tensor, but is ${showValue(x)}.`)
  })
  const values = requireEquations(program)
  Array.from(program.outputs).forEach((ref, i) => {
    requireRef(`Output ${i}`, ref, values.length)
  })
  known.add(program)
}
