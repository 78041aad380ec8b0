/**
 * The progress of a function while it is read, so that an error on the way says where it happened.
 *
 * @module
 */
import { PullbackError } from '../../tensor/error.ts'
import { showShape } from '../../tensor/shape.ts'
import type { Abstract } from './primitive.ts'

/** The description of an operation: its name, and what it gives. */
export const showOperation = (name: string, ...outputs: readonly Abstract[]): string =>
  `${name} : ${outputs.map(({ dtype, shape }) => `${dtype}${showShape(shape)}`).join(', ')}`

// Errors that say already how far a function came: the innermost knows best.
const placed = new WeakSet<PullbackError>()

/** The operations of a function while it runs: how many there were, and the last of them. */
export class Progress {
  #count = 0
  #last = ''

  /** Tells that an operation was applied. */
  note(name: string, ...outputs: readonly Abstract[]): void {
    this.#count++
    this.#last = showOperation(name, ...outputs)
  }

  /** Runs a function that is called `what`; an error of this library gets to know how far it came. */
  within<R>(what: string, run: () => R): R {
    try {
      return run()
    } catch (error) {
      if (!(error instanceof PullbackError) || placed.has(error)) throw error
      const place =
        this.#count === 0
          ? `${what}, before its first operation`
          : `after operation ${this.#count} of ${what}, ${this.#last}`
      const told = error.at(place)
      placed.add(told)
      throw told
    }
  }
}
