/**
 * Programs: first-order graphs of primitives with static shapes, as values.
 *
 * A program is what is left of a pure function of tensors when it is run on symbols: no closures, no trees, no layers, only
 * primitives applied to numbered values. Everything that is done to a function as a whole (counting its cost, drawing it,
 * planning its memory, compiling it) is a function of its program.
 *
 * @module
 */

import type { AnyTensor } from '../../tensor/tensor.ts'
import type { Abstract, Primitive } from './primitive.ts'

/**
 * A value by its number: first the inputs, then the constants, then the results of the equations.
 *
 * @category Programs
 * @since 0.1.0
 */
export type Ref = number

/**
 * A primitive applied to values.
 *
 * @category Programs
 * @since 0.1.0
 */
export interface Equation extends Abstract {
  readonly primitive: Primitive
  readonly options: unknown
  readonly operands: readonly Ref[]
}

/**
 * An immutable graph of primitives, in an order in which it can be run.
 *
 * @category Programs
 * @since 0.1.0
 */
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

/**
 * A loop. The body takes the carried values, a slice of each stacked operand, and the operands that stay; it gives the carried
 * values for the next time, and a slice of each stacked result. It has no constants: what it does not make it is given.
 */
export interface LoopOptions {
  readonly body: Program
  /** How many times. */
  readonly count: number
  /** How many values are carried: the first operands and results. */
  readonly carries: number
  /** How many operands behind them are read slice by slice, along their first axis. */
  readonly slices: number
  /** Whether the last slices come first. */
  readonly reverse: boolean
}

/** A choice between two bodies, which take what it is given behind its predicate, and give results of the same forms. */
export interface CondOptions {
  /** What runs where the predicate is not 0. */
  readonly onTrue: Program
  readonly onFalse: Program
}

/**
 * A loop that goes on while its predicate gives what is not 0. Predicate and body take the carried values, and the operands that stay;
 * the body gives the carried values for the next time.
 */
export interface WhileOptions {
  readonly predicate: Program
  readonly body: Program
  /** How many values are carried: the first operands and results. */
  readonly carries: number
  /** After how many steps it ends, whatever the predicate gives. */
  readonly limit: number
  /**
   * How many of the carried values, the first ones, it looks for such that its body gives them for themselves: then their derivatives
   * are those of that solution, and not of the steps. Of the others, where they begin stands for a step that counts.
   */
  readonly solves?: number
  /** Up to which change such a solution is good enough. */
  readonly tolerance?: number
}
