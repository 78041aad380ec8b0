/**
 * Runs: what is measured.
 *
 * @module
 */

/** A sequence of steps under way. Each call goes on where the last one stopped. */
export interface Run {
  /** Takes so many steps and gives the loss before each. Not timed. */
  readonly losses: (steps: number) => readonly number[] | Promise<readonly number[]>
  /** Takes so many steps, all of whose work is done when it comes back. Timed. */
  readonly advance: (steps: number) => void | Promise<void>
}

/** How long it takes until a step can be run, in microseconds. */
export interface Preparation {
  /** To make the program; `null` for contestants that make none. */
  readonly traceUs: number | null
  /** From nothing to the end of the first step. */
  readonly firstUs: number
}

/** A runner of a case. */
export interface Contestant {
  /** Versions of what is used, by name. */
  readonly versions: { readonly [name: string]: string }
  /** A run from the common start. What is compiled is kept between runs. */
  readonly begin: () => Run | Promise<Run>
  readonly preparation?: () => Preparation | Promise<Preparation>
  /** Bytes that are held now, after a collection of garbage. */
  readonly held?: () => number
}
