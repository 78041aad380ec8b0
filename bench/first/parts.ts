/**
 * The parts of the time of a first step.
 *
 * @module
 */

/** In microseconds. */
export interface Parts {
  /** To trace the step, and all that is in none of the others. */
  readonly trace: number
  /** To plan the program and to write its code. */
  readonly plan: number
  /** In the host's compiler. */
  readonly host: number
  /** To run the program once. */
  readonly run: number
  /** From the call of `fit` to the end of the first step. */
  readonly total: number
}
