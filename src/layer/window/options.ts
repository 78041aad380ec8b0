/**
 * Options that there are: where their types are parameters, as sizes are computed from them, the compiler lets any through.
 *
 * @module
 */
import { showValue } from '../../tensor/contract/index.ts'
import { ArgumentError } from '../../tensor/error.ts'
import { isList } from '../../tensor/stranger.ts'

/** What stands in the place of an option that there is not. */
export type Unknown<Name> = `there is no option ${Name & string}`

/** Options, with a sentence in the place of each that is not among those of `All`. */
export type Known<Options, All> = {
  readonly [Name in keyof Options]: Name extends keyof All ? Options[Name] : Unknown<Name>
}

/**
 * Requires a record of options that there are.
 *
 * @throws ArgumentError that names the layer and its options.
 */
export const requireOptions = <All>(
  layer: string,
  options: unknown,
  all: { readonly [Name in keyof Required<All>]: true },
): void => {
  if (options === undefined) return
  const names = Object.keys(all).join(', ')
  if (typeof options !== 'object' || options === null || isList(options))
    throw new ArgumentError(
      `${layer} takes its options by name, as { ${names} }, but was given ${showValue(options)}.`,
    )
  let given: readonly string[]
  try {
    given = Object.keys(options)
  } catch {
    throw new ArgumentError(`${layer} was given options that cannot be looked at.`)
  }
  const unknown = given.find(name => !Object.hasOwn(all, name))
  if (unknown !== undefined) throw new ArgumentError(`${layer} has no option ${unknown}. It has ${names}.`)
}
