/**
 * Arguments that are functions which have to give something in particular.
 *
 * @module
 */
import { ArgumentError } from '../error.ts'
import { showValue } from '../showValue.ts'
import { type Argument, guarded } from './argument.ts'
import { checkedSmooth } from './gives.ts'
import { fn } from './plain.ts'

/**
 * A choice of parameters by their path: a function that gives true or false.
 *
 * @category Contracts
 * @since 0.1.0
 */
export const choice: Argument = guarded({
  ...fn,
  as:
    (f, of, name) =>
    (...path: unknown[]) => {
      const chosen: unknown = (f as (...path: unknown[]) => unknown)(...path)
      if (typeof chosen !== 'boolean')
        throw new ArgumentError(
          `The function ${name} of ${of} has to give true or false, but gave ${showValue(chosen)}.`,
        )
      return chosen
    },
})

/**
 * A smooth map, which gives a value and a pullback.
 *
 * @category Contracts
 * @since 0.1.0
 */
export const smooth: Argument = guarded({
  ...fn,
  as: (f, of, name) => checkedSmooth(`The function ${name} of ${of}`, f as (...at: never[]) => unknown),
})
