/**
 * Reasons why XLA could not train: a sum of cases, each of which says how to mend it.
 *
 * @module
 */
import type { Show } from 'fp-ts/lib/Show.js'
import { anyText, type Cases, errorOf } from '../../codec/contract.ts'
import { takes } from '../../tensor/contract/index.ts'

/**
 * A reason why training by XLA did not begin, or ended early.
 *
 * @category Errors
 * @since 0.1.0
 */
export type XlaError =
  /** There is no such program, or it cannot be started. */
  | { readonly _tag: 'PythonMissing'; readonly python: string; readonly reason: string }
  /** Python is there, but something that it imports is not. */
  | { readonly _tag: 'JaxMissing'; readonly python: string; readonly reason: string }
  /** The driver says what is wrong, or ended without saying so. */
  | { readonly _tag: 'XlaFailed'; readonly python: string; readonly reason: string }

const cases: Cases<XlaError> = {
  PythonMissing: { python: anyText, reason: anyText },
  JaxMissing: { python: anyText, reason: anyText },
  XlaFailed: { python: anyText, reason: anyText },
}

/**
 * An error as a sentence.
 *
 * @category Errors
 * @since 0.1.0
 */
export const showXlaError = takes(
  'showXlaError',
  { error: errorOf(cases, 'trainOnXla') },
  () => showUnchecked,
)

const showUnchecked = (error: XlaError): string => {
  switch (error._tag) {
    case 'PythonMissing':
      return (
        `Training by XLA needs Python with JAX, but '${error.python}' cannot be started (${error.reason}). Install Python, or ` +
        'name one: the option python, or PULLBACK_PYTHON in the environment.'
      )
    case 'JaxMissing':
      return (
        `Training by XLA needs JAX, which '${error.python}' cannot import (${error.reason}). Install it: ${error.python} -m pip install jax ` +
        "('jax[cuda12]' for GPUs), or name a Python that has it: the option python, or PULLBACK_PYTHON in the environment."
      )
    case 'XlaFailed':
      return `Training by XLA ended early: ${error.reason}`
  }
}

/**
 * The text of an error of training by XLA.
 *
 * @category Errors
 * @since 0.1.0
 */
export const ShowXlaError: Show<XlaError> = { show: showXlaError }

/**
 * An error of training by XLA where only exceptions pass: while reports are read. Its message is that of `showXlaError`.
 *
 * @category Files and hosts
 * @since 0.1.0
 */
export class XlaFailure extends Error {
  override readonly name = 'XlaFailure'
  readonly error: XlaError

  constructor(error: XlaError) {
    super(showXlaError(error))
    this.error = error
  }
}
