/**
 * Programs: first-order graphs of primitives with static shapes, as values.
 *
 * A program is what is left of a pure function of tensors when it is run on symbols: no closures, no trees, no layers, only
 * primitives applied to numbered values. Everything that is done to a function as a whole (counting its cost, drawing it,
 * planning its memory, compiling it) is a function of its program.
 *
 * @module
 */
import { bind } from '../primitive/bind.ts'
import type { Abstract, Primitive } from '../primitive/primitive.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import { ArgumentError, DTypeError, unequalShapes } from '../tensor/error.ts'
import { sameShape } from '../tensor/shape.ts'
import type { AnyTensor } from '../tensor/tensor.ts'

/** A value by its number: first the inputs, then the constants, then the results of the equations. */
export type Ref = number

/** A primitive applied to values. */
export interface Equation extends Abstract {
  readonly primitive: Primitive
  readonly options: unknown
  readonly operands: readonly Ref[]
}

/** An immutable graph of primitives, in an order in which it can be run. */
export interface Program {
  readonly inputs: readonly Abstract[]
  readonly constants: readonly AnyTensor[]
  readonly equations: readonly Equation[]
  readonly outputs: readonly Ref[]
}

/** The number of the first equation's result. */
export const firstResult = ({ inputs, constants }: Program): Ref => inputs.length + constants.length

/** What is known of a value. */
export const abstractOf = (program: Program, ref: Ref): Abstract => {
  const { inputs, constants, equations } = program
  return ref < inputs.length
    ? (inputs[ref] as Abstract)
    : ref < firstResult(program)
      ? (constants[ref - inputs.length] as Abstract)
      : (equations[ref - firstResult(program)] as Abstract)
}

const requireInput = (given: AnyTensor | undefined, wanted: Abstract, position: number): void => {
  if (given === undefined)
    throw new ArgumentError(`The program has an input ${position}, which was not given.`)
  if (given.dtype !== wanted.dtype)
    throw new DTypeError(
      `Input ${position} of the program is ${wanted.dtype}, but was given ${given.dtype}. Trace it anew for this type.`,
    )
  if (!sameShape(given.shape, wanted.shape))
    throw unequalShapes(`Input ${position} of the program`, wanted.shape, given.shape)
}

/**
 * The outputs of a program for given inputs, equation by equation. The inputs may be tensors of any reading: a program can
 * be evaluated, differentiated or traced again.
 *
 * @throws ShapeError, DTypeError or ArgumentError unless the inputs are those that the program was traced for.
 */
export const run = takes(
  'run',
  [{ program: needs.program }, { inputs: needs.listOf(needs.tensor, 'tensors') }],
  () => runUnchecked,
)

const runUnchecked =
  (program: Program) =>
  (inputs: readonly AnyTensor[]): readonly AnyTensor[] => {
    program.inputs.forEach((wanted, i) => {
      requireInput(inputs[i], wanted, i)
    })
    const values: AnyTensor[] = [...inputs.slice(0, program.inputs.length), ...program.constants]
    for (const { primitive, options, operands } of program.equations)
      values.push(
        bind(
          primitive,
          options,
          operands.map(ref => values[ref] as AnyTensor),
        ),
      )
    return program.outputs.map(ref => values[ref] as AnyTensor)
  }
