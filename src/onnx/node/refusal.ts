/**
 * Reasons why a node cannot be read or run, while it is on its way to the left of a result, or to an error that names the node.
 *
 * @module
 */

/** `wrong` says something impossible; `unsupported` is right, but not among what is read. */
export class Refusal extends Error {
  readonly kind: 'wrong' | 'unsupported'

  constructor(kind: 'wrong' | 'unsupported', reason: string) {
    super(reason)
    this.kind = kind
  }
}

/** Stops at what no model may say. */
export const wrong = (reason: string): never => {
  throw new Refusal('wrong', reason)
}

/** Stops at what a model may say, but cannot be read. */
export const unsupported = (reason: string): never => {
  throw new Refusal('unsupported', reason)
}
