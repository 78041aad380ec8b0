/**
 * Reasons for which a program cannot be written as files that need nothing of this library.
 *
 * @module
 */
import type { Show } from 'fp-ts/lib/Show.js'
import { anyText, type Cases, errorOf } from '../codec/contract.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import type { StandaloneError } from '../wasm/standalone/standalone.ts'

/**
 * A reason why a program cannot stand alone.
 *
 * @category Errors
 * @since 0.1.0
 */
export type EmitError =
  | StandaloneError
  /** The rates of the optimiser at a step are NaN or infinite. */
  | { readonly _tag: 'RateNotFinite'; readonly step: number; readonly rate: number }

const cases = {
  NoCode: {
    operation: anyText,
    equation: needs.count,
    inBody: needs.boolean,
    reason: anyText,
  },
  TooLarge: { bytes: needs.count },
  RateNotFinite: { step: needs.count, rate: needs.anything },
} as const satisfies Cases<EmitError>

/**
 * What keeps a program from being written as files, in a line.
 *
 * @example
 * import { isLeft } from 'fp-ts/lib/Either.js'
 * import { op, type Tensor, zeros } from 'pullback'
 * import { emit, showEmitError } from 'pullback/emit'
 * const files = emit()((_: object, x: Tensor<[5]>) => op.sort(0)(x))({}, zeros([5]))
 * if (isLeft(files)) console.log(showEmitError(files.left)) // sort, the operation %1 of the program, has no code: …
 *
 * @category Errors
 * @since 0.1.0
 */
export const showEmitError = takes('showEmitError', { error: errorOf(cases, 'emit') }, () => sentence)

const sentence = (error: EmitError): string => {
  switch (error._tag) {
    case 'NoCode':
      return (
        `${error.operation}, the operation %${error.equation} of ${error.inBody ? 'a body of the program' : 'the program'}, has no code: ` +
        `${error.reason}. Compute it in the program that calls the module, or of operations that have code (program.show prints all).`
      )
    case 'TooLarge':
      return (
        `the module would need ${(error.bytes / 2 ** 20).toFixed(0)} MiB of memory, but those that stand alone have up to 1792. Emit it ` +
        'for a smaller batch.'
      )
    case 'RateNotFinite':
      return `a rate of the optimiser is ${error.rate} at step ${error.step}. Emit fewer steps, or mend the schedule.`
  }
}

/**
 * Shows why a program cannot be written: the fp-ts instance of `showEmitError`.
 *
 * @category Errors
 * @since 0.1.0
 */
export const ShowEmitError: Show<EmitError> = { show: showEmitError }
