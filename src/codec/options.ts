/**
 * Options as programs give them.
 *
 * @module
 */
import { ArgumentError } from '../tensor/error.ts'

/**
 * Requires a record of options that there are.
 *
 * @throws ArgumentError that names the operation and its options.
 */
export const requireOptions = (
  operation: string,
  options: unknown,
  all: { readonly [name: string]: true },
): void => {
  const names = Object.keys(all).join(', ')
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw new ArgumentError(
      `${operation} takes its options by name, as { ${names} }, but was given ${String(options)}.`,
    )
  const unknown = Object.keys(options).find(name => !Object.hasOwn(all, name))
  if (unknown !== undefined)
    throw new ArgumentError(`${operation} has no option ${unknown}. It has ${names}.`)
}

/** @throws ArgumentError unless an option is a number above 0, or left out. */
export const requirePositive = (operation: string, name: string, value: unknown): void => {
  if (value !== undefined && !(typeof value === 'number' && value > 0))
    throw new ArgumentError(
      `${operation} needs a positive number for ${name}, but was given ${String(value)}.`,
    )
}
