/**
 * The interface of an engine: a program becomes an executable.
 *
 * @module
 */
import type { Program } from '../primitive/core/program.ts'
import type { AnyTensor } from '../tensor/tensor.ts'

/**
 * An input that takes over an output after each run: what training threads from step to step.
 *
 * @category Engines
 * @since 0.1.0
 */
export interface Carry {
  readonly output: number
  readonly input: number
}

/**
 * What a program is prepared for besides running once.
 *
 * @category Engines
 * @since 0.1.0
 */
export interface Preparation {
  /** Outputs that become inputs of the next run. */
  readonly carried?: readonly Carry[]
  /** Outputs to be watched for NaN and infinities. */
  readonly watched?: readonly number[]
  /** Whether carried outputs may overwrite their inputs while the program runs, so that a run cannot be taken back. */
  readonly inPlace?: boolean
}

/**
 * A program that is ready to run. Inputs are written, the program runs, outputs are read as copies. Committing puts carried
 * outputs into their inputs' places, so that a fold of many runs never leaves the engine.
 *
 * @category Engines
 * @since 0.1.0
 */
export interface Executable {
  /** Puts a tensor into an input's place. */
  readonly write: (input: number, x: AnyTensor) => void
  /** Whether the program reads an input at all. */
  readonly reads: (input: number) => boolean
  /** Runs the program once; false if a watched output is not finite. */
  readonly execute: () => boolean
  /** Puts the carried outputs of the last run into their inputs' places. */
  readonly commit: () => void
  /** A copy of an output of the last run. */
  readonly read: (output: number) => AnyTensor
  /** A copy of what is in an input's place now. */
  readonly readInput: (input: number) => AnyTensor
  /** Gives away what the program holds in the engine, when it will not be run or read from again; an engine may have nothing. */
  readonly release?: () => void
}

/**
 * A way to run programs.
 *
 * @category Engines
 * @since 0.1.0
 */
export interface Engine {
  readonly name: string
  readonly prepare: (program: Program, preparation?: Preparation) => Executable
}
