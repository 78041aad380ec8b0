/**
 * A function as plain JavaScript sees it.
 *
 * @module
 */

/** A function that takes anything: laws give it what does not fit its type, or what only a loop knows to fit. */
export const loosely = <R = unknown>(f: unknown): ((...given: readonly unknown[]) => R) =>
  f as (...given: readonly unknown[]) => R
