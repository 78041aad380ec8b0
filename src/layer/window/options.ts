/**
 * Options that there are: where their types are parameters, as sizes are computed from them, the compiler lets any through.
 *
 * @module
 */

/** What stands in the place of an option that there is not. */
export type Unknown<Name> = `there is no option ${Name & string}`

/** Options, with a sentence in the place of each that is not among those of `All`. */
export type Known<Options, All> = {
  readonly [Name in keyof Options]: Name extends keyof All ? Options[Name] : Unknown<Name>
}
